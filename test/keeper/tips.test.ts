import { MandateExhaustedError } from "@gpuflow/escrow/mandate"
import { expect } from "chai"
import { parseEther, parseGwei } from "viem"
import { missingTip, payableTip } from "../../keeper/plan/tips.ts"
import { createTokenPrices } from "../../keeper/plan/tokenPrices.ts"
import { openLocalChain } from "../support/localChain.ts"

const USDC = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"
const USDT = "0xc2132D05D31c914a87C6611C10748AEb04B58e8F"

describe("Keeper: tips against gas", () => {
  let chain: Awaited<ReturnType<typeof openLocalChain>>
  let cost = 0n
  const gas = { gas: 300_000n, baseFee: parseGwei("30") }
  const options = { mandateTipPercent: 100, minTip: parseGwei("30") }
  before(async () => {
    chain = await openLocalChain()
    // In millionths of a dollar, as a base unit of USDC is worth about one.
    const prices = createTokenPrices()
    cost = await prices.valueOf(chain.client, "0x0000000000000000000000000000000000000000", parseEther("0.018"))
  })
  after(() => chain.close())

  const missing = (tip: bigint, percent = 100, token: `0x${string}` = USDC) =>
    missingTip({ options: { ...options, mandateTipPercent: percent }, prices: createTokenPrices() }, chain.client, {
      ...{ token, tip },
      ...gas,
    })

  it("default: a tip has to be worth what the gas costs, by the feeds of both", async () => {
    expect(cost > 0n, "the gas costs something").to.equal(true)
    expect(await missing(2n * cost), "twice as much").to.equal(undefined)
    expect(await missing(cost / 2n), "half").to.match(
      /^The tip is worth 0\.\d+ dollars, and the keeper asks for 0\.\d+/,
    )
    expect(await missing(0n), "none").to.match(/^The tip is worth 0 dollars/)
  })

  it("behavior: the share is an option, and 0 asks for no tip and no price", async () => {
    expect(await missing(2n * cost, 300), "three times").to.be.a("string")
    expect(await missing(cost, 50), "half").to.equal(undefined)
    expect(await missing(0n, 0), "none").to.equal(undefined)
  })

  it("behavior: a stablecoin without a feed counts as a dollar, and a token without a price cannot be compared", async () => {
    expect(await missing(2n * cost, 100, USDT), "a stablecoin").to.equal(undefined)
    expect(await missing(10n ** 18n, 100, chain.escrow), "unknown").to.match(/^The tip cannot be compared/)
  })

  it("behavior: a tip that exhausts a mandate is lowered to what is left, unless the price alone does", () => {
    const exhausted = (amount: bigint, left: bigint) => new MandateExhaustedError({ amount, left })

    expect(payableTip(exhausted(1_050n, 1_020n), 50n), "a part of it").to.equal(20n)
    expect(payableTip(exhausted(1_050n, 1_000n), 50n), "nothing").to.equal(0n)
    expect(payableTip(exhausted(1_050n, 999n), 50n), "too little").to.equal(undefined)
    expect(payableTip(exhausted(1_000n, 999n), 0n), "no tip").to.equal(undefined)
    expect(payableTip(new Error("another"), 50n), "another error").to.equal(undefined)
  })
})
