import {
  bondOf,
  cost,
  dispute,
  EVIDENCE_WINDOW,
  fee,
  findEvent,
  forfeitedStake,
  freeToConcedeUntil,
  getState,
  held,
  InvalidInputError,
  interruptCompensation,
  isEscrowError,
  RefundOutOfBoundsError,
  type Rental,
  type RentalState,
  stopBound,
  stopPayout,
  TooMuchError,
  toEscrowError,
  waitCompensation,
} from "@gpuflow/escrow"
import * as onEthers from "@gpuflow/escrow/ethers"
import type { PreparedRequest } from "@gpuflow/escrow/requests"
import { expect } from "chai"
import { BrowserProvider } from "ethers"
import { keccak256, numberToHex } from "viem"
import { FEE_BPS } from "../support/escrow.ts"
import { expectError, expectNothingSent } from "../support/expectError.ts"
import { libraries } from "../support/libraries.ts"
import { balance, deposited, HOUR, running } from "../support/rentals.ts"
import { deployed, networkHelpers, provider, type World } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers
const DAY = 24n * HOUR
const machine = (index: number) => keccak256(numberToHex(index))
const net = (gross: bigint) => gross - fee(gross, FEE_BPS)

type Sender = World["renter"]
type Landed = { readonly toHost: bigint | undefined; readonly refusal: { code: string; args: object } | undefined }

/** Sends what was prepared earlier, without any check, into a block at that time. Returns what became of it. */
async function land(world: World, sender: Sender, request: PreparedRequest, at: bigint): Promise<Landed> {
  const payee = world.payee.account.address
  const before = await balance(world, payee)
  await time.setNextBlockTimestamp(at)
  const { to, data, value } = request
  const refusal = await sender.sendTransaction({ to, data, value, gas: 700_000n }).then(
    () => undefined,
    (error: unknown) => toEscrowError(error),
  )
  expect((await world.client.getBlock()).timestamp, "its block's time").to.equal(at)
  if (refusal === undefined) return { toHost: (await balance(world, payee)) - before, refusal }
  if (!isEscrowError(refusal)) throw refusal
  return { toHost: undefined, refusal: { code: refusal.code, args: refusal.args } }
}

const tooMuch = (amount: bigint, maximum: bigint) => ({ code: "TooMuch", args: { amount, maximum } })

/** What a default bound is computed from. */
async function view({ client, escrow }: World, id: `0x${string}`): Promise<{ state: RentalState; now: bigint }> {
  return { state: await getState(client, { escrow, id }), now: (await client.getBlock()).timestamp }
}

