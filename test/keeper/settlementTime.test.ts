import { collectableSeconds, cost, dueAt, type Offer, type RentalState } from "@gpuflow/escrow"
import { expect } from "chai"
import fc from "fast-check"
import { zeroAddress, zeroHash } from "viem"
import { settlementTime } from "../../keeper/follow/settlementTime.ts"
import { retryDelay } from "../../keeper/plan/retryDelay.ts"

const HOUR = 3_600n
const DAY = 24n * HOUR
const OFFER: Offer = {
  host: zeroAddress,
  payee: zeroAddress,
  operator: zeroAddress,
  renter: zeroAddress,
  token: zeroAddress,
  arbiter: zeroAddress,
  pricePerHour: 650_000n,
  bond: 0n,
  minDuration: 1n,
  maxDuration: 60n * DAY,
  startWindow: HOUR / 2n,
  challengeWindow: 6n * HOUR,
  nonce: 0n,
  epoch: 0n,
  expiry: 0n,
  maxFeeBps: 1_000n,
  rolling: false,
  machine: zeroHash,
  spec: zeroHash,
}
const STATE: RentalState = {
  status: "Active",
  feeBps: 1_000n,
  depositBlock: 1n,
  since: 1_800_000_000n,
  duration: 30n * DAY,
  billedSeconds: 0n,
  paidSeconds: 0n,
  refundedSeconds: 0n,
  interrupted: false,
  settlingUntil: 0n,
}
const DAILY = { seconds: DAY, minimum: 0n }

describe("Keeper: what is due", () => {
  it("default: each status has its deadline", () => {
    const { since, duration } = STATE
    const at = (status: RentalState["status"]) => settlementTime(OFFER, { ...STATE, status }, DAILY)

    expect(at("Funded"), "no-show").to.equal(since + OFFER.startWindow)
    expect(at("Active"), "completed").to.equal(since + duration + OFFER.challengeWindow)
    expect(at("Interrupted"), "interrupted").to.equal(since + OFFER.challengeWindow)
    expect(at("Disputed"), "silent arbiter").to.equal(since + 14n * DAY)
    expect(at("Closed"), "closed").to.equal(undefined)
    expect(at("None"), "unknown").to.equal(undefined)
  })

  it("behavior: a rolling rental is settled once a payout is worth its gas", () => {
    const rolling = { ...OFFER, rolling: true }
    const dollarsOfADay = cost(OFFER.pricePerHour, DAY)
    const first = STATE.since + OFFER.challengeWindow

    expect(settlementTime(rolling, STATE, DAILY), "after a day").to.equal(first + DAY)
    expect(settlementTime(rolling, { ...STATE, paidSeconds: 3n * DAY }, DAILY), "after three paid days").to.equal(
      first + 4n * DAY,
    )
    expect(settlementTime(rolling, { ...STATE, refundedSeconds: HOUR }, DAILY), "an hour given back").to.equal(
      first + DAY + HOUR,
    )
    const dear = { seconds: DAY, minimum: 3n * dollarsOfADay }
    expect(settlementTime(rolling, STATE, dear), "three days' worth").to.equal(first + 3n * DAY)
  })

  it("behavior: with a single second and unit it is the contract's own first second, and what is asked for is there", () => {
    const amounts = fc.bigInt({ min: 0n, max: 10n * DAY })
    const terms = fc.record({
      price: fc.bigInt({ min: 1n, max: 10n ** 24n }),
      paidSeconds: amounts,
      refundedSeconds: amounts,
      slice: amounts,
    })
    fc.assert(
      fc.property(terms, ({ price, paidSeconds, refundedSeconds, slice }) => {
        const offer = { ...OFFER, rolling: true, pricePerHour: price }
        const state = { ...STATE, paidSeconds, refundedSeconds }
        const asked = { seconds: slice + 1n, minimum: 0n }
        const at = settlementTime(offer, state, asked)
        const closing = state.since + state.duration + offer.challengeWindow

        expect(settlementTime(offer, state, { seconds: 1n, minimum: 1n }), "first second").to.equal(dueAt(offer, state))
        if (at === undefined || at >= closing) return
        const collected = collectableSeconds(offer, state, at) - paidSeconds
        expect(collected >= asked.seconds, "enough is collectable").to.equal(true)
      }),
    )
  })

  it("behavior: what fails is set aside for one poll, then two, then four, an hour at most", () => {
    const delays = [0, 1, 2, 3, 4, 30].map((failures) => retryDelay(failures, 5_000))

    expect(delays, "milliseconds").to.deep.equal([0, 5_000, 10_000, 20_000, 40_000, 3_600_000])
  })
})
