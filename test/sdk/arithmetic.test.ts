import {
  accrued,
  BPS,
  closesAt,
  due,
  exitAt,
  FREE_TO_CONCEDE,
  getState,
  idOf,
  interruptCompensation,
  MAX_CHALLENGE_WINDOW,
  MAX_RENTAL_DURATION,
  MAX_START_WINDOW,
  MIN_CHALLENGE_WINDOW,
  type Offer,
  type RentalState,
  stakeOf,
  statuses,
  stopPayout,
} from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { expect } from "chai"
import fc from "fast-check"
import {
  encodeAbiParameters,
  encodeErrorResult,
  type Hex,
  hexToBigInt,
  keccak256,
  numberToHex,
  toFunctionSelector,
} from "viem"
import { encodeCall } from "../../sdk/core/codec.ts"
import { aggregate3, aggregate3Outputs, MULTICALL3 } from "../../sdk/core/multicall.ts"
import {
  accruedFunction,
  dueFunction,
  exitAtFunction,
  interruptFunction,
  stakeOfFunction,
  stopFunction,
} from "../../sdk/generated/abiItems.ts"
import { codec } from "../../sdk/viem/viemCodec.ts"
import { placeMulticall } from "../support/multicall.ts"
import { deposited } from "../support/rentals.ts"
import { chain, deployed, networkHelpers, provider, type World } from "../support/sharedChain.ts"

/** 100 000 in `npm run sdk:check`. */
const CASES = Number(process.env["CASES"] ?? 4_000)
const SEED = 20_261_121
/** States in one call: what fits into the gas of one transaction. */
const BATCH = 60

const TOO_MUCH = "TooMuch(uint256,uint256)"

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
          settling: fc.oneof(fc.constantFrom(0n, FREE_TO_CONCEDE), uint(1n, 21_600n)),
          atDeadline: fc.boolean(),
        })
        .map(({ minDuration, status, feeBps, passed, ended, paidShare, refundedShare, interrupted, ...rest }): Case => {
          const wasDisputed = status === "Disputed" || status === "Closed"
          const settlingUntil = rest.atDeadline ? min(passed / 60n, 21_600n) : rest.settling
          const isOpen = status === "Active" || status === "Funded" || status === "None"
          const billedSeconds = isOpen ? 0n : ended
          const most = status === "Active" ? min(passed, duration) : billedSeconds
          const refundedSeconds = status === "Funded" || status === "None" ? 0n : (most * refundedShare) / BPS
          const paidSeconds =
            status === "Funded" || status === "None" ? 0n : ((most - refundedSeconds) * paidShare) / BPS
          return {
            offer: { ...template, ...chosen, minDuration },
            state: {
              status,
              feeBps,
              depositBlock: 1n,
              since: now - passed,
              duration,
              billedSeconds,
              paidSeconds,
              refundedSeconds,
              interrupted: status === "Interrupted" || (interrupted && wasDisputed),
              settlingUntil: wasDisputed ? settlingUntil : 0n,
            },
          }
        }),
    ),
  )
}

describe("SDK: arithmetic", () => {
  it(`default: ${CASES} states give to the unit what the contract gives`, async () => {
    const world = await networkHelpers.loadFixture(deployed)
    await placeMulticall(chain)
    const { rental } = await deposited(world)
    const slot = await slotOfRentals(world, idOf(rental))
    const now = (await world.client.getBlock()).timestamp
    // The calls come from Multicall3, which plays the renter and the operator.
    const template = { ...rental.offer, operator: MULTICALL3 }
    const sample = fc.sample(cases(template, now), { numRuns: CASES, seed: SEED })
    const kinds = new Set<string>()
    const bounded = { stop: 0, interrupt: 0 }

    for (let first = 0; first < sample.length; first += BATCH) {
      const batch = sample.slice(first, first + BATCH)
      const answers = await ask(world, slot, { batch, now })
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
        const { views, stop, interrupt } = answers[index] ?? {}
        const place = `case ${first + index}: ${print({ offer, state, now })}`
        expect(views, place).to.deep.equal(expected)
        kinds.add(`${state.status} ${toHost > 0n} ${toRenter > 0n} ${expected[4] !== 0n}`)

        const isInTime = state.status === "Active" || now < closesAt(offer, state)
        const payout = stopPayout(offer, state, now)
        if (payout > 0n && (isInTime || state.status === "Interrupted")) {
          expect(stop, `stop, ${place}`).to.deep.equal({ below: tooMuch(payout), at: false })
          ++bounded.stop
        } else expect(stop?.at, `stop, ${place}`).to.equal(false)
        const compensation = interruptCompensation(offer, state, now)
        if (compensation > 0n && isInTime) {
          expect(interrupt, `interrupt, ${place}`).to.deep.equal({ below: tooMuch(compensation), at: false })
          ++bounded.interrupt
        } else expect(interrupt?.at, `interrupt, ${place}`).to.equal(false)
      }
    }

    expect(kinds.size, "kinds of cases").to.be.greaterThan(12)
    expect(bounded.stop, "payouts at their bound").to.be.greaterThan(CASES / 5)
    expect(bounded.interrupt, "compensations at their bound").to.be.greaterThan(CASES / 20)
  })
})

