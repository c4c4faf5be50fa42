import { expect } from "chai"
import { decodeErrorResult, encodeFunctionData, type Hex, isHex, keccak256, parseAbi, toHex } from "viem"
import { entryPoint08Abi } from "viem/account-abstraction"

import { delegate } from "../support/delegation.ts"
import { callOf } from "../support/escrow.ts"
import { cost, HOUR, NO_PERMIT, type Rental, STATUSES } from "../support/offer.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import { openWorld, type World } from "../support/world.ts"
import { openEntryPoint } from "./entryPoint.ts"

const owner = accountNamed("an owner of operations")
const accountAbi = parseAbi(["function executeBatch((address target, uint256 value, bytes data)[] calls)"])

describe("ERC-4337", () => {
  let world: World
  let entry: Awaited<ReturnType<typeof openEntryPoint>>
  let rental: Rental
  let hostSignature: Hex

  before(async () => {
    world = await openWorld()
    entry = await openEntryPoint(world)
    await delegate(world.chain, owner, entry.simpleAccount)
    await world.must(callOf(world.token, addressOf("keeper"), "mint", [owner.address, 10n ** 12n]))
    const offer = world.offer({ startWindow: 0n })
    rental = { offer, renter: owner.address, salt: keccak256(toHex("order 1")) }
    hostSignature = await world.sign(offer)
  })

  const batch = (...calls: readonly (readonly ["token" | "escrow", string, readonly unknown[]])[]) => {
    const encoded = calls.map(([to, functionName, args]) => {
      const { address, abi } = world[to]
      return { target: address, value: 0n, data: encodeFunctionData({ abi, functionName, args }) }
    })
    return encodeFunctionData({ abi: accountAbi, functionName: "executeBatch", args: [encoded] })
  }
  const deposit = () =>
    batch(
      ["token", "approve", [world.escrow.address, cost(rental.offer, HOUR)]],
      ["escrow", "deposit", [rental, HOUR, hostSignature, NO_PERMIT]],
    )
  const statusOf = async () => {
    const state = Object(await world.chain.read(world.escrow, "getRental", [await world.idOf(rental)]))
    return STATUSES[state.status]
  }
  const balance = () => world.chain.read(world.token, "balanceOf", [owner.address])
  /** The EntryPoint's reason for refusing a whole bundle. */
  const refusalOf = (bringing: Promise<unknown>) =>
    bringing.then(
      () => "taken",
      (failure: unknown) => {
        const { data } = Object(failure)
        const revert = isHex(data) ? data : Object(data).data
        const { args } = decodeErrorResult({ abi: entryPoint08Abi, data: revert })
        return String(args?.[1])
      },
    )

  it("operations of an account deposit, stop, and claim", async () => {
    await world.chain.apart(async () => {
      await entry.operate(owner.address, deposit(), owner)
      expect(await statusOf(), "deposited").to.equal("Active")
      await entry.operate(owner.address, batch(["escrow", "stop", [rental, cost(rental.offer, HOUR)]]), owner)
      expect(await statusOf(), "stopped").to.equal("Closed")
    })
    await world.chain.apart(async () => {
      await entry.operate(owner.address, deposit(), owner)
      await world.chain.pass(HOUR + rental.offer.challengeWindow)
      await entry.operate(owner.address, batch(["escrow", "settle", [rental]]), owner)
      expect(await statusOf(), "claimed").to.equal("Closed")
    })
  })

  it("an operation that another key signed, or for another chain or EntryPoint, is refused", async () => {
    const refused = async (by: typeof owner, unusual: Parameters<typeof entry.bring>[3] = {}) =>
      refusalOf(entry.bring(owner.address, deposit(), by, unusual))
    expect(await refused(accountNamed("somebody else")), "key").to.equal("AA24 signature error")
    expect(await refused(owner, { chainId: 1 }), "chain").to.equal("AA24 signature error")
    expect(await refused(owner, { signedEntryPoint: world.token.address }), "EntryPoint").to.equal(
      "AA24 signature error",
    )
    expect(await statusOf(), "nothing happened").to.equal("None")
  })

  it("an operation is carried out once: its nonce is used", async () => {
    await world.chain.apart(async () => {
      const nonce = await entry.nonceOf(owner.address)
      await entry.operate(owner.address, deposit(), owner, { nonce })
      const again = await refusalOf(entry.bring(owner.address, deposit(), owner, { nonce }))
      expect(again, "again").to.equal("AA25 invalid account nonce")
    })
  })

  it("an operation that the escrow refuses changes nothing, though its bundle succeeds", async () => {
    const before = await balance()
    const unpaid = batch(
      ["token", "approve", [world.escrow.address, 1n]],
      ["escrow", "deposit", [rental, HOUR, hostSignature, NO_PERMIT]],
    )
    expect(await entry.bring(owner.address, unpaid, owner), "success").to.equal(false)
    expect([await statusOf(), await balance()], "status and balance").to.deep.equal(["None", before])
    const allowance = await world.chain.read(world.token, "allowance", [owner.address, world.escrow.address])
    expect(allowance, "the batch reverted whole").to.equal(0n)
  })
})