/** A rental of an hour at 1.50 dollars with a bond of 2 dollars, disputed after about twenty minutes. */
async function disputed(world: World, index = 1) {
  const rented = await running(world, { bond: 2_000_000n, machine: machine(index) }, `order ${index}`)
  await time.increase(1_200n)
  await dispute(world.renter, { escrow: world.escrow, rental: rented.rental, evidenceURI: "ipfs://logs" })
  return { ...rented, ...(await view(world, rented.id)) }
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: stop, with its default bound, on ${library}`, () => {
    it("behavior: before the start, a start that lands in front makes it fail", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, renter, operator } = world
      const { id, rental, offer } = await deposited(world, { minDuration: HOUR })
      const request = await sdk.prepareRequest(renter, "stop", { escrow, rental })
      await sdk.start(operator, { escrow, rental })
      const { now } = await view(world, id)
      const toHost = net(cost(offer.pricePerHour, HOUR))

      const { refusal } = await land(world, renter, request, now + 1n)

      expect(refusal, "the commitment").to.deep.equal(tooMuch(toHost, 0n))
      expect((await sdk.getState(client, { escrow, id })).status, "status").to.equal("Active")
      // Looked at again, it is what the renter wants.
      const again = await sdk.prepareRequest(renter, "stop", { escrow, rental })
      expect(await land(world, renter, again, now + 2n), "then").to.deep.equal({ toHost, refusal: undefined })
    })

    it("behavior: before the start everything comes back", async () => {
      const world = await loadFixture(deployed)
      const { escrow, renter } = world
      const { id, rental, price } = await deposited(world)
      const { state, now } = await view(world, id)

      const { events } = await sdk.stop(renter, { escrow, rental })

      expect(stopBound(rental.offer, state, now), "bound").to.equal(0n)
      expect(findEvent(events, "Closed")?.args.toRenter, "back").to.equal(price)
    })

    it("behavior: while the rental runs it holds for two minutes, also behind an extension", async () => {
      const world = await loadFixture(deployed)
      const { escrow, renter, payer } = world
      for (const [index, isExtended] of [false, true].entries()) {
        const { id, rental, offer } = await running(world, { machine: machine(index) }, `order ${index}`)
        // A minute before the end, two minutes later the price would no longer grow.
        await time.increase(isExtended ? HOUR - 60n : 1_000n)
        const { state, now } = await view(world, id)
        const request = await sdk.prepareRequest(renter, "stop", { escrow, rental })
        const maximum = net(cost(offer.pricePerHour, now + 120n - state.since))
        expect(stopBound(offer, state, now), "bound").to.equal(maximum)
        if (isExtended) await sdk.extend(payer, { escrow, rental, duration: 2n * HOUR })

        const late = await land(world, renter, request, now + 121n)
        const again = await sdk.prepareRequest(renter, "stop", { escrow, rental })
        const intime = await land(world, renter, again, now + 241n)

        const price = (at: bigint) => net(cost(offer.pricePerHour, at - state.since))
        expect(late.refusal, "a second too late").to.deep.equal(tooMuch(price(now + 121n), maximum))
        expect(intime, "two minutes later").to.deep.equal({ toHost: price(now + 241n), refusal: undefined })
      }
    })

    it("behavior: no extension can follow the end, so the bound is exact", async () => {
      const world = await loadFixture(deployed)
      const { escrow, renter } = world
      const { id, rental, offer, price } = await running(world, { rolling: true, challengeWindow: 900n })
      await time.increase(HOUR)
      const { state, now } = await view(world, id)

      expect(stopBound(offer, state, now), "bound").to.equal(net(price))
      const request = await sdk.prepareRequest(renter, "stop", { escrow, rental })
      expect((await land(world, renter, request, now + 3n * DAY)).toHost, "to host").to.equal(net(price))
    })

    it("behavior: what a settlement, a refund or an interruption in front has moved only lowers it", async () => {
      const world = await loadFixture(deployed)
      const { escrow, host, operator, renter } = world
      const before: Record<string, (rental: Rental) => Promise<unknown>> = {
        interrupt: (rental) => sdk.interrupt(operator, { escrow, rental }),
        refund: (rental) => sdk.refund(host, { escrow, rental, refundedSeconds: 100n }),
      }
      for (const [index, act] of Object.values(before).entries()) {
        const terms = { rolling: true, challengeWindow: 900n, machine: machine(index), minDuration: HOUR }
        const { id, rental, offer } = await running(world, terms, `order ${index}`)
        await time.increase(1_500n)
        const { state, now } = await view(world, id)
        const request = await sdk.prepareRequest(renter, "stop", { escrow, rental })
        await act(rental)

        const { toHost } = await land(world, renter, request, now + 60n)

        expect(toHost !== undefined && toHost < stopBound(offer, state, now), "less than the bound").to.equal(true)
      }
    })

    it("behavior: in a dispute a concession costs a tenth of the stake, and more with each second", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, renter } = world
      const waits = [0n, 1n, HOUR, 77_640n, 77_760n, DAY, 13n * DAY]
      for (const [index, wait] of waits.entries()) {
        const { id, rental, offer, state } = await disputed(world, index)
        if (wait > 0n) await time.increaseTo(state.since + wait)
        const { now } = await view(world, id)
        const stake = await sdk.getStake(client, { escrow, rental })
        const request = await sdk.prepareRequest(renter, "stop", { escrow, rental })
        const contested = net(held(offer, state))
        const maximum = contested + forfeitedStake(state, stake, now + 120n)
        expect(stopBound(offer, state, now), "bound").to.equal(maximum)

        const late = await land(world, renter, request, now + 121n)
        const lost = forfeitedStake(state, stake, now + 121n)
        const charged = wait + 121n + EVIDENCE_WINDOW / 10n
        expect(lost, "by the clock").to.equal((stake * (charged < DAY ? charged : DAY)) / DAY)
        if (contested + lost > maximum) expect(late.refusal).to.deep.equal(tooMuch(contested + lost, maximum))
        else expect(late.toHost, "nothing grows any more").to.equal(contested + lost)
      }
    })

    it("behavior: in a dispute two minutes are covered, and the figures are the transfers", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, renter } = world
      const { id, rental, offer, now } = await disputed(world)
      const stake = await sdk.getStake(client, { escrow, rental })
      const request = await sdk.prepareRequest(renter, "stop", { escrow, rental })
      const { state } = await view(world, id)
      const before = await balance(world, renter.account.address)

      const { toHost } = await land(world, renter, request, now + 120n)

      const lost = forfeitedStake(state, stake, now + 120n)
      expect(toHost, "to host").to.equal(net(held(offer, state)) + lost)
      expect((await balance(world, renter.account.address)) - before, "back").to.equal(stake - lost)
    })

    it("behavior: a concession that lands a block after its free day fails", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, host, renter } = world
      const { id, rental, offer } = await disputed(world)
      await time.increase(HOUR)
      await sdk.refund(host, { escrow, rental, refundedSeconds: 600n })
      const { state } = await view(world, id)
      const until = freeToConcedeUntil(state)
      const stake = await sdk.getStake(client, { escrow, rental })
      const contested = net(held(offer, state))

      const refundedAt = (await client.getBlock()).timestamp
      expect(until >= refundedAt + DAY && until < refundedAt + DAY + 60n, "a day, in whole minutes").to.equal(true)
      await time.increaseTo(until - 2n)
      const request = await sdk.prepareRequest(renter, "stop", { escrow, rental })
      expect(forfeitedStake(state, stake, until - 1n), "free").to.equal(0n)
      const { refusal } = await land(world, renter, request, until)
      expect(refusal, "a block late").to.deep.equal(tooMuch(contested + forfeitedStake(state, stake, until), contested))
    })

    it("behavior: a concession that accepts the host's offer fails without the refund that it answers", async () => {
      const world = await loadFixture(deployed)
      const { escrow, host, renter } = world
      const { id, rental, offer } = await disputed(world)
      const snapshot = await networkHelpers.takeSnapshot()
      const { billedSeconds } = (await view(world, id)).state
      await sdk.refund(host, { escrow, rental, refundedSeconds: billedSeconds })
      const given = await view(world, id)
      const request = await sdk.prepareRequest(renter, "stop", { escrow, rental })
      expect(freeToConcedeUntil(given.state) > given.state.since + 14n * DAY, "free to the end").to.equal(true)
      expect(stopBound(offer, given.state, given.now), "bound").to.equal(0n)

      // A reorganisation drops the refund.
      await snapshot.restore()
      const { state, now } = await view(world, id)
      const { refusal } = await land(world, renter, request, now + 5n)

      expect(refusal, "TooMuch").to.deep.equal(tooMuch(stopPayout(offer, state, now + 5n), 0n))
    })

    it("error: TooMuch, for a bound of your own that is a unit too small", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, renter } = world
      const { id, rental, offer } = await running(world)
      await time.increase(1_000n)
      const { state, now } = await view(world, id)
      const toHost = stopPayout(offer, state, now)

      const error = await expectNothingSent(
        () => sdk.stop(renter, { escrow, rental, maxToHost: toHost - 1n }),
        TooMuchError,
        { amount: toHost, maximum: toHost - 1n },
      )
      expect(error.message, "what to do").to.contain("bound")
      const browser = new BrowserProvider(provider, undefined, { cacheTimeout: -1 })
      const actions = onEthers.rentalActions(await browser.getSigner(renter.account.address))
      await expectError(actions.stop({ escrow, rental, maxToHost: toHost - 1n }), onEthers.TooMuchError, {
        amount: toHost,
        maximum: toHost - 1n,
      })
      await expectError(sdk.stop(renter, { escrow, rental, maxToHost: -1n }), InvalidInputError, {
        field: "maxToHost",
        value: -1n,
        expected: "a bigint from 0 to 2^256 - 1",
      })
      expect((await client.getBlock()).timestamp, "nothing was sent").to.equal(now)
      const request = await sdk.prepareRequest(renter, "stop", {
        escrow,
        rental,
        maxToHost: stopPayout(offer, state, now + 1n),
      })
      expect((await land(world, renter, request, now + 1n)).refusal, "exactly that").to.equal(undefined)
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: interrupt, with its default bound, on ${library}`, () => {
    it("behavior: time only lowers what it takes from the bond", async () => {
      const world = await loadFixture(deployed)
      const { escrow, operator, renter } = world
      const { id, rental, offer } = await running(world, { bond: 3_600_000n })
      await time.increase(100n)
      const { state, now } = await view(world, id)
      const request = await sdk.prepareRequest(operator, "interrupt", { escrow, rental })
      const before = await balance(world, renter.account.address)

      const { refusal } = await land(world, operator, request, now + 600n)

      const fromBond = interruptCompensation(offer, state, now + 600n)
      const left = cost(offer.pricePerHour, HOUR) - cost(offer.pricePerHour, now + 600n - state.since)
      expect(refusal, "refusal").to.equal(undefined)
      expect(fromBond < interruptCompensation(offer, state, now), "less").to.equal(true)
      expect((await balance(world, renter.account.address)) - before, "to the renter").to.equal(left + fromBond)
    })

    it("behavior: an extension that lands in front makes it fail", async () => {
      const world = await loadFixture(deployed)
      const { escrow, operator, payer } = world
      const { id, rental, offer } = await running(world, { bond: 3_600_000n })
      await time.increase(1_800n)
      const { state, now } = await view(world, id)
      const request = await sdk.prepareRequest(operator, "interrupt", { escrow, rental })
      await sdk.extend(payer, { escrow, rental, duration: 10n * HOUR })
      const extended = (await view(world, id)).state

      const { refusal } = await land(world, operator, request, now + 10n)

      const [amount, maximum] = [
        interruptCompensation(offer, extended, now + 10n),
        interruptCompensation(offer, state, now),
      ]
      expect(refusal, "TooMuch").to.deep.equal(tooMuch(amount, maximum))
    })

    it("behavior: a decline fails behind the host's own start, and costs the wait before it", async () => {
      const world = await loadFixture(deployed)
      const { escrow, operator, host } = world
      const { id, rental, offer } = await deposited(world, { bond: 5_000_000n })
      const request = await sdk.prepareRequest(host, "interrupt", { escrow, rental })
      await sdk.start(operator, { escrow, rental })
      const { state, now } = await view(world, id)

      const { refusal } = await land(world, host, request, now + 1n)

      const amount = interruptCompensation(offer, state, now + 1n)
      expect(refusal, "TooMuch").to.deep.equal(tooMuch(amount, waitCompensation(offer, HOUR)))
      const browser = new BrowserProvider(provider, undefined, { cacheTimeout: -1 })
      const actions = onEthers.rentalActions(await browser.getSigner(host.account.address))
      await expectError(actions.interrupt({ escrow, rental, maxFromBond: 1n }), onEthers.TooMuchError, {
        amount,
        maximum: 1n,
      })
      const { events } = await sdk.interrupt(host, { escrow, rental, maxFromBond: bondOf(offer, HOUR) })
      expect(findEvent(events, "Interrupted")?.args.id, "interrupted").to.equal(id)
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: refund, of a total, on ${library}`, () => {
    it("behavior: sent again it gives once", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, host, renter } = world
      const { id, rental } = await running(world)
      await time.increase(1_200n)
      await sdk.refund(host, { escrow, rental, refundedSeconds: 600n })
      const before = await balance(world, renter.account.address)
      const { state, now } = await view(world, id)

      await expectNothingSent(
        () => sdk.refund(host, { escrow, rental, refundedSeconds: 600n }),
        RefundOutOfBoundsError,
        {
          refundedSeconds: 600n,
          maximum: now - state.since,
        },
      )

      expect((await sdk.getState(client, { escrow, id })).refundedSeconds, "refunded").to.equal(600n)
      expect(await balance(world, renter.account.address), "renter's balance").to.equal(before)
    })
  })
}
