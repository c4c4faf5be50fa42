import { type SignedPurchase, sendPurchase } from "@gpuflow/escrow/router"
import { expect } from "chai"
import { encodeFunctionData, maxUint256, parseAbi } from "viem"

import { healthy, openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import {
  type Body,
  DOLLAR,
  digestOf,
  newRelayDatabase,
  onRelayChain,
  orderOf,
  purchaseOf,
  type Relayer,
  type RelayWorld,
  startRelayer,
  USDC,
  walletOf,
} from "../support/relayer.ts"
import { tokenAbi } from "../support/rentals.ts"
import { until } from "../support/until.ts"

const erc20Abi = parseAbi(["function transfer(address to, uint256 amount) returns (bool)"])

describe("Relay: hostile clients and nodes", () => {
  let world: RelayWorld
  onRelayChain((opened) => {
    world = opened
  })
  const sentBy = (name: string) => world.client.getTransactionCount({ address: accountNamed(name).address })
  /** The payer's tokens go elsewhere, but for an amount. */
  const emptyTo = async (left: bigint) => {
    const balance = await world.client.readContract({
      address: USDC,
      abi: tokenAbi,
      functionName: "balanceOf",
      args: [addressOf("renter")],
    })
    const data = encodeFunctionData({ abi: erc20Abi, args: [addressOf("stranger"), balance - left] })
    return { from: addressOf("renter"), to: USDC, data }
  }
  /** A node that takes transactions once the gate is open. */
  const sendingGate = async () => {
    const node = await openNodeProxy(world.url)
    let open = () => {}
    const opened = new Promise<void>((resolve) => {
      open = resolve
    })
    const held = new Set<string>()
    node.state.fault = async (request, pass) => {
      if (request.method === "eth_sendRawTransaction") {
        held.add(String(request.params))
        await opened
      }
      return healthy(request, pass)
    }
    return { url: node.url, waiting: () => held.size, open: () => open(), close: () => node.close() }
  }
  const problemOf = (found: Body): unknown => Object(found["problem"]).code
  /** Accepts a purchase, and waits until nodes have it. No block is mined until `evm_mine`. */
  const sendWithoutBlock = async (relayer: Relayer, purchase: SignedPurchase) => {
    await world.rpc("evm_setAutomine", false)
    const { status, body } = await relayer.post(purchase)
    expect(status, JSON.stringify(body)).to.equal(202)
    await relayer.reached(purchase, "sent")
  }

  it("error: bodies that are broken, too large, or of another type get a problem, and nothing is sent", async () => {
    const relayer = await startRelayer(world)
    const json = { "content-type": "application/json" }
    const cases = [
      ["not JSON", await relayer.post("{"), 400, "PurchaseUnreadable"],
      ["another JSON", await relayer.post("[]"), 400, "PurchaseUnreadable"],
      ["deep JSON", await relayer.post("[".repeat(50_000)), 400, "PurchaseUnreadable"],
      ["256 kB and one", await relayer.post("x".repeat(262_145)), 413, "BodyTooLarge"],
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
    const gate = await sendingGate()
    const relayer = await startRelayer({ ...world, url: gate.url })
    const [first, second, third] = await Promise.all(
      (["one", "two", "three"] as const).map(async (machine) =>
        purchaseOf(world, {
          orders: [await orderOf(world, { machine })],
          value: 600n * DOLLAR,
          relayFee: 590n * DOLLAR,
        }),
      ),
    )
    if (!first || !second || !third) throw new Error("A purchase is missing.")

    for (const purchase of [first, second, third]) {
      const { status, body } = await relayer.post(purchase)
      expect([status, body["status"]], JSON.stringify(body)).to.deep.equal([202, "queued"])
    }
    await until(() => gate.waiting() >= 1)
    gate.open()

    await relayer.reached(first, "included", "final")
    for (const purchase of [second, third]) {
      const found = await relayer.reached(purchase, "refused", "included", "final")
      expect([found["status"], problemOf(found)], "what is left").to.deep.equal(["refused", "InsufficientBalance"])
      expect(found["hash"], "its transaction").to.equal(undefined)
    }
    expect(await sentBy("relayer"), "transactions").to.equal(1)
    await gate.close()
  })

  it("behavior: a payer that empties its balance after acceptance is refused, and costs nothing", async () => {
    const relayer = await startRelayer(world)
    const blocking = await purchaseOf(world)
    await sendWithoutBlock(relayer, blocking)
    const second = await purchaseOf(world, { orders: [await orderOf(world, { machine: "second" })] })
    expect((await relayer.post(second)).status, "accepted").to.equal(202)

    // One block has both, so that no poll sees the balance between them.
    await world.rpc("eth_sendTransaction", await emptyTo(blocking.payment.value))
    await world.rpc("evm_mine")
    await world.rpc("evm_setAutomine", true)

    const found = await relayer.reached(second, "refused", "included", "final")
    expect([found["status"], problemOf(found)], "the second").to.deep.equal(["refused", "InsufficientBalance"])
    await relayer.reached(blocking, "included", "final")
    expect(await sentBy("relayer"), "transactions").to.equal(1)
  })

  it("behavior: a purchase that no node can simulate in time holds up no other", async () => {
    const node = await openNodeProxy(world.url)
    const relayer = await startRelayer({ ...world, url: node.url })
    const blocking = await purchaseOf(world)
    await sendWithoutBlock(relayer, blocking)
    // It waits, because it needs the same host.
    const stuck = await purchaseOf(world, { orders: [await orderOf(world, { machine: "second" })] })
    expect((await relayer.post(stuck)).status, "accepted").to.equal(202)
    const nonce = digestOf(stuck).slice(2)
    const { signature } = stuck.payment
    node.state.fault = async (request, pass) => {
      const isIts = JSON.stringify(request.params).includes(signature.slice(2, 66))
      return isIts ? { status: 504, body: `${nonce} takes too long` } : healthy(request, pass)
    }
    await world.rpc("evm_mine")
    await world.rpc("evm_setAutomine", true)
    await relayer.reached(blocking, "included", "final")
    await until(() => relayer.logged("purchase set aside").length > 0)

    const order = await orderOf(world, { machine: "third", renter: "payer" })
    const other = await purchaseOf(world, { by: "payer", orders: [order] })
    expect((await relayer.post(other)).status, "another one").to.equal(202)
    await relayer.reached(other, "included", "final")
    node.state.fault = healthy
    await relayer.reached(stuck, "included", "final")
    await node.close()
  })

  it("behavior: a purchase that another relayer carried out is refused unsent, and costs nothing", async () => {
    const [one, two] = [await startRelayer(world), await startRelayer(world, { name: "other relayer" })]
    const blocking = await purchaseOf(world)
    const shared = await purchaseOf(world, {
      by: "payer",
      orders: [await orderOf(world, { machine: "second", renter: "payer" })],
    })
    // The same host's purchases are sent one after the other, so the second relayer holds the shared one back.
    await sendWithoutBlock(two, blocking)
    expect((await two.post(shared)).status, "accepted").to.equal(202)
    await sendWithoutBlock(one, shared)
    await world.rpc("evm_mine")
    await world.rpc("evm_setAutomine", true)

    const lost = await two.reached(shared, "refused", "included", "final")
    expect([lost["status"], problemOf(lost)], "the loser").to.deep.equal(["refused", "PurchaseUsed"])
    await one.reached(shared, "included", "final")
    await two.reached(blocking, "included", "final")
    expect([await sentBy("relayer"), await sentBy("other relayer")], "transactions").to.deep.equal([1, 1])
  })

  // Before a block, neither simulation can see the other's transaction: the second one of the block reverts, once.
  it("behavior: two relayers in the same block: one carries the purchase out, the other pays for one revert", async () => {
    const gate = await sendingGate()
    const behind = { ...world, url: gate.url }
    const [one, two] = [await startRelayer(behind), await startRelayer(behind, { name: "other relayer" })]
    const purchase = await purchaseOf(world)
    for (const relayer of [one, two]) expect((await relayer.post(purchase)).status, "accepted").to.equal(202)
    await until(() => gate.waiting() >= 2)
    await world.rpc("evm_setAutomine", false)
    gate.open()
    for (const relayer of [one, two]) await relayer.reached(purchase, "sent")
    await world.rpc("evm_mine")
    await world.rpc("evm_setAutomine", true)
    // A transaction that reverted counts once it is deep enough.
    await world.client.mine({ blocks: 3 })

    const ends = await Promise.all([one, two].map((relayer) => relayer.reached(purchase, "final", "refused")))

    const codes = ends.map((end) => problemOf(end) ?? end["status"]).map(String)
    expect(codes.toSorted(), "ends").to.deep.equal(["TransactionReverted", "final"])
    expect([await sentBy("relayer"), await sentBy("other relayer")], "transactions").to.deep.equal([1, 1])
    for (const relayer of [one, two]) expect((await relayer.get("/healthz")).status, "healthy").to.equal(200)
    await gate.close()
  })

  it("error: a purchase that another transaction without a block carries out is held off, and is tried again later", async () => {
    const [one, two] = [await startRelayer(world), await startRelayer(world, { name: "other relayer" })]
    const purchase = await purchaseOf(world)
    await sendWithoutBlock(one, purchase)

    const held = await two.post(purchase)

    expect([held.status, held.body["code"]], JSON.stringify(held.body)).to.deep.equal([503, "PendingConflict"])
    expect(Number(held.headers.get("retry-after")), "when to try again").to.be.above(0)
    await world.rpc("evm_mine")
    await world.rpc("evm_setAutomine", true)
    expect((await two.post(purchase)).body["code"], "after the block").to.equal("PurchaseUsed")
    expect(await sentBy("other relayer"), "transactions").to.equal(0)
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
