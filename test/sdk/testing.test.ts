import { spawn } from "node:child_process"
import { once } from "node:events"

import { getState, type Status, stop, waitForTransaction } from "@gpuflow/escrow"
import { buildMandate, executeMandate, signMandate } from "@gpuflow/escrow/mandate"
import { signOffer } from "@gpuflow/escrow/offer"
import { getQuote, getTokenMetadata, planDeposit, runDeposit } from "@gpuflow/escrow/plan"
import { preparePurchase, sendPurchase, signPurchase } from "@gpuflow/escrow/router"
import {
  createTestWallet,
  type LocalNodeName,
  startEscrow,
  type TestEscrow,
  type TestRentalState,
  testRentalStates,
} from "@gpuflow/escrow/testing"
import { installWallet } from "@gpuflow/escrow/testing/playwright"
import { escrowFixtures } from "@gpuflow/escrow/testing/vitest"
import { expect } from "chai"
import { Window } from "happy-dom"
import {
  type Address,
  createPublicClient,
  createWalletClient,
  custom,
  encodeFunctionData,
  type Hex,
  http,
  maxUint256,
  parseAbi,
  parseSignature,
  zeroAddress,
} from "viem"
import { getCallsStatus, sendCalls } from "viem/actions"
import { root } from "../../scripts/support/root.ts"
import { anvilProgram } from "../support/anvil.ts"
import { failureOf } from "../support/failureOf.ts"
import { ownChild } from "../support/ownChild.ts"
import { HOUR } from "../support/rentals.ts"
import { until } from "../support/until.ts"

const NODES: readonly LocalNodeName[] = anvilProgram() ? ["anvil", "hardhat"] : ["hardhat"]
const DOLLAR = 1_000_000n
const abi = parseAbi([
  "function balanceOf(address account) view returns (uint256)",
  "function approve(address spender, uint256 amount) returns (bool)",
  "function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)",
  "function receiveWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, bytes signature)",
])

/** The text of what a promise was rejected with. */
const rejection = async (promise: Promise<unknown>) => String(await failureOf(promise))

/** What the chain says of each state. */
const STATUS: Readonly<Record<TestRentalState, Status>> = {
  offered: "None",
  funded: "Funded",
  active: "Active",
  ended: "Active",
  due: "Active",
  noShow: "Funded",
  interrupted: "Interrupted",
  disputed: "Disputed",
  settled: "Closed",
  stopped: "Closed",
  cancelled: "Closed",
  declined: "Closed",
  resolved: "Closed",
}

