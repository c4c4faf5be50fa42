import { expect } from "chai"
import fc from "fast-check"
import { parseGwei } from "viem"

import { bumped, feesAbove, feesFor } from "../../keeper/fees.ts"
import { strongest, verdictOf } from "../../keeper/verdict.ts"

const gwei = (text: string) => parseGwei(text)
const MARKET = { baseFee: gwei("20"), tips: [gwei("35")], minTip: gwei("30"), cap: gwei("500") }

describe("Keeper: what it offers per gas", () => {
  it("default: twice the base fee and the suggested tip", () => {
    const fees = feesFor(MARKET)

    expect(fees, "fees").to.deep.equal({ maxFeePerGas: gwei("75"), maxPriorityFeePerGas: gwei("35") })
  })

  it("behavior: no tip below the floor, and one endpoint's tenfold price raises nothing", () => {
    const tipOf = (...tips: bigint[]) => feesFor({ ...MARKET, tips })?.maxPriorityFeePerGas

    expect(tipOf(1n), "below the floor").to.equal(gwei("30"))
    expect(tipOf(), "no suggestion").to.equal(gwei("30"))
    expect(tipOf(gwei("350"), gwei("35")), "two endpoints").to.equal(gwei("35"))
  })

  it("behavior: never more than the cap, and nothing at all where the floor alone exceeds it", () => {
    expect(feesFor({ ...MARKET, baseFee: gwei("460") }), "just below").to.deep.equal({
      maxFeePerGas: gwei("500"),
      maxPriorityFeePerGas: gwei("35"),
    })
    expect(feesFor({ ...MARKET, baseFee: gwei("471") }), "above").to.equal(undefined)
    expect(feesAbove(MARKET, { maxFeePerGas: gwei("450"), maxPriorityFeePerGas: gwei("30") }), "bump").to.equal(
      undefined,
    )
  })

  it("behavior: a bump is a tenth at least on both fields, for any amounts", () => {
    const fee = fc.bigInt({ min: 1n, max: gwei("100000") })
    fc.assert(
      fc.property(fee, fee, (maxFeePerGas, maxPriorityFeePerGas) => {
        const more = bumped({ maxFeePerGas, maxPriorityFeePerGas })
        expect(more.maxFeePerGas * 10n >= maxFeePerGas * 11n, "fee").to.equal(true)
        expect(more.maxPriorityFeePerGas * 10n >= maxPriorityFeePerGas * 11n, "tip").to.equal(true)
      }),
    )
  })
})

describe("Keeper: what nodes say to a transaction", () => {
  it("default: the words of the usual nodes", () => {
    const said = {
      "already known": "known",
      "Known transaction: 0x12": "known",
      "nonce too low: next nonce 5, tx nonce 4": "used",
      "Nonce too low. Expected nonce to be 5 but got 4.": "used",
      "replacement transaction underpriced": "underpriced",
      "Replacement transaction underpriced. A gasPrice/maxFeePerGas of at least 33 is necessary": "underpriced",
      "insufficient funds for gas * price + value: balance 0": "refused",
      "Sender doesn't have enough funds to send tx": "refused",
      "transaction underpriced: gas tip cap 1, minimum needed 25000000000": "refused",
      "The request took too long to respond.": "unknown",
      "HTTP request failed.": "unknown",
    }

    const verdicts = Object.fromEntries(Object.keys(said).map((words) => [words, verdictOf(words)]))

    expect(verdicts, "verdicts").to.deep.equal(said)
  })

  it("behavior: an endpoint that may have taken it outweighs one that has not", () => {
    const of = (...kinds: ("sent" | "unknown" | "refused")[]) =>
      strongest(kinds.map((kind) => ({ kind, reason: "" }))).kind

    expect(of("refused", "sent"), "taken by one").to.equal("sent")
    expect(of("refused", "unknown"), "perhaps taken").to.equal("unknown")
    expect(of("refused", "refused"), "taken by none").to.equal("refused")
    expect(strongest([]).kind, "nobody asked").to.equal("unknown")
  })
})
