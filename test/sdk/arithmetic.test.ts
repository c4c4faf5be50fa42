import {
  accrued,
  BPS,
  due,
  exitAt,
  getState,
  idOf,
  MAX_CHALLENGE_WINDOW,
  MAX_RENTAL_DURATION,
  MAX_START_WINDOW,
  MIN_CHALLENGE_WINDOW,
  type Offer,
  type RentalState,
  stakeOf,
  statuses,
} from "@gpuflow/escrow"
import { expect } from "chai"
import fc from "fast-check"
import { encodeAbiParameters, type Hex, hexToBigInt, keccak256, numberToHex } from "viem"
import { encodeCall } from "../../sdk/core/codec.ts"
import { aggregate3, aggregate3Outputs, MULTICALL3 } from "../../sdk/core/multicall.ts"
import { accruedFunction, dueFunction, exitAtFunction, stakeOfFunction } from "../../sdk/generated/abiItems.ts"
import { codec } from "../../sdk/viem/viemCodec.ts"
import { placeMulticall } from "../support/multicall.ts"
import { deposited } from "../support/rentals.ts"
import { chain, deployed, networkHelpers, provider, type World } from "../support/sharedChain.ts"

/** 100 000 in `npm run sdk:check`. */
const CASES = Number(process.env["CASES"] ?? 4_000)
const SEED = 20_261_121
/** States in one call: what fits into the gas of one transaction. */
const BATCH = 150

type Case = { readonly offer: Offer; readonly state: RentalState }

const uint = (min: bigint, max: bigint) => fc.bigInt({ min, max: max < min ? min : max })

/** Any state that the contract's rules can lead to, seen at `now`; and some a little beyond them. */
function cases(template: Offer, now: bigint): fc.Arbitrary<Case> {
  const terms = fc.record({
    pricePerHour: fc.oneof(uint(1n, 10n ** 7n), uint(1n, 2n ** 96n - 1n)),
    bond: fc.oneof(uint(0n, 10n ** 9n), uint(0n, 2n ** 96n - 1n)),
    startWindow: uint(0n, MAX_START_WINDOW),
    challengeWindow: uint(MIN_CHALLENGE_WINDOW, MAX_CHALLENGE_WINDOW),
    maxDuration: uint(1n, MAX_RENTAL_DURATION),
    rolling: fc.boolean(),
  })
  return terms.chain((chosen) =>
    fc.record({ duration: uint(1n, chosen.maxDuration), ago: uint(0n, 500n * 86_400n) }).chain(({ duration, ago }) =>
      fc
        .record({
          minDuration: uint(1n, duration),
          status: fc.constantFrom(...statuses),
          feeBps: uint(1_000n, 1_500n),
          // Deadlines are where it matters.
          passed: fc.oneof(
            fc.constant(ago),
            fc.constantFrom(0n, 1n, duration - 1n, duration, duration + 1n),
            fc.constantFrom(-1n, 0n, 1n).map((delta) => duration + chosen.challengeWindow + delta),
            fc.constantFrom(-1n, 0n, 1n).map((delta) => chosen.challengeWindow + delta),
            fc.constantFrom(-1n, 0n, 1n).map((delta) => max(chosen.startWindow + delta, 0n)),
          ),
          ended: uint(0n, duration),
          paidShare: uint(0n, BPS),
          refundedShare: uint(0n, BPS),
          interrupted: fc.boolean(),
        })
        .map(({ minDuration, status, feeBps, passed, ended, paidShare, refundedShare, interrupted }): Case => {
          const isOpen = status === "Active" || status === "Funded" || status === "None"
          const served = isOpen ? 0n : ended
          const elapsed = status === "Active" ? min(passed, duration) : served
          const refunded = status === "Funded" || status === "None" ? 0n : (elapsed * refundedShare) / BPS
          const paid = status === "Funded" || status === "None" ? 0n : ((elapsed - refunded) * paidShare) / BPS
          return {
            offer: { ...template, ...chosen, minDuration },
            state: {
              status,
              feeBps,
              depositBlock: 1n,
              since: now - passed,
              duration,
              served,
              paid,
              refunded,
              interrupted: status === "Interrupted" || (interrupted && (status === "Disputed" || status === "Closed")),
            },
          }
        }),
    ),
  )
}