for (const node of NODES) {
  describe(`SDK: startEscrow, on ${node}`, () => {
    let chain: TestEscrow
    let start: Awaited<ReturnType<TestEscrow["snapshot"]>>
    before(async () => {
      // Blocks come when the tests say, so that no test depends on when it runs.
      chain = await startEscrow({ node, blockTime: 0 })
      start = await chain.snapshot()
    })
    afterEach(() => chain.revert(start))
    after(() => chain.stop())

    const latest = async () => (await chain.client.getBlock()).timestamp

    it("default: plays a rental into each state, in the clock's time", async () => {
      for (const state of testRentalStates) {
        const { id, rental } = await chain.rental(state)
        if (state !== "offered") {
          const { status } = await getState(chain.client, { escrow: chain.escrow, id })
          expect(status, state).to.equal(STATUS[state])
        }
        expect(rental.offer.token, "token").to.equal(chain.tokens.USDC)
        expect((await latest()) <= chain.now(), `${state}: no block ahead of the clock`).to.equal(true)
      }
      expect(await chain.client.getChainId(), "chain").to.equal(137)
    })

    it("behavior: warp moves the clock, prices stay fresh, and a snapshot brings both back", async () => {
      const { id } = await chain.rental("active")
      const before = await latest()
      const snapshot = await chain.snapshot()
      for (const round of ["first", "second"]) {
        await chain.warp(30n * 24n * HOUR)
        expect((await latest()) >= before + 30n * 24n * HOUR, `${round}: moved`).to.equal(true)
        const { rate } = await getQuote(chain.client, {
          token: chain.tokens.SOL,
          dollarsPerHour: "1.50",
          hours: 1n,
          slippageBps: 50n,
          validFor: 600n,
        })
        expect((await latest()) - rate.updatedAt, `${round}: age of the price`).to.equal(60n)
        await chain.revert(snapshot)
        expect((await latest()) <= chain.now() && chain.now() < before + 24n * HOUR, `${round}: back`).to.equal(true)
      }
      expect((await getState(chain.client, { escrow: chain.escrow, id })).status, "rental").to.equal("Active")
    })

    it("behavior: a client that batches its reads finds Multicall3, and every token answers as on Polygon", async () => {
      const client = createPublicClient({ chain: chain.chain, transport: http(), batch: { multicall: true } })
      const renter = chain.accounts.renter.address
      const before = chain.requests.length
      const tokens = Object.values(chain.tokens).filter((address) => address !== zeroAddress)
      const balances = await Promise.all(
        tokens.map((address) => client.readContract({ address, abi, functionName: "balanceOf", args: [renter] })),
      )

      expect(
        balances.every((balance) => balance > 0n),
        "balances",
      ).to.equal(true)
      expect(chain.requests.length - before, "requests").to.equal(1)
      const names: string[] = []
      for (const token of tokens) {
        const { name, symbol, decimals } = await getTokenMetadata(chain.client, { token })
        names.push(`${name} ${symbol} ${decimals}`)
      }
      expect(names, "names").to.deep.equal([
        "Wrapped Polygon Ecosystem Token WPOL 18",
        "USD Coin USDC 6",
        "USD Coin (PoS) USDC 6",
        "USDT0 USDT0 6",
        "Wrapped Ether WETH 18",
        "Wrapped SOL (Wormhole) SOL 9",
      ])
    })

    it("behavior: USDC takes an authorization of ERC-3009 once, from anyone or from the payee alone", async () => {
      const { renter, host, stranger } = chain.wallets
      const { USDC } = chain.tokens
      const nonce: Hex = `0x${"17".repeat(32)}`
      const authorize = (primaryType: "TransferWithAuthorization" | "ReceiveWithAuthorization") =>
        renter.signTypedData({
          domain: { name: "USD Coin", version: "2", chainId: 137, verifyingContract: USDC },
          types: {
            [primaryType]: [
              { name: "from", type: "address" },
              { name: "to", type: "address" },
              { name: "value", type: "uint256" },
              { name: "validAfter", type: "uint256" },
              { name: "validBefore", type: "uint256" },
              { name: "nonce", type: "bytes32" },
            ],
          },
          primaryType,
          message: { from: from, to: to, value: 5n * DOLLAR, validAfter: 0n, validBefore: maxUint256, nonce },
        })
      const [from, to] = [renter.account.address, host.account.address]
      const balance = () => chain.client.readContract({ address: USDC, abi, functionName: "balanceOf", args: [to] })
      const content = [from, to, 5n * DOLLAR, 0n, maxUint256, nonce] as const
      const before = await balance()
      const received = await authorize("ReceiveWithAuthorization")
      const receive = {
        address: USDC,
        abi,
        functionName: "receiveWithAuthorization",
        args: [...content, received],
      } as const

      expect(
        await rejection(chain.client.simulateContract({ ...receive, account: stranger.account })),
        "another caller",
      ).to.match(/NotPayee|0x/)
      const { r, s, yParity } = parseSignature(await authorize("TransferWithAuthorization"))
      const args = [...content, 27 + yParity, r, s] as const
      const transfer = { address: USDC, abi, functionName: "transferWithAuthorization", args } as const
      await chain.client.waitForTransactionReceipt({ hash: await stranger.writeContract(transfer) })

      expect((await balance()) - before, "transferred").to.equal(5n * DOLLAR)
      expect(await rejection(chain.client.simulateContract({ ...receive, account: host.account })), "used").to.match(
        /revert/,
      )
    })

    it("behavior: a renter pays by one signature in each way, and its mandate extends the rental", async () => {
      const { escrow, router, mandate: mandateContract, client, wallets } = chain
      const { renter, keeper } = wallets
      const state = (id: Hex) => getState(client, { escrow, id })
      for (const way of ["authorization", "permit2"] as const) {
        const { id, rental, signature: hostSignature } = await chain.rental("offered", { startWindow: 0n })
        const orders = [{ rental, duration: HOUR, hostSignature }]
        const payer = renter.account.address
        const purchase = await preparePurchase(client, { escrow, router, payer, orders, relayFee: DOLLAR / 50n })
        await sendPurchase(keeper, { signed: await signPurchase(renter, { purchase, way }) })
        const { status, since, duration } = await state(id)
        expect([status, duration], way).to.deep.equal(["Active", HOUR])

        const step = 600n
        const given = { escrow, mandateContract, rental }
        const mandate = await buildMandate(client, { ...given, until: 2n * HOUR, step })
        const allowance = { functionName: "approve", args: [mandateContract, mandate.maxTotal] } as const
        await client.waitForTransactionReceipt({
          hash: await renter.writeContract({ address: rental.offer.token, abi, ...allowance }),
        })
        const signed = await signMandate(renter, { ...given, mandate })
        const due = since + duration - mandate.extendBefore + 1n
        if (due > chain.now()) await chain.warp(due - chain.now())
        await executeMandate(keeper, { signed })
        expect((await state(id)).duration, `${way}: extended`).to.equal(HOUR + step)
      }
    })

    it("behavior: drop, replace and reorg happen to transactions as on a chain", async () => {
      const { escrow, client, wallets } = chain
      const send = () => wallets.renter.sendTransaction({ to: wallets.host.account.address, value: 1n, gas: 21_000n })
      const outcome = async (hash: Hex, confirmations = 1) => waitForTransaction(client, { hash, confirmations })

      const drop = await chain.fault("drop")
      expect((await outcome(await send())).status, "drop").to.equal("dropped")
      expect(drop.count(), "dropped").to.equal(1)
      expect((await outcome(await send())).status, "the next one").to.equal("included")

      await chain.fault("replace")
      const cancelled = await outcome(await send())
      expect([cancelled.status, "repriced" in cancelled && cancelled.repriced], "cancelled").to.deep.equal([
        "replaced",
        false,
      ])
      await chain.fault("replace", { by: "same call" })
      const repriced = await outcome(await send())
      expect([repriced.status, "repriced" in repriced && repriced.repriced], "repriced").to.deep.equal([
        "replaced",
        true,
      ])

      await chain.fault("reorg")
      const hash = await send()
      // Anvil answers before it has mined.
      const included = { hash, pollingInterval: 10, checkReplacement: false }
      const first = await client.waitForTransactionReceipt(included)
      const gone = await rejection(client.getTransactionReceipt({ hash }))
      expect(gone, "the receipt is gone").to.match(/could not be found/)
      const second = await client.waitForTransactionReceipt(included)
      expect(second.blockHash, "another block").not.to.equal(first.blockHash)

      await chain.heal()
      const { rental } = await chain.rental("active")
      expect((await stop(wallets.renter, { escrow, rental })).receipt.status, "healed").to.equal("success")
    })
  })
}

