import type { SignedPurchase } from "@gpuflow/escrow/router"
import { expect } from "chai"
import { encodeFunctionData, maxUint256, numberToHex, parseAbi } from "viem"

import { polygonFeeds, setPriceCall, testFeedAbi } from "../../sdk/testing/setUp.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import {
  DOLLAR,
  newRelayDatabase,
  onRelayChain,
  orderOf,
  purchaseOf,
  type Relayer,
  type RelayWorld,
  startRelayer,
  USDC,
} from "../support/relayer.ts"
import { until } from "../support/until.ts"

const erc20Abi = parseAbi(["function transfer(address to, uint256 amount) returns (bool)"])
const GWEI = 10n ** 9n

describe("Relay: limits, fees, and readiness", () => {
  let world: RelayWorld
  onRelayChain((opened) => {
    world = opened
  })
  const metricOf = async (relayer: Relayer, name: string) => {
    const text = String((await relayer.get("/metrics")).body["text"])
    return new RegExp(`^gpuflow_relay_${name} (.*)$`, "m").exec(text)?.[1]
  }
  const mineAt = async (baseFee: bigint) => {
    await world.rpc("hardhat_setNextBlockBaseFeePerGas", numberToHex(baseFee))
    await world.rpc("evm_mine")
  }
  const otherOrder = async () => [await orderOf(world, { machine: "second", renter: "payer" })]

  /** The relayer sends the purchase, and the payer empties its balance right before, in the same block. */
  const sendAndRevert = async (relayer: Relayer, purchase: SignedPurchase, meanwhile: () => unknown = () => {}) => {
    await world.rpc("evm_setAutomine", false)
    await relayer.post(purchase)
    await relayer.reached(purchase, "sent")
    await meanwhile()
    const emptying = encodeFunctionData({ abi: erc20Abi, args: [addressOf("stranger"), 1_000n * DOLLAR] })
    const first = { maxFeePerGas: numberToHex(900n * GWEI), maxPriorityFeePerGas: numberToHex(800n * GWEI) }
    const call = { from: addressOf("renter"), to: USDC, data: emptying, gas: numberToHex(200_000n), ...first }
    await world.rpc("eth_sendTransaction", call)
    await world.rpc("evm_mine")
    await world.rpc("evm_setAutomine", true)
    await world.client.mine({ blocks: 3 })
  }

  it("behavior: the largest purchase that the router takes fits into a request", async () => {
    const relayer = await startRelayer(world)
    const orders = await Promise.all(
      Array.from({ length: 64 }, (_, place) => orderOf(world, { machine: `a100-${place}` })),
    )
    const { fee } = (await relayer.get(`/fee?token=${USDC}&orders=64`)).body

    const { status, body } = await relayer.post(await purchaseOf(world, { orders, relayFee: BigInt(String(fee)) }))

    expect(status, JSON.stringify(body)).to.equal(202)
  })

  it("error: more open purchases than one payer, or all payers, may have", async () => {
    const relayer = await startRelayer(world, { maxOpenPerPayer: 1, maxOpen: 2 })
    await world.rpc("evm_setAutomine", false)
    expect((await relayer.post(await purchaseOf(world))).status, "the first").to.equal(202)
    const again = await purchaseOf(world, { orders: [await orderOf(world, { machine: "third" })] })
    const held = await relayer.post(again)
    expect([held.status, held.body["code"]], "the same payer").to.deep.equal([429, "TooManyOfPayer"])
    expect(held.headers.get("retry-after"), "when to try again").to.match(/^\d+$/)
    const other = await relayer.post(await purchaseOf(world, { by: "payer", orders: await otherOrder() }))
    expect(other.status, "another payer").to.equal(202)
    const full = await relayer.post(again)
    expect([full.status, full.body["code"]], "all payers").to.deep.equal([503, "TooManyOpen"])
  })

  it("error: a payer whose transaction reverted is refused for a day, and others are not", async () => {
    const relayer = await startRelayer(world, { maxRevertsPerPayer: 1 })
    const purchase = await purchaseOf(world)
    await sendAndRevert(relayer, purchase)

    const end = await relayer.reached(purchase, "refused", "final")
    expect(Object(end["problem"]).code, "its end").to.equal("TransactionReverted")
    await world.mint(USDC, "renter", 10n * DOLLAR)
    const again = await relayer.post(await purchaseOf(world, { orders: [await orderOf(world, { machine: "third" })] }))
    expect([again.status, again.body["code"]], "the payer").to.deep.equal([429, "PayerReverts"])
    const other = await relayer.post(await purchaseOf(world, { by: "payer", orders: await otherOrder() }))
    expect(other.status, "another payer").to.equal(202)
  })

  it("behavior: a purchase below the present cost waits, and is sent once gas is cheap again", async () => {
    const relayer = await startRelayer(world)
    const { fee } = (await relayer.get(`/fee?token=${USDC}`)).body
    const purchase = await purchaseOf(world, { relayFee: BigInt(String(fee)) })
    await mineAt(450n * GWEI)
    const head = await world.client.getBlockNumber()
    await until(async () => (await metricOf(relayer, "head_block")) === String(head))

    expect((await relayer.post(purchase)).status, "as quoted").to.equal(202)
    await until(async () => (await metricOf(relayer, "below_cost")) === "1")
    expect(await world.client.getTransactionCount({ address: accountNamed("relayer").address }), "sent").to.equal(0)

    await mineAt(GWEI)
    await relayer.reached(purchase, "included", "final")
    await until(async () => (await metricOf(relayer, "below_cost")) === "0")
  })

  it("error: without a usable answer of the price feed no fee is quoted, and a client is asked to try again", async () => {
    for (const { address } of polygonFeeds()) {
      await world.transact({ from: addressOf("owner"), to: address, data: setPriceCall(0n) })
    }
    const relayer = await startRelayer(world)

    for (const answer of [await relayer.get(`/fee?token=${USDC}`), await relayer.post(await purchaseOf(world))]) {
      expect([answer.status, answer.body["code"]], JSON.stringify(answer.body)).to.deep.equal([503, "RelayerNotReady"])
      expect(String(answer.body["detail"]), "the reason").to.include("price")
      expect(answer.headers.get("retry-after"), "when to try again").to.match(/^\d+$/)
    }
  })

  it("error: a price feed whose answer is too old is not used, and its next answer is", async () => {
    const feeds = polygonFeeds()
    const report = async (age: (maxAge: bigint) => bigint) => {
      for (const { address, maxAge } of feeds) {
        const updatedAt = (await world.now()) - age(maxAge)
        const round = { roundId: 9n, answer: 22_400_000n, startedAt: updatedAt, updatedAt, answeredInRound: 9n }
        const data = encodeFunctionData({ abi: testFeedAbi, functionName: "report", args: [round] })
        await world.transact({ from: addressOf("owner"), to: address, data })
      }
    }
    await report((maxAge) => maxAge + 1n)
    const relayer = await startRelayer(world)

    for (const answer of [await relayer.get(`/fee?token=${USDC}`), await relayer.post(await purchaseOf(world))]) {
      expect([answer.status, answer.body["code"]], JSON.stringify(answer.body)).to.deep.equal([503, "RelayerNotReady"])
      expect(String(answer.body["detail"]), "the reason").to.include("updatedAt")
    }
    await report(() => 60n)
    expect((await relayer.get(`/fee?token=${USDC}`)).status, "with a new answer").to.equal(200)
    expect((await relayer.post(await purchaseOf(world))).status, "accepted").to.equal(202)
  })

  it("behavior: what limits a payer is in the file, so a restart forgives nothing", async () => {
    const database = newRelayDatabase()
    const restarted = async (options: Parameters<typeof startRelayer>[1]) => {
      await relayer.stop()
      return startRelayer(world, { database, ...options })
    }
    let relayer = await startRelayer(world, { database, maxOpenPerPayer: 1 })
    const purchase = await purchaseOf(world)
    await sendAndRevert(relayer, purchase, async () => {
      relayer = await restarted({ maxOpenPerPayer: 1, maxRevertsPerPayer: 1 })
      const again = await purchaseOf(world, { orders: [await orderOf(world, { machine: "third" })] })
      expect((await relayer.post(again)).body["code"], "open").to.equal("TooManyOfPayer")
    })
    await relayer.reached(purchase, "refused")

    relayer = await restarted({ maxOpenPerPayer: 1, maxRevertsPerPayer: 1 })

    await world.mint(USDC, "renter", 10n * DOLLAR)
    const again = await relayer.post(await purchaseOf(world, { orders: [await orderOf(world, { machine: "third" })] }))
    expect([again.status, again.body["code"]], "the payer").to.deep.equal([429, "PayerReverts"])
    const other = await relayer.post(await purchaseOf(world, { by: "payer", orders: await otherOrder() }))
    expect(other.status, "another payer").to.equal(202)
  })

  it("behavior: however a client writes the token's address, the price feed is asked once", async () => {
    const relayer = await startRelayer(world)
    const quotes = (spelling: string) => relayer.get(`/fee?token=${spelling}`)
    const fee = (await quotes(USDC)).body["fee"]
    for (const { address } of polygonFeeds()) {
      await world.transact({ from: addressOf("owner"), to: address, data: setPriceCall(0n) })
    }

    for (const spelling of [USDC.toLowerCase(), `0x${USDC.slice(2).toUpperCase()}`]) {
      const { status, body } = await quotes(spelling)
      expect([status, body["fee"], body["token"]], spelling).to.deep.equal([200, fee, USDC])
    }
  })

  it("behavior: readiness follows the account's balance, and health does not", async () => {
    const relayer = await startRelayer(world)
    expect((await relayer.get("/readyz")).status, "with POL").to.equal(200)

    await world.rpc("hardhat_setBalance", accountNamed("relayer").address, "0x0")

    await until(async () => (await relayer.get("/readyz")).status === 503)
    expect((await relayer.get("/readyz")).body["reason"], "reason").to.equal("Its account cannot pay for the gas.")
    expect((await relayer.get("/healthz")).status, "health").to.equal(200)
    const refused = await relayer.post(await purchaseOf(world, { validBefore: maxUint256 }))
    expect([refused.status, refused.body["code"]], "a purchase").to.deep.equal([503, "RelayerNotReady"])
  })

  it("behavior: pages of the named origins alone may read answers", async () => {
    const relayer = await startRelayer(world, { origins: ["https://app.example"] })
    const open = await startRelayer(world, { origins: ["*"], name: "other relayer" })
    const allowed = async ({ get }: Relayer, origin: string, method: string) => {
      const { status, headers } = await get("/fee", { method, headers: { origin } })
      return [status, headers.get("access-control-allow-origin")]
    }
    expect(await allowed(relayer, "https://app.example", "OPTIONS")).to.deep.equal([204, "https://app.example"])
    expect(await allowed(relayer, "https://app.example", "GET")).to.deep.equal([400, "https://app.example"])
    expect(await allowed(relayer, "https://app.example.evil", "OPTIONS")).to.deep.equal([204, null])
    expect(await allowed(open, "https://other.example", "OPTIONS")).to.deep.equal([204, "*"])
  })
})
