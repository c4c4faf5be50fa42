import { sendPurchase } from "@gpuflow/escrow/router"
import { expect } from "chai"
import { encodeFunctionData, maxUint256 } from "viem"

import { healthy, openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import {
  DOLLAR,
  digestOf,
  newRelayDatabase,
  onRelayChain,
  orderOf,
  purchaseOf,
  type RelayWorld,
  startRelayer,
  USDC,
  walletOf,
} from "../support/relayer.ts"
import { tokenAbi } from "../support/rentals.ts"
import { until } from "../support/until.ts"

describe("Relay: hostile clients and nodes", () => {
  let world: RelayWorld
  onRelayChain((opened) => {
    world = opened
  })
  const sentBy = (name: string) => world.client.getTransactionCount({ address: accountNamed(name).address })
  /** The payer's tokens go elsewhere. */
  const empty = async () => {
    const amount = await world.client.readContract({
      address: USDC,
      abi: tokenAbi,
      functionName: "balanceOf",
      args: [addressOf("renter")],
    })
    const abi = [{ type: "function", name: "transfer", inputs: [{ type: "address" }, { type: "uint256" }] }] as const
    const data = encodeFunctionData({
      abi: [{ ...abi[0], outputs: [], stateMutability: "nonpayable" }],
      args: [addressOf("stranger"), amount],
    })
    return { from: addressOf("renter"), to: USDC, data }
  }

  it("error: bodies that are broken, too large, or of another type get a problem, and nothing is sent", async () => {
    const relayer = await startRelayer(world)
    const json = { "content-type": "application/json" }
    const cases = [
      ["not JSON", await relayer.post("{"), 400, "PurchaseUnreadable"],
      ["another JSON", await relayer.post("[]"), 400, "PurchaseUnreadable"],
      ["deep JSON", await relayer.post("[".repeat(50_000)), 400, "PurchaseUnreadable"],
      ["64 kB and one", await relayer.post("x".repeat(65_537)), 413, "BodyTooLarge"],
      ["another type", await relayer.post("{}", { headers: { "content-type": "text/plain" } }), 415, "NotJson"],
      ["another method", await relayer.post("{}", { method: "PUT", headers: json }), 405, "MethodNotAllowed"],
      ["another path", await relayer.get("/offers"), 404, "NotFound"],
      ["no digest", await relayer.get("/purchases/0x12"), 400, "InvalidInput"],
      ["an unknown digest", await relayer.get(`/purchases/0x${"12".repeat(32)}`), 404, "PurchaseUnknown"],
      ["no token", await relayer.get("/fee"), 400, "InvalidInput"],
      ["another token", await relayer.get(`/fee?token=${world.escrow}`), 422, "TokenNotRelayed"],
      ["too many orders", await relayer.get(`/fee?token=${USDC}&orders=65`), 400, "InvalidInput"],
    ] as const
    for (const [name, { status, body, headers }, expected, code] of cases) {
      expect([status, body["code"]], name).to.deep.equal([expected, code])
      expect(headers.get("content-type"), name).to.equal("application/problem+json")
    }
    expect((await relayer.get("/healthz")).status, "healthy").to.equal(200)
    expect(await sentBy("relayer"), "transactions").to.equal(0)
  })

  it("error: what cannot be carried out, or does not pay, is refused by its name before anything is sent", async () => {
    const relayer = await startRelayer(world)
    const good = await purchaseOf(world)
    const soon = (await world.now()) + 30n
    const forged = { ...good, payment: { ...good.payment, relayFee: good.payment.relayFee - 1n } }
    const cases = [
      ["another chain", { ...good, chainId: 1 }, "WrongChain"],
      ["another router", { ...good, router: USDC }, "ForeignContract"],
      ["a changed fee", forged, "InvalidPurchaseSignature"],
      ["a low fee", await purchaseOf(world, { relayFee: 1n }), "FeeTooLow"],
      ["another relayer", await purchaseOf(world, { relayer: addressOf("stranger") }), "NotRelayer"],
      ["one that expires soon", await purchaseOf(world, { validBefore: soon }), "PurchaseExpired"],
      ["one that is valid for ever", await purchaseOf(world, { validBefore: maxUint256 }), "LifetimeTooLong"],
    ] as const
    for (const [name, purchase, code] of cases) {
      const { status, body } = await relayer.post(purchase)
      expect([status, body["code"]], `${name}: ${JSON.stringify(body)}`).to.deep.equal([422, code])
    }
    await sendPurchase(walletOf(world, "stranger"), { signed: good })
    expect((await relayer.post(good)).body["code"], "a replay").to.equal("PurchaseUsed")
    expect(await sentBy("relayer"), "transactions").to.equal(0)
  })

  it("behavior: the same purchase many times at once is one, and a flood is held off", async () => {
    const relayer = await startRelayer(world, { purchasesPerMinute: 30 })
    const purchase = await purchaseOf(world)

    const answers = await Promise.all(Array.from({ length: 60 }, () => relayer.post(purchase)))

    const statuses = answers.map(({ status }) => status)
    expect(new Set(statuses.filter((status) => status < 300)).size > 0, "accepted").to.equal(true)
    const refused = answers.find(({ status }) => status === 429)
    expect(refused?.body["code"], "the others").to.equal("TooManyRequests")
    expect(Number(refused?.headers.get("retry-after")), "when to try again").to.be.above(0)
    await relayer.reached(purchase, "included", "final")
    expect(relayer.logged("purchase accepted"), "accepted").to.have.length(1)
    expect(await sentBy("relayer"), "transactions").to.equal(1)
  })

  it("behavior: one payer's purchases for one balance go one after the other, and what is left is refused unsent", async () => {
    const relayer = await startRelayer(world)
    const purchases = await Promise.all(
      ["one", "two", "three"].map(async (machine) =>
        purchaseOf(world, {
          orders: [await orderOf(world, { machine })],
          value: 600n * DOLLAR,
          relayFee: 590n * DOLLAR,
        }),
      ),
    )
    for (const purchase of purchases)
      expect((await relayer.post(purchase)).status, "accepted").to.be.oneOf([200, 202, 422])

    await until(
      async () =>
        relayer.logged("purchase changed").some(({ to }) => to === "refused") || (await sentBy("relayer")) > 0,
    )
    await until(
      async () => (await relayer.get("/metrics")).body["text"]?.toString().includes('status="queued"') !== true,
    )
    expect(await sentBy("relayer"), "transactions").to.equal(1)
  })

  it("behavior: a payer that empties its balance after acceptance is refused, and costs nothing", async () => {
    const relayer = await startRelayer(world, { maxFeePerGas: 10n ** 12n, minTip: 1n })
    await world.rpc("evm_setAutomine", false)
    const blocking = await purchaseOf(world)
    await relayer.post(blocking)
    await relayer.reached(blocking, "sent")
    const second = await purchaseOf(world, { orders: [await orderOf(world, { machine: "second" })] })
    expect((await relayer.post(second)).status, "accepted").to.equal(202)
    await world.rpc("evm_mine")
    await world.rpc("evm_setAutomine", true)
    await world.transact(await empty())

    const found = await relayer.reached(second, "refused", "included", "final")

    // It was sent before the balance was gone, or refused after it: never both.
    if (found["status"] === "refused") expect(Object(found["problem"]).code, "reason").to.equal("InsufficientBalance")
    await relayer.reached(blocking, "included", "final")
  })

  it("behavior: two relayers with one purchase: one carries it out, the other ends cleanly", async () => {
    const [one, two] = [await startRelayer(world), await startRelayer(world, { name: "other relayer" })]
    const purchase = await purchaseOf(world)

    await Promise.all([one.post(purchase), two.post(purchase)])

    // A transaction that reverted counts once it is deep enough.
    await until(async () => (await sentBy("relayer")) + (await sentBy("other relayer")) > 0)
    const mining = setInterval(() => world.client.mine({ blocks: 1 }), 50)
    const ends = await Promise.all([
      one.reached(purchase, "included", "final", "refused"),
      two.reached(purchase, "included", "final", "refused"),
    ]).finally(() => clearInterval(mining))
    expect(ends.filter(({ status }) => status !== "refused").length, "carried out").to.equal(1)
    expect((await one.get("/healthz")).status + (await two.get("/healthz")).status, "healthy").to.equal(400)
  })

  for (const moment of ["before the node has it", "after the node has it"] as const) {
    it(`behavior: a relayer that ends ${moment} sends what it accepted after its next start, once`, async () => {
      const node = await openNodeProxy(world.url)
      const database = newRelayDatabase()
      const first = await startRelayer({ ...world, url: node.url }, { database })
      let hits = 0
      node.state.fault = async (request, pass) => {
        if (request.method !== "eth_sendRawTransaction") return healthy(request, pass)
        hits += 1
        if (moment === "after the node has it") await pass()
        return { silence: true }
      }
      const purchase = await purchaseOf(world)
      expect((await first.post(purchase)).status, "accepted").to.equal(202)
      await until(() => hits > 0)
      await node.close()
      await first.stop()

      const second = await startRelayer(world, { database })
      const { status } = await second.reached(purchase, "included", "final")

      expect(status, "status").to.be.oneOf(["included", "final"])
      expect(await sentBy("relayer"), "transactions").to.equal(1)
      expect((await second.post(purchase)).body["digest"], "sent again").to.equal(digestOf(purchase))
      expect(await sentBy("relayer"), "transactions after that").to.equal(1)
    })
  }

  it("behavior: a reorganisation takes a purchase back, and it is sent again", async () => {
    const relayer = await startRelayer(world, { confirmations: 64 })
    const before = await world.client.snapshot()
    const purchase = await purchaseOf(world)
    await relayer.post(purchase)
    await relayer.reached(purchase, "included")

    await world.client.revert({ id: before })
    await world.client.mine({ blocks: 3 })

    await until(async () => (await sentBy("relayer")) === 1)
    await relayer.reached(purchase, "included", "final")
  })
})