describe("SDK: Anvil of startEscrow", () => {
  it("behavior: ends with the process that started it, even one that is killed", async function () {
    if (!anvilProgram()) this.skip()
    const program = `
      const { startLocalNode } = await import("./sdk/testing/localNode.ts")
      const options = { node: "anvil", root: process.cwd(), chainId: 137, timestamp: 1 }
      console.log((await startLocalNode(options)).url)
      setInterval(() => {}, 1_000)`
    const child = ownChild(
      spawn(process.execPath, ["--input-type=module", "-e", program], {
        cwd: root,
        stdio: ["ignore", "pipe", "inherit"],
      }),
    )
    const [printed] = await once(child.stdout, "data")
    const url = String(printed).trim()
    expect((await fetch(url, { method: "OPTIONS" })).status, "it listens").to.equal(200)

    child.kill("SIGKILL")

    await until(async () =>
      fetch(url, { method: "OPTIONS" }).then(
        () => false,
        () => true,
      ),
    )
  })
})

describe("SDK: a clock of startEscrow's caller", () => {
  it("behavior: the chain goes by the clock that it is given", async () => {
    const midnight = Date.UTC(2031, 0, 1)
    await using chain = await startEscrow({ blockTime: 0, clock: () => midnight })
    expect(chain.now(), "now").to.equal(BigInt(midnight / 1_000))
    await chain.warp(3_600)
    expect((await chain.client.getBlock()).timestamp, "an hour later").to.equal(BigInt(midnight / 1_000 + 3_600))
  })
})

