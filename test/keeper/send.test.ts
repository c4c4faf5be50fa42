import { expect } from "chai"
import fc from "fast-check"
import { parseGwei } from "viem"

import { combineResults, feeCapIn, type Refusal, resultOfAnswer } from "../../keeper/rpc/broadcastResult.ts"
import { createDeliveries } from "../../keeper/send/deliveries.ts"
import { gasFees, raisedFees } from "../../keeper/send/gasFees.ts"
import { createNodeLimits } from "../../keeper/send/nodeLimits.ts"

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
      AlreadyKnown: "alreadyKnown",
      "existing txn with same hash": "alreadyKnown",
      "transaction already imported": "alreadyKnown",
      "ALREADY_EXISTS: already known": "alreadyKnown",
      "nonce too low: next nonce 5, tx nonce 4": "nonceTooLow",
      "Nonce too low. Expected nonce to be 5 but got 4.": "nonceTooLow",
      OldNonce: "nonceTooLow",
      "replacement transaction underpriced": "underpricedReplacement",
      "INTERNAL_ERROR: could not replace existing tx": "underpricedReplacement",
      ReplacementNotAllowed: "underpricedReplacement",
      "Replacement transaction underpriced. A gasPrice/maxFeePerGas of at least 33 is necessary":
        "underpricedReplacement",
      "The request took too long to respond.": "unknown",
      "HTTP request failed.": "unknown",
      "internal error": "unknown",
      "Please contact support.": "unknown",
    }

    const statuses = Object.fromEntries(Object.keys(said).map((words) => [words, resultOfAnswer(words).status]))

    expect(statuses, "statuses").to.deep.equal(said)
  })

  it("behavior: the words of refusals, by what can be done about them", () => {
    const words: Record<Exclude<Refusal, "unrecognised">, readonly string[]> = {
      feeCap: [
        "tx fee (1.37 ether) exceeds the configured cap (1.00 ether)",
        "tx fee (7000000 wei) exceeds the configured cap (200000 wei)",
        "Transaction fee cap exceeded",
        "transaction fee too high",
        "total fee exceeds the limit of this endpoint",
      ],
      size: [
        "exceeds block gas limit",
        "gas limit reached",
        "transaction gas limit too high (cap: 16777216, tx: 20000000)",
        "Transaction gas limit is 40000000 and exceeds block gas limit of 30000000",
        "Transaction gas limit is 20000000 and exceeds transaction gas cap of 16777216",
        "Transaction requires at least 21000 gas but got 20000",
        "GasLimitExceeded, Gas limit: 30000000, gas limit of rejected tx: 40000000",
        "intrinsic gas too low",
        "intrinsic gas too low: gas 20000, minimum needed 21000",
        "IntrinsicGas",
        "Intrinsic gas exceeds gas limit",
        "intrinsic gas too high -- tx.gas_limit > env.block.gas_limit",
        "insufficient gas for floor data gas cost: gas 30000, minimum needed 40000",
        "gas uint64 overflow",
        "oversized data: transaction size 140000, limit 131072",
        "RLPTooLong",
        "Transaction is too big, see chain specification for the limit.",
        "HTTP request failed. Request Entity Too Large",
      ],
      funds: [
        "insufficient funds for gas * price + value: balance 0, tx cost 1, overshot 1",
        "InsufficientFunds, Balance is 0",
        "Sender doesn't have enough funds to send tx. The max upfront cost is: 1",
        "Upfront cost exceeds account balance",
        "insufficient balance for transfer",
      ],
      price: [
        "transaction underpriced: gas tip cap 1, minimum needed 25000000000",
        "transaction gas price below minimum: gas tip cap 1, minimum needed 25000000000",
        "max fee per gas less than block base fee: address 0x1, maxFeePerGas: 1, baseFee: 2",
        "fee cap less than block base fee",
        "FeeTooLow, MaxFeePerGas needs to be at least 7",
        "FeeTooLowToCompete",
        "fee too low",
        "Gas price below configured minimum gas price",
        "Transaction maxFeePerGas (1) is too low for the next block, which has a baseFeePerGas of 2",
      ],
      node: [
        "txpool is full",
        "pending sub-pool is full",
        "in-flight transaction limit reached for delegated accounts",
        "future transaction tries to replace pending",
        "nonce too high",
        "NonceGap, Future nonce. Expected nonce: 5",
        "invalid sender",
        "sender not an eoa: address 0x1, codehash: 0x2",
        "invalid chain id for signer: have 1 want 137",
        "only replay-protected (EIP-155) transactions allowed over RPC",
        "transaction type not supported",
        "daily request count exceeded, request rate limited",
        "project ID request rate exceeded",
        "Your app has exceeded its compute units per second capacity.",
        "Monthly capacity limit exceeded.",
        "15/second request limit reached - reduce calls per second or upgrade your account",
        "HTTP request failed. Too Many Requests",
        "the method eth_sendRawTransaction does not exist/is not available",
        "Unauthorized: You must authenticate your request with an API key.",
      ],
    }

    for (const [refusal, reasons] of Object.entries(words)) {
      const read = reasons.map((reason) => [reason, resultOfAnswer(reason).refusal])
      expect(read, refusal).to.deep.equal(reasons.map((reason) => [reason, refusal]))
    }
    expect(resultOfAnswer("The sequencer says no."), "other words").to.deep.equal({
      status: "unknown",
      refusal: "unrecognised",
      reason: "The sequencer says no.",
    })
  })

  it("behavior: an endpoint that may have taken it outweighs one that has not", () => {
    const of = (...statuses: ("accepted" | "unknown" | "rejected")[]) =>
      combineResults(statuses.map((status) => ({ status, reason: "" }))).status

    expect(of("rejected", "accepted"), "taken by one").to.equal("accepted")
    expect(of("rejected", "unknown"), "perhaps taken").to.equal("unknown")
    expect(of("rejected", "rejected"), "taken by none").to.equal("rejected")
    expect(combineResults([]).status, "sent to none").to.equal("unknown")
  })

  it("behavior: of several refusals the one that a smaller transaction avoids counts, whatever the others are", () => {
    const cap = resultOfAnswer("tx fee (1.37 ether) exceeds the configured cap (1.00 ether)")
    const late = { status: "unknown", reason: "The request took too long to respond." } as const
    const poor = resultOfAnswer("insufficient funds")

    expect(combineResults([poor, cap]), "two refusals").to.deep.equal(cap)
    expect(combineResults([late, cap]), "one that may have taken it").to.deep.equal({ ...cap, status: "unknown" })
    expect(combineResults([{ status: "accepted", reason: "" }, cap]), "taken by one").to.deep.equal({
      status: "accepted",
      reason: "",
    })
  })
})

