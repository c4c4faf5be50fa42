import { expect } from "chai"
import { type Address, concat, encodeFunctionData, type Hex, keccak256, parseAbi, toHex, zeroAddress } from "viem"

import { delegate } from "../support/delegation.ts"
import { callOf } from "../support/escrow.ts"
import { cost, HOUR, NO_PERMIT, type Rental, STATUSES, typedOffer } from "../support/offer.ts"
import { accountNamed, accountOf, addressOf } from "../support/parties.ts"
import { domainOf, openWorld, type World } from "../support/world.ts"
import { openEntryPoint } from "./entryPoint.ts"

const renter = accountNamed("a renter with borrowed code")
const host = accountNamed("a host with borrowed code")
const PURSE = 10n ** 12n
const batchAbi = parseAbi(["function executeBatch((address target, uint256 value, bytes data)[] calls)"])

describe("EIP-7702", () => {
  let world: World
  let code: Address

  before(async () => {
    world = await openWorld()
    code = (await openEntryPoint(world)).simpleAccount
    for (const { address } of [renter, host]) {
      await world.chain.fund(address)
      await world.must(callOf(world.token, addressOf("keeper"), "mint", [address, PURSE]))
    }
  })

  const codeOf = (address: Address) => world.chain.client.getCode({ address })
  const delegated = (to: Address) => concat(["0xef0100", to]).toLowerCase()
  /** A transaction of an account, signed by its key; of type 4 with an authorization of its own. */
  async function send(account: typeof renter, to: Address, data: Hex, authorized?: { chainId: number; nonce: number }) {
    const { client, id } = world.chain
    const nonce = await client.getTransactionCount(account)
    const common = { chainId: id, nonce, to, data, gas: 3_000_000n, maxFeePerGas: 0n, maxPriorityFeePerGas: 0n }
    const serializedTransaction = authorized
      ? await account.signTransaction({
          ...common,
          type: "eip7702",
          authorizationList: [
            await account.signAuthorization({
              contractAddress: code,
              chainId: authorized.chainId,
              nonce: nonce + authorized.nonce,
            }),
          ],
        })
      : await account.signTransaction({ ...common, type: "eip1559" })
    // The chain mines a transaction that reverts, and throws.
    await client.sendRawTransaction({ serializedTransaction }).catch(() => undefined)
    return (await client.getTransactionReceipt({ hash: keccak256(serializedTransaction) })).status
  }
  const offerOf = () => world.offer({ startWindow: 0n })
  const rentalOf = (offer = offerOf()): Rental => ({ offer, renter: renter.address, salt: keccak256(toHex("order 1")) })
  const statusOf = async (rental: Rental) => {
    const state = Object(await world.chain.read(world.escrow, "getRental", [await world.idOf(rental)]))
    return STATUSES[state.status]
  }
  const callData = (to: "token" | "escrow", functionName: string, args: readonly unknown[]) =>
    encodeFunctionData({ abi: world[to].abi, functionName, args })

  it("an authorization sets 0xef0100 and the address as code; one for the zero address clears it", async () => {
    await world.chain.apart(async () => {
      await delegate(world.chain, renter, code)
      expect(await codeOf(renter.address), "delegated").to.equal(delegated(code))
      await delegate(world.chain, renter, zeroAddress)
      expect(await codeOf(renter.address), "cleared").to.equal(undefined)
    })
  })

  it("an authorization counts for its chain or for chain 0, and for the next nonce; another one is skipped", async () => {
    const cases = [
      { chainId: 137, nonce: 1, counts: true },
      { chainId: 0, nonce: 1, counts: true },
      { chainId: 1, nonce: 1, counts: false },
      { chainId: 137, nonce: 0, counts: false },
      { chainId: 137, nonce: 2, counts: false },
    ]
    for (const { counts, ...authorized } of cases) {
      await world.chain.apart(async () => {
        const label = JSON.stringify(authorized)
        expect(await send(renter, renter.address, "0x", authorized), label).to.equal("success")
        expect(await codeOf(renter.address), label).to.equal(counts ? delegated(code) : undefined)
      })
    }
  })

  it("one transaction of a renter delegates, approves, and deposits; later ones by its key stop the rental", async () => {
    await world.chain.apart(async () => {
      const rental = rentalOf()
      const price = cost(rental.offer, HOUR)
      const calls = [
        { target: world.token.address, value: 0n, data: callData("token", "approve", [world.escrow.address, price]) },
        {
          target: world.escrow.address,
          value: 0n,
          data: callData("escrow", "deposit", [rental, HOUR, await world.sign(rental.offer), NO_PERMIT]),
        },
      ]
      const batch = encodeFunctionData({ abi: batchAbi, functionName: "executeBatch", args: [calls] })
      expect(await send(renter, renter.address, batch, { chainId: 137, nonce: 1 }), "batch").to.equal("success")
      expect(await statusOf(rental), "deposited").to.equal("Active")

      const stop = callData("escrow", "stop", [rental, price])
      expect(await send(renter, world.escrow.address, stop), "an account with code sends transactions").to.equal(
        "success",
      )
      expect(await statusOf(rental), "stopped").to.equal("Closed")
      const balance = await world.chain.read(world.token, "balanceOf", [renter.address])
      expect(BigInt(String(balance)) > PURSE - price, "refunded").to.equal(true)
    })
  })

  it("a delegation stays although its transaction reverts, and the rental is as it was", async () => {
    await world.chain.apart(async () => {
      const early = callData("escrow", "stop", [rentalOf(), 0n])
      expect(await send(renter, world.escrow.address, early, { chainId: 137, nonce: 1 }), "status").to.equal("reverted")
      expect(await codeOf(renter.address), "code").to.equal(delegated(code))
      expect(await statusOf(rentalOf()), "rental").to.equal("None")
    })
  })

  it("a host keeps its key's offers, bond, and verbs under any code, and after it", async () => {
    for (const to of [code, world.token.address]) {
      await world.chain.apart(async () => {
        const offer = world.offer({ host: host.address, operator: host.address, epoch: 0n })
        const signature = await host.signTypedData(typedOffer(offer, domainOf(world)))
        await delegate(world.chain, host, to)
        const approve = callData("token", "approve", [world.escrow.address, offer.bond])
        const fund = callData("escrow", "fundBond", [world.token.address, offer.bond])
        expect(await send(host, world.token.address, approve), "approve").to.equal("success")
        expect(await send(host, world.escrow.address, fund), "fundBond").to.equal("success")

        const rental = rentalOf(offer)
        await world.must(world.call("payer", "deposit", [rental, HOUR, signature, NO_PERMIT]))
        const start = callData("escrow", "start", [rental])
        expect(await send(host, world.escrow.address, start), "start").to.equal("success")
        await delegate(world.chain, host, zeroAddress)
        const interrupt = callData("escrow", "interrupt", [rental, offer.bond])
        expect(await send(host, world.escrow.address, interrupt), "interrupt").to.equal("success")
        expect(await statusOf(rental), "status").to.equal("Interrupted")
      })
    }
  })

  it("whoever pays for an authorization has no power over the account", async () => {
    await world.chain.apart(async () => {
      await delegate(world.chain, renter, code)
      const take = callData("token", "transfer", [addressOf("keeper"), 1n])
      const calls = [{ target: world.token.address, value: 0n, data: take }]
      const data = encodeFunctionData({ abi: batchAbi, functionName: "executeBatch", args: [calls] })
      expect(await send(accountOf("keeper"), renter.address, data)).to.equal("reverted")
    })
  })
})