describe("SDK: faults of startEscrow", () => {
  let chain: TestEscrow
  before(async () => {
    chain = await startEscrow({ blockTime: 0 })
  })
  afterEach(() => chain.heal())
  after(() => chain.stop())

  it("behavior: an outage ends when it is healed, or after so many requests", async () => {
    const outage = await chain.fault("outage")
    expect(await rejection(chain.client.getBlockNumber()), "unreachable").to.match(/HTTP request failed/)
    expect(outage.count(), "met").to.equal(1)
    await outage.heal()
    expect(await chain.client.getChainId(), "healed").to.equal(137)

    await chain.fault("outage", { as: "unavailable", methods: ["eth_chainId"], times: 1 })
    await chain.client.getBlockNumber()
    expect(await rejection(chain.client.getChainId()), "unavailable").to.match(/503/)
    expect(await chain.client.getChainId(), "over").to.equal(137)
  })

  it("behavior: logLimit, slow, lag, and a fault of one's own", async () => {
    await chain.mine(12)
    await chain.fault("logLimit", { blocks: 10 })
    const head = await chain.client.getBlockNumber()
    expect(await rejection(chain.client.getLogs({ fromBlock: head - 10n, toBlock: head })), "11 blocks").to.match(
      /exceed maximum block range: 10/,
    )
    expect(await chain.client.getLogs({ fromBlock: head - 9n, toBlock: "latest" }), "10 blocks").to.deep.equal([])

    await chain.fault("lag", { blocks: 3 })
    expect(await chain.client.getBlockNumber(), "behind").to.equal(head - 3n)

    const slow = await chain.fault("slow", { milliseconds: 1 })
    expect(await chain.client.getBlockNumber(), "slow").to.equal(head)
    expect(slow.count(), "slowed").to.equal(1)

    await chain.fault(async ({ id }) => ({ answer: { jsonrpc: "2.0", id, result: "0x2a" } }))
    expect(await chain.client.getBlockNumber(), "own").to.equal(42n)
  })

  it("behavior: requests of a batch are answered together, and pages of any origin may ask", async () => {
    const client = createPublicClient({ chain: chain.chain, transport: http(undefined, { batch: true }) })
    expect(await Promise.all([client.getChainId(), client.getBlockNumber()]), "batch").to.have.length(2)
    const { status, headers } = await fetch(chain.url, { method: "OPTIONS" })
    expect([status, headers.get("access-control-allow-origin")], "preflight").to.deep.equal([204, "*"])
    expect((await fetch(chain.url, { method: "POST", body: "{" })).status, "no JSON").to.equal(400)
  })

  it("error: InvalidInput names the faults and the states that there are", async () => {
    const unknown: string = "meteor"
    expect(await rejection(chain.fault(unknown as "drop")), "fault").to.match(
      /drop, replace, reorg, outage, logLimit, slow, lag/,
    )
    expect(await rejection(chain.rental(unknown as "active")), "state").to.match(/offered, funded, active/)
    expect(() => chain.warp(-1), "back").to.throw(/a whole number from 0 on/)
  })
})