describe("Keeper: what nodes take", () => {
  const HOUR = 3_600_000
  const CAP = "tx fee (1.37 ether) exceeds the configured cap (1.00 ether)"

  it("default: the limit that a node names, in each unit", () => {
    const named = (amount: string) => feeCapIn(`tx fee (9 ether) exceeds the configured cap (${amount})`)

    expect(named("1.00 ether"), "coins").to.equal(10n ** 18n)
    expect(named("0.50 ether"), "part of a coin").to.equal(5n * 10n ** 17n)
    expect(named("200000 wei"), "wei").to.equal(200_000n)
    expect(named("7 gwei"), "gwei").to.equal(7_000_000_000n)
    expect(feeCapIn("Transaction fee cap exceeded"), "none").to.equal(undefined)
  })

  it("behavior: a limit that is not named, or is rounded up, halves the batch; a rental alone costs an eighth less", () => {
    for (const words of [
      "tx fee (0.01 ether) exceeds the configured cap (0.01 ether)",
      "Transaction fee cap exceeded",
    ]) {
      const limits = createNodeLimits()
      const cost = 8n * 10n ** 15n

      limits.learn(resultOfAnswer(words), { cost, items: 4 })
      expect([limits.maxCost(), limits.maxItems()], `${words}: four`).to.deep.equal([undefined, 2])
      limits.learn(resultOfAnswer(words), { cost, items: 1 })
      expect(limits.maxCost(), `${words}: one`).to.equal(7n * 10n ** 15n)
    }
  })

  it("behavior: batches halve down to one item, and limits double each hour", () => {
    let now = 0
    const limits = createNodeLimits(() => now)
    const tooLarge = resultOfAnswer("oversized data")

    expect(limits.learn(tooLarge, { cost: 1n, items: 5 }), "five").to.equal(true)
    expect(limits.maxItems(), "after five").to.equal(3)
    expect(limits.learn(tooLarge, { cost: 1n, items: 3 }), "three").to.equal(true)
    expect(limits.learn(tooLarge, { cost: 1n, items: 1 }), "one").to.equal(false)
    expect(limits.maxItems(), "after three").to.equal(2)
    limits.learn(resultOfAnswer(CAP), { cost: 2n * 10n ** 18n, items: 9 })
    now += HOUR

    expect(limits.maxItems(), "an hour later").to.equal(4)
    expect(limits.maxCost(), "the cost an hour later").to.equal(2n * 10n ** 18n)
  })

  it("behavior: a hash counts as refused after some broadcasts that nobody confirmed", () => {
    const deliveries = createDeliveries()
    const reply = resultOfAnswer("The sequencer says no.")

    deliveries.addUnconfirmed("0x01", reply)
    expect(deliveries.refusalOf("0x01"), "once").to.equal(undefined)
    deliveries.addUnconfirmed("0x01", reply)
    expect(deliveries.refusalOf("0x01"), "twice").to.deep.equal(reply)
    deliveries.confirm("0x01")
    expect(deliveries.refusalOf("0x01"), "then confirmed").to.equal(undefined)
  })
})
