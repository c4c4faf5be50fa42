import { expect } from "chai"
import { encodeFunctionData, type Hex, keccak256, maxUint256, toHex } from "viem"

import { callOf, FEE_BPS } from "../support/escrow.ts"
import { cost, EVIDENCE_WINDOW, HOUR, NO_PERMIT, type Offer, type Rental, STATUSES } from "../support/offer.ts"
import { addressOf } from "../support/parties.ts"
import { openWorld, type World } from "../support/world.ts"
import { type CodeAccount, type OpenAccount, openAccounts } from "./accounts.ts"

const KINDS = [
  "Safe 1.5, two of three owners",
  "OpenZeppelin's Account, with ERC-7739 and ERC-7821",
  "OpenZeppelin's AccountERC7579, with a validator",
  "a key that delegates to Simple7702Account",
  "a key that delegates to OpenZeppelin's Account",
] as const
const PURSE = 10n ** 12n
const DURATION = 8n * HOUR

/** Host, renter, and arbiter of one kind, with coins and a bond. */
interface Parties {
  readonly host: CodeAccount
  readonly renter: CodeAccount
  readonly arbiter: CodeAccount
}

describe("accounts with code as every party", () => {
  let world: World
  let accounts: Readonly<Record<string, OpenAccount>>

  before(async () => {
    world = await openWorld()
    accounts = await openAccounts(world)
  })

  it("plays every kind", () => expect(Object.keys(accounts)).to.deep.equal(KINDS))

  const call = (name: string, args: readonly unknown[]) => ({
    to: world.escrow.address,
    data: encodeFunctionData({ abi: world.escrow.abi, functionName: name, args }),
  })
  const approve = (value: bigint) => ({
    to: world.token.address,
    data: encodeFunctionData({ abi: world.token.abi, functionName: "approve", args: [world.escrow.address, value] }),
  })
  const balanceOf = async ({ address }: CodeAccount) =>
    BigInt(String(await world.chain.read(world.token, "balanceOf", [address])))
  const stateOf = async (rental: Rental) => {
    const state = Object(await world.chain.read(world.escrow, "getRental", [await world.idOf(rental)]))
    return { status: STATUSES[state.status], since: BigInt(state.since) }
  }

  async function openParties(open: OpenAccount, kind: string): Promise<Parties> {
    const [host, renter, arbiter] = [
      await open(`host, ${kind}`),
      await open(`renter, ${kind}`),
      await open(`arbiter, ${kind}`),
    ]
    for (const { address } of [host, renter])
      await world.must(callOf(world.token, addressOf("keeper"), "mint", [address, PURSE]))
    await world.must(world.call("owner", "setMarket", [world.token.address, arbiter.address, FEE_BPS, true]))
    const { bond } = world.offer()
    await host.execute(approve(bond), call("fundBond", [world.token.address, bond]))
    return { host, renter, arbiter }
  }

  /** The host's account signs, and the renter's account pays. */
  async function rent({ host, renter, arbiter }: Parties, terms: Partial<Offer> = {}): Promise<Rental> {
    const offer = world.offer({
      host: host.address,
      payee: host.address,
      operator: host.address,
      arbiter: arbiter.address,
      epoch: 0n,
      ...terms,
    })
    const rental: Rental = { offer, renter: renter.address, salt: keccak256(toHex("order 1")) }
    const signature = await host.signOffer(offer)
    const price = cost(offer, DURATION)
    await renter.execute(approve(price), call("deposit", [rental, DURATION, signature, NO_PERMIT]))
    return rental
  }

  for (const kind of KINDS) {
    describe(kind, () => {
      const apart = (body: (parties: Parties) => Promise<void>) => () =>
        world.chain.apart(async () => {
          const open = accounts[kind]
          if (!open) throw new Error("There is no such kind.")
          await body(await openParties(open, kind))
        })

      it(
        "signs the offer, pays, starts, stops, and is paid",
        apart(async (parties) => {
          const { host, renter } = parties
          const before = { host: await balanceOf(host), renter: await balanceOf(renter) }
          const rental = await rent(parties)
          await host.execute(call("start", [rental]))
          const { since, status } = await stateOf(rental)
          expect(status, "status").to.equal("Active")
          await world.chain.mineAt(since + HOUR)
          await renter.execute(call("stop", [rental, maxUint256]))

          const closed = await stateOf(rental)
          const billed = cost(rental.offer, closed.since - since)
          expect(closed.status, "status").to.equal("Closed")
          expect((await balanceOf(renter)) - before.renter, "renter").to.equal(-billed)
          expect((await balanceOf(host)) - before.host, "host").to.equal(billed - (billed * FEE_BPS) / 10_000n)
        }),
      )

      it(
        "claims at the end, and takes its bond back",
        apart(async (parties) => {
          const { host } = parties
          const rental = await rent(parties, { startWindow: 0n })
          const { since } = await stateOf(rental)
          await world.chain.mineAt(since + DURATION + rental.offer.challengeWindow)
          const before = await balanceOf(host)
          await host.execute(call("settle", [rental]))
          const price = cost(rental.offer, DURATION)
          expect((await balanceOf(host)) - before, "claimed").to.equal(price - (price * FEE_BPS) / 10_000n)

          const { bond } = rental.offer
          await host.execute(call("withdrawBond", [world.token.address, bond, host.address]))
          expect((await balanceOf(host)) - before, "and the bond").to.equal(price - (price * FEE_BPS) / 10_000n + bond)
        }),
      )

      it(
        "disputes, and rules",
        apart(async (parties) => {
          const { host, renter, arbiter } = parties
          const rental = await rent(parties, { startWindow: 0n })
          const { since } = await stateOf(rental)
          await world.chain.mineAt(since + HOUR)
          await renter.execute(call("dispute", [rental, "ipfs://evidence", NO_PERMIT]))
          const disputed = await stateOf(rental)
          expect(disputed.status, "status").to.equal("Disputed")
          const before = { host: await balanceOf(host), renter: await balanceOf(renter) }
          const contested = cost(rental.offer, disputed.since - since)
          const stake = ((contested + rental.offer.bond) * 500n) / 10_000n

          await world.chain.mineAt(disputed.since + EVIDENCE_WINDOW)
          await arbiter.execute(call("resolve", [rental, 2500]))
          const gross = contested / 4n
          const toHost = (stake * 2500n) / 10_000n
          const fromBond = (rental.offer.bond * 7500n) / 10_000n
          expect((await stateOf(rental)).status, "status").to.equal("Closed")
          expect((await balanceOf(host)) - before.host, "host").to.equal(gross - (gross * FEE_BPS) / 10_000n + toHost)
          expect((await balanceOf(renter)) - before.renter, "renter").to.equal(
            contested - gross + stake - toHost + fromBond,
          )
        }),
      )

      it(
        "does not answer for what another account signed, nor for changed terms",
        apart(async (parties) => {
          const { host, renter, arbiter } = parties
          const offer = world.offer({ host: host.address, arbiter: arbiter.address, epoch: 0n, expiry: 2n ** 40n - 1n })
          const refused = async (signature: Hex, changes: Partial<Offer>) => {
            const rental = {
              offer: { ...offer, ...changes },
              renter: renter.address,
              salt: keccak256(toHex("order 2")),
            }
            return world.send(world.call("payer", "deposit", [rental, DURATION, signature, NO_PERMIT]))
          }
          const error = { ok: false, error: `InvalidSignature(${host.address})` }
          expect(await refused(await host.signOffer(offer), { bond: 0n }), "changed terms").to.deep.equal(error)
          expect(await refused(await renter.signOffer(offer), {}), "another account").to.deep.equal(error)
          expect(await refused("0x", {}), "nothing").to.deep.equal(error)
          expect((await refused(await host.signOffer(offer), {})).ok, "as signed").to.equal(true)
        }),
      )
    })
  }
})