describe("SDK: arithmetic", () => {
  it(`default: ${CASES} states give to the unit what the contract's views give`, async () => {
    const world = await networkHelpers.loadFixture(deployed)
    await placeMulticall(chain)
    const { rental } = await deposited(world)
    const slot = await slotOfRentals(world, idOf(rental))
    const now = (await world.client.getBlock()).timestamp
    const sample = fc.sample(cases(rental.offer, now), { numRuns: CASES, seed: SEED })
    const kinds = new Set<string>()

    for (let first = 0; first < sample.length; first += BATCH) {
      const batch = sample.slice(first, first + BATCH)
      const answers = await ask(world, slot, batch, rental.renter)
      for (const [index, { offer, state }] of batch.entries()) {
        const { toHost, fee, toRenter } = due(offer, state, now)
        const expected = [
          accrued(offer, state, now),
          toHost,
          fee,
          toRenter,
          stakeOf(offer, state, now),
          exitAt(offer, state),
        ]
        const place = `case ${first + index}: ${print({ offer, state, now })}`
        expect(answers[index], place).to.deep.equal(expected)
        kinds.add(`${state.status} ${toHost > 0n} ${toRenter > 0n} ${expected[4] !== 0n}`)
      }
    }

    expect(kinds.size, "kinds of cases").to.be.greaterThan(12)
  })
})

/** The contract's answers on states that are laid over its storage for one call. */
async function ask(world: World, slot: bigint, batch: readonly Case[], renter: Hex) {
  const stateDiff: Record<Hex, Hex> = {}
  const calls = batch.flatMap(({ offer, state }, index) => {
    const rental = { offer, renter, salt: keccak256(numberToHex(index)) }
    stateDiff[placeOf(idOf(rental), slot)] = pack(state)
    return [accruedFunction, dueFunction, stakeOfFunction, exitAtFunction].map((item) => ({
      target: world.escrow,
      allowFailure: false,
      callData: encodeCall(codec, item, [rental]),
    }))
  })
  const data = codec.encodeCall(aggregate3, [calls])
  const call = { to: MULTICALL3, data, gas: numberToHex(2n ** 24n) }
  const answer = await provider.request({
    method: "eth_call",
    params: [call, "latest", { [world.escrow]: { stateDiff } }],
  })
  const [results] = codec.decode(aggregate3Outputs, answer as Hex)
  const words = (results as readonly { returnData: Hex }[]).map(({ returnData }) => wordsOf(returnData))
  return batch.map((_, index) => words.slice(4 * index, 4 * index + 4).flat())
}

const wordsOf = (data: Hex): bigint[] =>
  Array.from({ length: (data.length - 2) / 64 }, (_, index) =>
    hexToBigInt(`0x${data.slice(2 + 64 * index, 66 + 64 * index)}`),
  )

const placeOf = (id: Hex, slot: bigint): Hex =>
  keccak256(encodeAbiParameters([{ type: "bytes32" }, { type: "uint256" }], [id, slot]))

/** The slot, as the compiler packs it: the first field lowest. */
function pack(state: RentalState): Hex {
  let [word, at] = [0n, 0n]
  const put = (value: bigint, bits: bigint) => {
    word |= value << at
    at += bits
  }
  put(BigInt(statuses.indexOf(state.status)), 8n)
  put(state.feeBps, 16n)
  put(state.depositBlock, 40n)
  put(state.since, 40n)
  for (const seconds of [state.duration, state.served, state.paid, state.refunded]) put(seconds, 32n)
  put(state.interrupted ? 1n : 0n, 8n)
  return numberToHex(word, { size: 32 })
}

/** Where the mapping of states is: the place under which a known rental's state is found. */
async function slotOfRentals({ client, escrow }: World, id: Hex): Promise<bigint> {
  const state = await getState(client, { escrow, id })
  for (let slot = 0n; slot < 32n; ++slot) {
    const word = await client.getStorageAt({ address: escrow, slot: placeOf(id, slot) })
    if (word === pack(state)) return slot
  }
  throw new Error("No mapping holds the rental's state.")
}

const print = (value: unknown) =>
  JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? inner.toString() : inner))
const max = (a: bigint, b: bigint) => (a > b ? a : b)
const min = (a: bigint, b: bigint) => (a < b ? a : b)
