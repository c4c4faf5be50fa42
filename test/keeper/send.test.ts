import { expect } from "chai"
import fc from "fast-check"
import { parseGwei } from "viem"

import { combineResults, statusOfMessage } from "../../keeper/rpc/broadcastResult.ts"
import { gasFees, raisedFees } from "../../keeper/send/gasFees.ts"

const gwei = (text: string) => parseGwei(text)
const MARKET = { baseFee: gwei("20"), suggestedTips: [gwei("35")], minTip: gwei("30"), maxFeePerGas: gwei("500") }

describe("Keeper: what it offers per gas", () => {
  it("default: twice the base fee and the suggested tip", () => {
    const fees = gasFees(MARKET)

    expect(fees, "fees").to.deep.equal({ maxFeePerGas: gwei("75"), maxPriorityFeePerGas: gwei("35") })
  })

  it("behavior: no tip below the floor, and one endpoint's tenfold price raises nothing", () => {
    const tipOf = (...tips: bigint[]) => gasFees({ ...MARKET, suggestedTips: tips })?.maxPriorityFeePerGas

    expect(tipOf(1n), "below the floor").to.equal(gwei("30"))
    expect(tipOf(), "no suggestion").to.equal(gwei("30"))
    expect(tipOf(gwei("350"), gwei("35")), "two endpoints").to.equal(gwei("35"))
  })

  it("behavior: never more than the cap, and nothing at all where the floor alone exceeds it", () => {
    expect(gasFees({ ...MARKET, baseFee: gwei("460") }), "just below").to.deep.equal({
      maxFeePerGas: gwei("500"),
      maxPriorityFeePerGas: gwei("35"),
    })
    expect(gasFees({ ...MARKET, baseFee: gwei("471") }), "above").to.equal(undefined)
    expect(gasFees(MARKET, { maxFeePerGas: gwei("450"), maxPriorityFeePerGas: gwei("30") }), "replacement").to.equal(
      undefined,
    )
  })

  it("behavior: a replacement pays a tenth more at least on both fields, for any amounts", () => {
    const fee = fc.bigInt({ min: 1n, max: gwei("100000") })
    fc.assert(
      fc.property(fee, fee, (maxFeePerGas, maxPriorityFeePerGas) => {
        const more = raisedFees({ maxFeePerGas, maxPriorityFeePerGas })
        expect(more.maxFeePerGas * 10n >= maxFeePerGas * 11n, "fee").to.equal(true)
        expect(more.maxPriorityFeePerGas * 10n >= maxPriorityFeePerGas * 11n, "tip").to.equal(true)
      }),
    )
  })
})

describe("Keeper: what nodes say to a transaction", () => {
  it("default: the words of the usual nodes", () => {
    const said = {
      "already known": "alreadyKnown",
      "Known transaction: 0x12": "alreadyKnown",
      "nonce too low: next nonce 5, tx nonce 4": "nonceTooLow",
      "Nonce too low. Expected nonce to be 5 but got 4.": "nonceTooLow",
      "replacement transaction underpriced": "underpricedReplacement",
      "Replacement transaction underpriced. A gasPrice/maxFeePerGas of at least 33 is necessary":
        "underpricedReplacement",
      "insufficient funds for gas * price + value: balance 0": "rejected",
      "Sender doesn't have enough funds to send tx": "rejected",
      "transaction underpriced: gas tip cap 1, minimum needed 25000000000": "rejected",
      "The request took too long to respond.": "unknown",
      "HTTP request failed.": "unknown",
    }

    const statuses = Object.fromEntries(Object.keys(said).map((words) => [words, statusOfMessage(words)]))

    expect(statuses, "statuses").to.deep.equal(said)
  })

  it("behavior: an endpoint that may have taken it outweighs one that has not", () => {
    const of = (...statuses: ("accepted" | "unknown" | "rejected")[]) =>
      combineResults(statuses.map((status) => ({ status, reason: "" }))).status

    expect(of("rejected", "accepted"), "taken by one").to.equal("accepted")
    expect(of("rejected", "unknown"), "perhaps taken").to.equal("unknown")
    expect(of("rejected", "rejected"), "taken by none").to.equal("rejected")
    expect(combineResults([]).status, "sent to none").to.equal("unknown")
  })
})