describe("SDK: createTestWallet", () => {
  let chain: TestEscrow
  let start: Awaited<ReturnType<TestEscrow["snapshot"]>>
  before(async () => {
    chain = await startEscrow({ blockTime: 0 })
    start = await chain.snapshot()
  })
  afterEach(() => chain.revert(start))
  after(() => chain.stop())

  /** A connected wallet, and a client on it. */
  async function connected(options: Partial<Parameters<typeof createTestWallet>[0]> = {}) {
    const wallet = createTestWallet({ url: chain.url, delay: 1, ...options })
    await wallet.request({ method: "eth_requestAccounts" })
    const client = createWalletClient({
      account: wallet.address,
      chain: chain.chain,
      transport: custom(wallet, { retryCount: 0 }),
      pollingInterval: 5,
    })
    return { wallet, client }
  }

  /** Plans and pays a rental as a page does. */
  async function rent(client: Awaited<ReturnType<typeof connected>>["client"]) {
    const { escrow } = chain
    const { rental, signature, duration } = await chain.rental("offered")
    const plan = await planDeposit(client, { escrow, rental, duration, hostSignature: signature })
    return { kinds: plan.steps.map(({ kind }) => kind), rental, plan }
  }

  it("default: connects, signs a permit, and pays", async () => {
    const unconnected = createTestWallet({ url: chain.url })
    expect(await unconnected.request({ method: "eth_accounts" }), "before").to.deep.equal([])
    const { wallet, client } = await connected()
    const { kinds, plan } = await rent(client)

    const { id } = await runDeposit(client, { plan })

    expect(kinds, "steps").to.deep.equal(["permit", "deposit"])
    expect((await getState(chain.client, { escrow: chain.escrow, id })).status, "status").to.equal("Funded")
    expect(
      wallet.questions.map(({ method }) => method),
      "questions",
    ).to.deep.equal(["eth_requestAccounts", "eth_signTypedData_v4", "eth_sendTransaction"])
  })

  it("behavior: rejects with 4001, once or always; a question hangs until it is answered", async () => {
    const { wallet } = await connected()
    const ask = () => wallet.request({ method: "personal_sign", params: ["0x17", wallet.address] })
    const code = (error: unknown) => Object(error).code
    wallet.behave("reject", { times: 1 })
    expect(await ask().catch(code), "rejected").to.equal(4001)
    expect(await ask(), "approved again").to.match(/^0x/)

    wallet.behave("hang")
    const hanging = ask()
    await until(() => wallet.questions.length === 4)
    wallet.answer("reject")
    expect(await hanging.catch(code), "answered").to.equal(4001)
  })

  it("behavior: is on another chain until it is switched, and says so to the page", async () => {
    const { wallet, client } = await connected({ chainId: 1 })
    const seen: unknown[] = []
    wallet.on("chainChanged", (chainId) => seen.push(chainId))
    expect(await rejection(rent(client)), "wrong chain").to.match(/chain/)

    const to = (chainId: string) => wallet.request({ method: "wallet_switchEthereumChain", params: [{ chainId }] })
    expect(await to("0x5").catch((error) => Object(error).code), "unknown chain").to.equal(4902)
    await to("0x89")
    wallet.switchChain(10)

    expect(seen, "events").to.deep.equal(["0x89", "0xa"])
  })

  it("behavior: a Safe answers with a proposal that no node knows, until the other owners confirm", async () => {
    const { wallet, client } = await connected({ kind: "safe" })
    const call = { to: chain.accounts.host.address, value: 5n }
    const proposal = await client.sendTransaction({ ...call, gas: 50_000n })
    expect(await rejection(chain.client.getTransaction({ hash: proposal })), "unknown").to.match(/could not be found/)
    const outcome = await waitForTransaction(chain.client, {
      hash: proposal,
      from: wallet.address,
      signal: AbortSignal.timeout(200),
    })
    expect(outcome.status === "stalled" && outcome.where, "waits for").to.equal("co-signers")

    const [hash] = await wallet.confirm()
    if (!hash) throw new Error("nothing was confirmed")
    expect((await chain.client.waitForTransactionReceipt({ hash })).status, "sent").to.equal("success")

    const { kinds, plan } = await rent(client)
    expect(kinds, "steps").to.deep.equal(["batch"])
    const running = runDeposit(client, { plan })
    await until(() => wallet.questions.some(({ method }) => method === "wallet_sendCalls"))
    await until(async () => (await wallet.confirm()).length > 0)
    const { id } = await running
    expect((await getState(chain.client, { escrow: chain.escrow, id })).status, "status").to.equal("Funded")
  })

  it("behavior: an EIP-7702 account delegates with its first batch, and all calls succeed or none", async () => {
    const { wallet, client } = await connected({ kind: "eip7702" })
    const host = chain.accounts.host.address
    const { USDC } = chain.tokens
    const approve = { to: USDC, data: encodeFunctionData({ abi, functionName: "approve", args: [host, 7n] }) }
    const send = async (last: { to: Address; value: bigint }) => {
      const { id } = await sendCalls(client, { calls: [approve, last], forceAtomic: true })
      await until(async () => (await getCallsStatus(client, { id })).statusCode !== 100)
      return getCallsStatus(client, { id })
    }
    expect((await rent(client)).kinds, "before it delegates").to.deep.equal(["permit", "deposit"])

    const done = await send({ to: host, value: 1n })
    expect([done.statusCode, done.atomic, done.receipts?.length], "both").to.deep.equal([200, true, 1])
    expect(await chain.client.getCode({ address: wallet.address }), "code").to.match(/^0xef0100/)
    expect((await rent(client)).kinds, "afterwards").to.deep.equal(["batch"])
    expect(await rejection(send({ to: USDC, value: 1n })), "none").to.match(/revert/i)
  })

  it("behavior: a hardware wallet signs transactions, and neither typed data nor batches", async () => {
    const { wallet, client } = await connected({ kind: "hardware" })
    const code = (error: unknown) => Object(error).code
    const batch = wallet.request({ method: "wallet_sendCalls", params: [{ calls: [] }] })
    expect(await batch.catch(code), "batch").to.equal(4200)
    const offer = (await chain.rental("offered")).offer
    expect(await rejection(signOffer(client, { escrow: chain.escrow, offer })), "typed data").to.match(
      /typed data|Signer|signer/,
    )
    const hash = await client.sendTransaction({ to: zeroAddress, value: 1n })
    expect((await chain.client.waitForTransactionReceipt({ hash })).status, "sent").to.equal("success")
  })

  it("behavior: announces itself in a window, and answers a page over a bridge", async () => {
    const window = new Window()
    const wallet = createTestWallet({ url: chain.url, name: "My Wallet" })
    const found: string[] = []
    window.addEventListener("eip6963:announceProvider", (event) => found.push(Reflect.get(event, "detail").info.name))
    const end = wallet.announce({
      addEventListener: (type, listener) => window.addEventListener(type, listener as () => void),
      removeEventListener: (type, listener) => window.removeEventListener(type, listener as () => void),
      dispatchEvent: ({ type, detail }: CustomEvent<object>) =>
        window.dispatchEvent(new window.CustomEvent(type, { detail })),
    })
    window.dispatchEvent(new window.Event("eip6963:requestProvider"))
    end()
    window.dispatchEvent(new window.Event("eip6963:requestProvider"))
    expect(found, "announced").to.deep.equal(["My Wallet", "My Wallet"])

    const exposed = new Map<string, unknown>()
    const scripts: string[] = []
    const evaluated: string[] = []
    const page = { evaluate: async (program: string) => evaluated.push(program) }
    await installWallet(
      {
        exposeFunction: async (name, callback) => exposed.set(name, callback),
        addInitScript: async (script) => scripts.push(script),
        pages: () => [page],
      },
      wallet,
    )
    wallet.behave("reject")
    const request = { method: "eth_requestAccounts" }
    expect(await wallet.bridge(request), "error").to.deep.equal({
      error: { code: 4001, message: "User rejected the request." },
    })
    wallet.behave("approve")
    expect(await wallet.bridge(request), "result").to.deep.equal({ result: [wallet.address] })
    expect([exposed.size, scripts.length, evaluated.length], "installed").to.deep.equal([1, 1, 1])
  })

  it("behavior: the fixtures give each test the chain as it was", async () => {
    const { escrow, wallet } = escrowFixtures()
    const before = await chain.client.getBalance({ address: zeroAddress })
    await escrow({ escrowChain: chain }, async (own) => {
      await own.mint(zeroAddress, zeroAddress, 5n)
      await wallet({ escrow: own }, async ({ address }) => {
        expect(address, "wallet").to.equal(own.accounts.renter.address)
      })
    })
    expect(await chain.client.getBalance({ address: zeroAddress }), "balance").to.equal(before)
  })
})
