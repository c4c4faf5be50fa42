import { expect } from "chai"
import { UsageError } from "../../cli/errors.ts"
import { toAmount } from "../../cli/text/amounts.ts"
import {
  toBlock,
  toChainId,
  toCount,
  toDollars,
  toMoment,
  toPositiveSeconds,
  toSeconds,
  toShare,
} from "../../cli/text/parse.ts"
import { start } from "../support/commandLine.ts"

const unit = { address: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359", symbol: "USDC", decimals: 6 } as const

/** Numbers as people and programs write them, and what is wrong with each here. */
const wrong = [
  ["1,5", "a comma"],
  ["1,000", "a comma"],
  ["1e3", "an exponent"],
  ["1E+3", "an exponent"],
  ["１０", "digits other than 0 to 9"],
  ["٣", "digits other than 0 to 9"],
  ["+1", "begins with a sign"],
  ["-1", "begins with a sign"],
  ["−1", "begins with a sign"],
  ["1_000", "a separator between digits"],
  ["1'000", "a separator between digits"],
  ["1 000", "a space between digits"],
  ["0x10", "hexadecimal"],
  ["1.000.000", "more than one point"],
  [".5", "a digit before and after the point"],
  ["5.", "a digit before and after the point"],
  ["$5", "a currency sign"],
] as const

const parsers = [
  ["an amount", (text: string) => toAmount(text, unit), ["", " USDC", "USDC", " units"], "1.50 USDC"],
  ["dollars", toDollars, [""], "1.50"],
  ["a time", toSeconds, ["", "h", "h30m"], "1h30m"],
  ["a share", toShare, ["%", "bps"], "62.5%"],
  ["a count", toCount, [""], "8"],
  ["a block", toBlock, [""], "81200300"],
  ["a chain id", toChainId, [""], "137"],
] as const

function refusalOf(parse: (text: string) => unknown, text: string): string {
  try {
    return `accepted as ${String(parse(text))}`
  } catch (error) {
    return error instanceof UsageError ? error.message : `not a UsageError: ${String(error)}`
  }
}

describe("CLI: numbers and times", () => {
  for (const [kind, parse, units, form] of parsers) {
    it(`error: ${kind} that is not a plain number is refused with what is wrong and the right form`, () => {
      for (const [number, fault] of wrong) {
        for (const ending of units) {
          const message = refusalOf(parse, `${number}${ending}`)
          expect(message, `${number}${ending}`).to.contain(fault).and.to.contain(form)
        }
      }
    })
  }

  it("behavior: plain numbers are read exactly", () => {
    const amounts = ["1.50", "1.50 USDC", "1500000 units", "1.5usdc", " 1.50  USDC "]
    for (const text of amounts) expect(toAmount(text, unit), text).to.equal(1_500_000n)
    const times = ["1h30m", "90m", "1h 30m", "1 h 30 m", "5400s"]
    for (const text of times) expect(toSeconds(text), text).to.equal(5_400n)
    expect([toShare("62.5%"), toShare("6250bps")], "shares").to.deep.equal([6_250n, 6_250n])
    expect([toChainId("Polygon"), toChainId("137")], "chains").to.deep.equal([137, 137])
  })

  it("error: digits are never joined across a space, and decimals of a time are named", () => {
    expect(refusalOf(toPositiveSeconds, "1 0h"), "a space").to.contain("a space between digits")
    expect(refusalOf(toSeconds, "1.5h"), "decimals").to.contain("It contains decimals.")
    expect(refusalOf(toSeconds, "8"), "no unit").to.contain("such as 8h")
    expect(refusalOf(toChainId, "1e3"), "a chain").to.contain("exponent")
    expect(
      refusalOf((text) => toAmount(text, unit), `${"9".repeat(60)}`),
      "size",
    ).to.contain("larger than the escrow")
  })

  it("behavior: a day or a time without a zone is in UTC, on a machine in any zone", () => {
    const zone = process.env["TZ"]
    const moments = [
      ["2026-01-01", "2026-01-01T00:00:00.000Z"],
      ["2026-01-01T00:00:00", "2026-01-01T00:00:00.000Z"],
      ["2026-01-01 00:00", "2026-01-01T00:00:00.000Z"],
      ["2026-07-01t12:30z", "2026-07-01T12:30:00.000Z"],
      ["2026-01-01T00:00:00.999+01:00", "2025-12-31T23:00:00.000Z"],
      ["2028-02-29", "2028-02-29T00:00:00.000Z"],
    ] as const
    try {
      for (const place of ["America/New_York", "Asia/Kolkata", "UTC"]) {
        process.env["TZ"] = place
        for (const [text, expected] of moments) {
          expect(new Date(Number(toMoment(text)) * 1_000).toISOString(), `${text} in ${place}`).to.equal(expected)
        }
      }
    } finally {
      if (zone === undefined) delete process.env["TZ"]
      else process.env["TZ"] = zone
    }
  })

  it("error: a day or a time that does not exist is refused", () => {
    const days = ["2026-02-29", "2026-02-30", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32"]
    const times = ["T24:00", "T25:00", "T12:60", "T12:00:61", "T12:00+25:00"].map((time) => `2026-01-01${time}`)
    for (const text of [...days, ...times, "2026-02-30T12:00:00Z", "2026-02-30 12:00"]) {
      expect(refusalOf(toMoment, text), text).to.contain("There is no such day or time.")
    }
    for (const text of ["", "yesterday", "2026", "2026-1-1", "01/02/2026", "2026-01-01x", "1767225600"]) {
      expect(refusalOf(toMoment, text), text).to.contain("such as 2026-01-31")
    }
  })

  it("error: the option or argument is named beside the number", async () => {
    const option = await start(["rent", "offer.json", "--for", "1e3h"]).done
    expect([option.code, option.err], "an option").to.deep.equal([
      2,
      "Usage: Option '--for <time>' argument '1e3h' is invalid. It contains an exponent. Expected a time such as 8h, 1h30m, 45m, 90s or 30d. See --help.\n",
    ])
  })
})
