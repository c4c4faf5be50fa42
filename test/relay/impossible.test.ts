// A node has the relayer's transaction, and no block does. Meanwhile the purchase becomes impossible.
import { preparePurchase, type SignedPurchase, sendPurchase, signPurchase } from "@gpuflow/escrow/router"
import { expect } from "chai"
import { encodeFunctionData, formatGwei, type Hex, keccak256, parseAbi, parseTransaction } from "viem"

import { healthy, openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { accountNamed, addressOf, type Role } from "../support/parties.ts"
import {
  type Body,
  DOLLAR,
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

describe("Relay: purchases that become impossible while their transaction waits for a block", () => {
  let world: RelayWorld
  const closing: (() => Promise<void>)[] = []
  onRelayChain((opened) => {
    world = opened
  })
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()))
  })

  const RELAYER = accountNamed("relayer").address
  const sent = () => world.client.getTransactionCount({ address: RELAYER })
  const polOf = () => world.client.getBalance({ address: RELAYER })
  const dollarsOf = (role: Role) =>
    world.client.readContract({ address: USDC, abi: tokenAbi, functionName: "balanceOf", args: [addressOf(role)] })
  const codeIn = (found: Body): unknown => Object(found["problem"]).code
  const detailIn = (found: Body): unknown => Object(found["problem"]).detail

  /** A node that has transactions, and puts none of them into a block until `release`. */
  async function holdingNode() {
    const node = await openNodeProxy(world.url)
    closing.push(node.close)
    const held = new Map<Hex, Hex>()
    node.state.fault = async (request, pass) => {
      const { method, params, id } = request
      const answered = (result: unknown) => ({ answer: { jsonrpc: "2.0", id, result } })
      if (method === "eth_sendRawTransaction") {
        const raw = String(params[0]) as Hex
        held.set(keccak256(raw), raw)
        return answered(keccak256(raw))
      }
      const hash = String(params[0]) as Hex
      if (method === "eth_getTransactionByHash" && held.has(hash)) return answered({ hash, blockHash: null })
      return healthy(request, pass)
    }
    return {
      url: node.url,
      raws: () => [...held.values()],
      /** Puts them into blocks, the one with the highest fee first. */
      release: async () => {
        node.state.fault = healthy
        for (const raw of [...held.values()].toReversed()) {
          await world.rpc("eth_sendRawTransaction", raw).catch(() => undefined)
        }
      },
    }
  }

  const give = async (from: Role, to: Role, amount: bigint) => {
    const data = encodeFunctionData({ abi: erc20Abi, args: [addressOf(to), amount] })
    await world.transact({ from: addressOf(from), to: USDC, data })
  }

  /** Starts a relayer, and gives it a purchase that it sends. */
  async function sentTo(node: { readonly url: string }, purchase: SignedPurchase) {
    const relayer = await startRelayer({ ...world, url: node.url })
    expect((await relayer.post(purchase)).status, "accepted").to.equal(202)
    await relayer.reached(purchase, "sent")
    return relayer
  }

  const morePolls = async (relayer: Relayer, count: number) => {
    const before = relayer.logged("poll finished").length
    await until(() => relayer.logged("poll finished").length >= before + count)
  }
  /** More than the time after which a late transaction is replaced. */
  const POLLS = 10

  const changes: Readonly<
    Record<string, { readonly code: string; readonly paid: bigint; readonly make: (signed: SignedPurchase) => unknown }>
  > = {
    "another relayer carries it out": {
      code: "PurchaseUsed",
      paid: 2_500_000n,
      make: (signed) => sendPurchase(walletOf(world, "stranger"), { signed }),
    },
    "it expires": {
      code: "PurchaseExpired",
      paid: 0n,
      make: async ({ payment }) => {
        const left = payment.validBefore - (await world.now())
        await world.client.increaseTime({ seconds: Number(left) })
        await world.client.mine({ blocks: 1 })
      },
    },
    "the payer moves its money": {
      code: "InsufficientBalance",
      paid: 1_000n * DOLLAR,
      make: async () => give("renter", "stranger", await dollarsOf("renter")),
    },
    "another renter takes the machine": {
      code: "MachineBusy",
      paid: 0n,
      make: async () => {
        const wallet = walletOf(world, "payer")
        const terms = { escrow: world.escrow, router: world.router, payer: addressOf("payer"), relayFee: 0n }
        const orders = [await orderOf(world, { renter: "payer", salt: "faster" })]
        const purchase = await preparePurchase(wallet, { ...terms, orders })
        const signed = await signPurchase(wallet, { purchase, way: "authorization" })
        await sendPurchase(walletOf(world, "stranger"), { signed })
      },
    },
  }

  for (const [name, { code, paid, make }] of Object.entries(changes)) {
    it(`behavior: ${name}: the payer learns of it, nothing is sent again, and one transaction at most is paid for`, async () => {
      const node = await holdingNode()
      const purchase = await purchaseOf(world)
      const [pol, dollars] = [await polOf(), await dollarsOf("renter")]
      const relayer = await sentTo(node, purchase)

      await make(purchase)

      const refused = await relayer.reached(purchase, "refused")
      expect(codeIn(refused), JSON.stringify(refused)).to.equal(code)
      expect(String(detailIn(refused)).length, "a sentence").to.be.above(20)
      await morePolls(relayer, POLLS)
      expect(node.raws(), "transactions at the node").to.have.length(1)
      expect(relayer.logged("replacing transaction"), "replacements").to.deep.equal([])
      expect((await relayer.post(purchase)).body["status"], "the same again").to.equal("refused")
      expect((await relayer.get("/healthz")).status, "healthy").to.equal(200)

      await node.release()
      // A transaction that reverted counts once it is deep enough.
      await world.client.mine({ blocks: 3 })

      await until(async () => codeIn(await relayer.reached(purchase, "refused")) === "TransactionReverted")
      await morePolls(relayer, 3)
      expect(await sent(), "transactions").to.equal(1)
      const burnt = pol - (await polOf())
      const hash = keccak256(node.raws()[0] ?? "0x")
      const { gasUsed, effectiveGasPrice, status } = await world.client.getTransactionReceipt({ hash })
      expect([status, burnt], "the one transaction").to.deep.equal(["reverted", gasUsed * effectiveGasPrice])
      expect(dollars - (await dollarsOf("renter")), "what the payer parted with").to.equal(paid)
      const metrics = String((await relayer.get("/metrics")).body["text"])
      const spent = Number(/^gpuflow_relay_spent_pol (.*)$/m.exec(metrics)?.[1])
      expect(Math.round(spent * 1e9), "gwei that count towards the limit per day").to.equal(
        Math.floor(Number(formatGwei(burnt))),
      )
    })
  }

  it("behavior: one that becomes possible again before its block is reported as included", async () => {
    const node = await holdingNode()
    const purchase = await purchaseOf(world)
    const relayer = await sentTo(node, purchase)
    const balance = await dollarsOf("renter")
    await give("renter", "stranger", balance)
    await relayer.reached(purchase, "refused")
    await give("stranger", "renter", balance)

    await node.release()

    await relayer.reached(purchase, "included", "final")
    expect(balance - (await dollarsOf("renter")), "paid once").to.equal(purchase.payment.value)
    expect(await sent(), "transactions").to.equal(1)
  })

  it("behavior: the next purchase gets its nonce for a higher fee, so that only one of both is paid for", async () => {
    const node = await holdingNode()
    const purchase = await purchaseOf(world)
    const relayer = await sentTo(node, purchase)
    await give("renter", "stranger", await dollarsOf("renter"))
    await relayer.reached(purchase, "refused")
    const order = await orderOf(world, { machine: "second", renter: "payer" })
    const next = await purchaseOf(world, { by: "payer", orders: [order] })
    await relayer.post(next)
    await relayer.reached(next, "sent")

    const [first, second] = node.raws().map((raw) => parseTransaction(raw))
    expect([first?.nonce, second?.nonce], "nonces").to.deep.equal([0, 0])
    expect(Number(second?.maxFeePerGas), "fee").to.be.above(Number(first?.maxFeePerGas))
    await node.release()
    await relayer.reached(next, "included", "final")
    await morePolls(relayer, POLLS)
    expect(await sent(), "transactions").to.equal(1)
    expect(codeIn(await relayer.reached(purchase, "refused")), "the first").to.equal("InsufficientBalance")
  })

  it("behavior: one that stays possible is replaced for a higher fee, and is paid once", async () => {
    const node = await holdingNode()
    const purchase = await purchaseOf(world)
    const before = await dollarsOf("renter")
    const relayer = await sentTo(node, purchase)
    await until(() => node.raws().length >= 2)

    await node.release()

    await relayer.reached(purchase, "included", "final")
    expect(new Set(node.raws().map((raw) => parseTransaction(raw).nonce)).size, "nonces").to.equal(1)
    expect([await sent(), before - (await dollarsOf("renter"))], "transactions, and what is paid").to.deep.equal([
      1,
      purchase.payment.value,
    ])
  })
})
