import {
  accrued,
  deposit,
  dispute,
  due,
  dueAt,
  exitAt,
  extend,
  fundBond,
  getAccrued,
  getDue,
  getExitAt,
  getStake,
  getState,
  idOf,
  interrupt,
  isEscrowError,
  type Rental,
  type RentalState,
  refund,
  resolve,
  settle,
  stakeOf,
  start,
  stop,
  toEscrowError,
} from "@gpuflow/escrow"
import { signOffer } from "@gpuflow/escrow/offer"
import { expect } from "chai"
import fc from "fast-check"
import { keccak256, numberToHex } from "viem"
import { encodeCall } from "../../sdk/core/codec.ts"
import { settleFunction } from "../../sdk/generated/abiItems.ts"
import { codec } from "../../sdk/viem/viemCodec.ts"
import { HOUR, makeOffer, makeRental } from "../support/rentals.ts"
import { deployed, networkHelpers, type World } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers

const LIVES = 120
const SEED = 20_261_121

/** What keeps a rental going stands twice, so that lives grow long. */
const verbs = ["start", "extend", "refund", "settle", "settle", "interrupt", "dispute", "stop", "resolve", "wait"]

/** A rental's terms, and what its people try, each after a wait. */
const life = fc.record({
  pricePerHour: fc.bigInt(3_600n, 9_999_999n),
  bond: fc.bigInt(0n, 9_999_999n),
  minDuration: fc.bigInt(1n, 1_800n),
  startWindow: fc.constantFrom(0n, 0n, 600n),
  challengeWindow: fc.oneof(fc.constant(900n), fc.bigInt(900n, 7_200n)),
  rolling: fc.constantFrom(true, true, false),
  moves: fc.array(
    fc.record({
      wait: fc.bigInt(1n, 1_500n),
      verb: fc.constantFrom(...verbs),
    }),
    { minLength: 4, maxLength: 9 },
  ),
})

/** Tries a verb as whoever may do it; one that is not possible now leaves the rental as it is. */
async function attempt(world: World, verb: string, rental: Rental): Promise<void> {
  const { client, escrow, host, operator, renter, arbiter, payer, stranger } = world
  const { duration, refundedSeconds } = await getState(client, { escrow, id: idOf(rental) })
  const tries: Record<string, () => Promise<unknown>> = {
    start: () => start(operator, { escrow, rental }),
    extend: () => extend(payer, { escrow, rental, duration: duration + 613n }),
    refund: () => refund(host, { escrow, rental, refundedSeconds: refundedSeconds + 97n }),
    settle: () => settle(stranger, { escrow, rental }),
    interrupt: () => interrupt(operator, { escrow, rental }),
    dispute: () => dispute(renter, { escrow, rental, evidenceURI: "" }),
    stop: () => stop(renter, { escrow, rental }),
    resolve: async () => {
      await time.increase(24n * HOUR)
      await resolve(arbiter, { escrow, rental, hostBps: 3_333n })
    },
    wait: async () => {},
  }
  await tries[verb]?.().catch((error: unknown) => {
    if (!isEscrowError(error)) throw error
  })
}

/** Everything that the SDK computes of a rental without the chain, beside what the contract says. */
async function compare({ client, escrow }: World, rental: Rental, state: RentalState): Promise<void> {
  const { offer } = rental
  const { timestamp, number: blockNumber } = await client.getBlock()
  const at = { escrow, rental, blockNumber }
  const where = `${state.status} at ${timestamp - state.since}`

  expect(accrued(offer, state, timestamp), `accrued, ${where}`).to.equal(await getAccrued(client, at))
  expect(due(offer, state, timestamp), `due, ${where}`).to.deep.equal(await getDue(client, at))
  expect(exitAt(offer, state), `exitAt, ${where}`).to.equal(await getExitAt(client, at))
  expect(stakeOf(offer, state, timestamp), `stake, ${where}`).to.equal(await getStake(client, at))

  if (state.status === "Closed") return
  const earliest = dueAt(offer, state)
  const settling = client.call({ to: escrow, data: encodeCall(codec, settleFunction, [rental]), blockNumber })
  const refusal = await settling.then(() => undefined, toEscrowError)
  if (refusal === undefined) expect(earliest <= timestamp, `due already, ${where}`).to.equal(true)
  else if (!isEscrowError(refusal)) throw refusal
  else expect([refusal.code, refusal.args], `dueAt, ${where}`).to.deep.equal(["NotDue", { dueAt: earliest }])
}

describe("SDK: accrued, due, dueAt, exitAt, stakeOf", () => {
  it(`default: equal the contract in every state of ${LIVES} random lives`, async () => {
    const world = await loadFixture(deployed)
    const { client, escrow, token, host, payer } = world
    const seen = new Map<string, number>()

    for (const [index, { moves, ...terms }] of fc.sample(life, { numRuns: LIVES, seed: SEED }).entries()) {
      const offer = await makeOffer(world, { ...terms, machine: keccak256(numberToHex(index)) })
      if (offer.bond > 0n) await fundBond(host, { escrow, token, amount: offer.bond })
      const hostSignature = await signOffer(host, { escrow, offer })
      const rental = makeRental(world, offer)
      const { id } = await deposit(payer, { escrow, rental, duration: HOUR, hostSignature })
      for (const { wait, verb } of moves) {
        await time.increase(wait)
        await attempt(world, verb, rental)
        const state = await getState(client, { escrow, id })
        await compare(world, rental, state)
        const rolled = state.paidSeconds > 0n ? ", rolled" : ""
        const kind = `${state.status}${rolled}${state.refundedSeconds > 0n ? ", refunded" : ""}`
        seen.set(kind, (seen.get(kind) ?? 0) + 1)
      }
    }

    const states = [...seen.values()].reduce((sum, count) => sum + count, 0)
    expect(states, "states compared").to.be.greaterThan(300)
    for (const kind of ["Funded", "Active, rolled, refunded", "Interrupted, rolled", "Disputed, rolled", "Closed"]) {
      expect([...seen.keys()], "kinds of states").to.include(kind)
    }
  })
})
