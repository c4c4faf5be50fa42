import { expect } from "chai"
import fc from "fast-check"
import { type Hash, keccak256, toHex } from "viem"

import {
  type Check,
  downtimeOf,
  FIRST_HASH,
  findBreak,
  hashCheck,
  type LoggedCheck,
} from "../../host/health/healthChain.ts"

const RENTAL = keccak256(toHex("rental"))
const END = 1_000n
const check = (at: bigint, status: Check["status"], boot = "one"): Check => ({ at, status, boot })

function chained(checks: readonly Check[]): LoggedCheck[] {
  let previous: Hash = FIRST_HASH(RENTAL)
  return checks.map((one) => {
    previous = hashCheck(previous, one)
    return { ...one, hash: previous }
  })
}

describe("Host agent: its health log", () => {
  it("default: a failed check counts until the next one", () => {
    const checks = [check(10n, "up"), check(20n, "down"), check(30n, "down"), check(45n, "up")]
    expect(downtimeOf(checks, END), "seconds").to.equal(25n)
  })

  it("behavior: an outage without an end goes on until now", () => {
    expect(downtimeOf([check(10n, "down")], 50n), "seconds").to.equal(40n)
    expect(downtimeOf([check(60n, "down")], 50n), "in the future").to.equal(0n)
  })

  it("behavior: time while only the agent was away does not count, and a new start of the computer does", () => {
    const away = [check(10n, "up"), check(500n, "up")]
    const restarted = [check(10n, "up"), check(500n, "up", "two")]
    expect(downtimeOf(away, END), "agent away").to.equal(0n)
    expect(downtimeOf(restarted, END), "computer restarted").to.equal(490n)
  })

  it("behavior: after an end that an extension took back, the time without a workload counts", () => {
    expect(downtimeOf([check(10n, "up"), check(100n, "end")], END), "ended").to.equal(0n)
    expect(downtimeOf([check(100n, "end"), check(130n, "up")], END), "brought back").to.equal(30n)
  })

  it("invariants: downtime is never more than the span, and more failures never lower it", () => {
    const times = fc
      .uniqueArray(fc.integer({ min: 0, max: 1_000 }), { maxLength: 30 })
      .map((all) => all.sort((a, b) => a - b))
    fc.assert(
      fc.property(times, fc.infiniteStream(fc.boolean()), fc.nat(29), (all, stream, pick) => {
        const checks = all.map((at) => check(BigInt(at), stream.next().value ? "up" : "down"))
        const total = downtimeOf(checks, END)
        expect(total >= 0n && total <= 1_000n, "within the span").to.equal(true)
        const worse = checks.map((one, place) => (place === pick ? { ...one, status: "down" as const } : one))
        expect(downtimeOf(worse, END) >= total, "not lower").to.equal(true)
      }),
    )
  })

  it("invariants: a line that was changed, left out or moved breaks the chain", () => {
    const log = chained([check(10n, "up"), check(20n, "down"), check(30n, "up")])
    const [first, second, third] = log
    if (!first || !second || !third) throw new Error("three lines")
    expect(findBreak(RENTAL, log), "whole").to.equal(undefined)
    expect(findBreak(RENTAL, [first, { ...second, status: "up" }, third]), "changed").to.equal(1)
    expect(findBreak(RENTAL, [first, third]), "left out").to.equal(1)
    expect(findBreak(RENTAL, [second, first, third]), "moved").to.equal(0)
    expect(findBreak(keccak256(toHex("another")), log), "of another rental").to.equal(0)
  })
})