/** `TooMuch` of a call that was given one unit less than it sends. */
const tooMuch = (amount: bigint) =>
  encodeErrorResult({ abi: escrowAbi, errorName: "TooMuch", args: [amount, amount - 1n] })

type Answer = {
  readonly views: readonly bigint[]
  /** The error of a call with a bound of one unit less, and whether the exact bound is too little. */
  readonly stop: Bounded
  readonly interrupt: Bounded
}
type Bounded = { readonly below: Hex; readonly at: boolean }

/** The contract's answers on states that are laid over its storage for one call. */
async function ask(
  world: World,
  slot: bigint,
  { batch, now }: { readonly batch: readonly Case[]; readonly now: bigint },
): Promise<readonly Answer[]> {
  const stateDiff: Record<Hex, Hex> = {}
  const calls = batch.flatMap(({ offer, state }, index) => {
    const salts = [0, 1].map((copy) => keccak256(numberToHex(2 * index + copy)))
    const [rental, other] = salts.map((salt) => {
      const made = { offer, renter: MULTICALL3, salt } as const
      stateDiff[placeOf(idOf(made), slot)] = pack(state)
      return made
    })
    if (!rental || !other) throw new Error("There are two copies.")
    const toHost = stopPayout(offer, state, now)
    const fromBond = interruptCompensation(offer, state, now)
    const data = [
      ...[accruedFunction, dueFunction, stakeOfFunction, exitAtFunction].map((item) =>
        encodeCall(codec, item, [rental]),
      ),
      encodeCall(codec, stopFunction, [rental, max(toHost - 1n, 0n)]),
      encodeCall(codec, stopFunction, [rental, toHost]),
      // Another rental, because the first one may be over now.
      encodeCall(codec, interruptFunction, [other, max(fromBond - 1n, 0n)]),
      encodeCall(codec, interruptFunction, [other, fromBond]),
    ]
    return data.map((callData) => ({ target: world.escrow, allowFailure: true, callData }))
  })
  const data = codec.encodeCall(aggregate3, [calls])
  const call = { to: MULTICALL3, data, gas: numberToHex(2n ** 24n) }
  const answer = await provider.request({
    method: "eth_call",
    params: [call, "latest", { [world.escrow]: { stateDiff } }],
  })
  const [decoded] = codec.decode(aggregate3Outputs, answer as Hex)
  const results = decoded as readonly { success: boolean; returnData: Hex }[]
  return batch.map((_, index) => {
    const [views, bounded] = [results.slice(8 * index, 8 * index + 4), results.slice(8 * index + 4, 8 * index + 8)]
    const isTooMuch = (at: number) => bounded[at]?.returnData.startsWith(toFunctionSelector(TOO_MUCH)) ?? false
    const pair = (at: number) => ({ below: bounded[at]?.returnData ?? "0x", at: isTooMuch(at + 1) }) as const
    return { views: views.flatMap(({ returnData }) => wordsOf(returnData)), stop: pair(0), interrupt: pair(2) }
  })
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
  const { duration, billedSeconds, paidSeconds, refundedSeconds } = state
  for (const seconds of [duration, billedSeconds, paidSeconds, refundedSeconds]) put(seconds, 32n)
  put(state.interrupted ? 1n : 0n, 8n)
  put(state.settlingUntil, 16n)
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
