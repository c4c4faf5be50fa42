// A wallet as a page finds it, whose owner answers as a test says.
import {
  createWalletClient,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  hashTypedData,
  http,
  isAddressEqual,
  keccak256,
  parseAbi,
  stringToHex,
  type TypedDataDefinition,
  toHex,
} from "viem"
import { privateKeyToAccount } from "viem/accounts"
import { polygon } from "viem/chains"

import { InvalidInputError } from "../core/codec.ts"
import { testContracts } from "../generated/testContracts.ts"
import type { Address } from "../types.ts"
import { testAccount, testKeys } from "./accounts.ts"
import { rpcError as failure, rpcAt } from "./rpc.ts"
import { walletScript } from "./walletScript.ts"

/** What the owner does when the wallet asks: approves, rejects with 4001, or leaves the question open. */
export type WalletAnswer = "approve" | "reject" | "hang"

/**
 * What the wallet is. `plain`: an account with a key. `safe`: a contract wallet, which returns the hash of a proposal that
 * no node knows, and sends once `confirm` is called. `eip7702`: an account that delegates to code with which it makes
 * several calls in one transaction. `hardware`: slow, and signs neither typed data nor batches.
 */
export type WalletKind = "plain" | "safe" | "eip7702" | "hardware"

/** Parameters of `createTestWallet`. */
export type CreateTestWalletParameters = {
  /** The node's endpoint. */
  readonly url: string
  /** The account's key. Default: the renter's. */
  readonly privateKey?: Hex | undefined
  /** What the wallet is. Default: `plain`. */
  readonly kind?: WalletKind | undefined
  /** The id of the chain that the wallet is on, which may be another than the node's. Default: 137. */
  readonly chainId?: number | undefined
  /** The id of the node's chain. Default: 137. */
  readonly nodeChainId?: number | undefined
  /** The name that the wallet announces. Default: "Test Wallet". */
  readonly name?: string | undefined
  /** How the wallet names itself to pages, in the form of a domain's name backwards. Default: "test.wallet". */
  readonly rdns?: string | undefined
  /** How long a hardware wallet takes, milliseconds. Default: 1000. */
  readonly delay?: number | undefined
}

/** A request to a wallet (EIP-1193). */
export type WalletRequest = { readonly method: string; readonly params?: unknown }

/** What a wallet asks its owner. */
export type WalletQuestion = { readonly method: string; readonly params: readonly unknown[] }

type Listener = (value: unknown) => void

/** A wallet that a test controls. It is an EIP-1193 provider. */
export type TestWallet = {
  readonly address: Address
  readonly info: { readonly uuid: string; readonly name: string; readonly icon: string; readonly rdns: string }
  /** Answers a page's request. */
  readonly request: (request: WalletRequest) => Promise<unknown>
  readonly on: (event: string, listener: Listener) => void
  readonly removeListener: (event: string, listener: Listener) => void
  /** Changes what the owner does, for so many questions or until it is changed again, or what the wallet is. */
  readonly behave: (how: WalletAnswer | WalletKind, options?: { readonly times?: number }) => void
  /** The questions that the owner was asked, in their order. */
  readonly questions: readonly WalletQuestion[]
  /** Every request of the page, in their order. */
  readonly requests: readonly WalletQuestion[]
  /** Ends every open question. */
  readonly answer: (how: "approve" | "reject") => void
  /** The other owners of a Safe confirm every proposal. Returns the hashes of the transactions. */
  readonly confirm: () => Promise<readonly Hex[]>
  /** The owner changes the wallet's chain. */
  readonly switchChain: (chainId: number) => void
  /** The owner disconnects the page. */
  readonly disconnect: () => void
  /** Announces the wallet in a window (EIP-6963), and puts it there as `ethereum`. Returns a function that ends this. */
  readonly announce: (target: WalletWindow) => () => void
  /** The program with which a page of a browser has the wallet, if `walletBridge` is exposed to the page. */
  readonly script: () => string
  /** Answers the program in the page, in plain JSON. */
  readonly bridge: (request: WalletRequest) => Promise<WalletReply>
}

/** What the wallet's program in a page gets. */
export type WalletReply =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string; readonly data?: unknown } }

/** The part of a window that a wallet needs. */
export type WalletWindow = {
  readonly addEventListener: (type: string, listener: (event: never) => void) => void
  readonly removeEventListener: (type: string, listener: (event: never) => void) => void
  readonly dispatchEvent: (event: never) => boolean
}

type Call = { readonly to: Address; readonly value?: Hex; readonly data?: Hex }
type Batch = { hashes: Hex[]; readonly proposal: Hex | undefined; readonly isAtomic: boolean }

const walletAbi = parseAbi([
  "struct Call { address to; uint256 value; bytes data; }",
  "function run(Call[] calls) payable",
])
/** Where the code stands to which an account delegates. */
const DELEGATE: Address = "0x7702770277027702770277027702770277027702"
const SAFE_MESSAGE = keccak256(stringToHex("SafeMessage(bytes32 hash,address account)"))
const ANSWERS: readonly string[] = ["approve", "reject", "hang"] satisfies WalletAnswer[]
const KINDS: readonly string[] = ["plain", "safe", "eip7702", "hardware"] satisfies WalletKind[]
const ICON =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><rect width='1' height='1'/></svg>"

/** The methods that a wallet passes on to its node. */
const isRead = (method: string) => /^(eth_(get|call|estimate|block|gas|fee|max|chain)|net_|web3_)/.test(method)

const rejected = () => failure(4001, "User rejected the request.")
const unsupported = (what: string) => failure(4200, `The wallet does not support ${what}.`)

/**
 * Makes a wallet for a page or a program under test: an EIP-1193 provider with EIP-6963 and EIP-5792. It approves what it
 * is asked until `behave` says otherwise.
 *
 * @example
 * import { createTestWallet, startEscrow } from "@gpuflow/escrow/testing"
 * import { createWalletClient, custom } from "viem"
 *
 * const escrow = await startEscrow()
 * const wallet = createTestWallet({ url: escrow.url })
 * const client = createWalletClient({ chain: escrow.chain, transport: custom(wallet) })
 * wallet.behave("reject")
 * await client.requestAddresses().catch(({ message }: Error) => console.log(message))
 * await escrow.stop()
 *
 * @returns The wallet
 * @throws {InvalidInputError} for a kind of wallet that does not exist
 */
export function createTestWallet({
  url,
  privateKey = testKeys.renter,
  kind: first = "plain",
  chainId: firstChain = polygon.id,
  nodeChainId = polygon.id,
  name = "Test Wallet",
  rdns = "test.wallet",
  delay = 1000,
}: CreateTestWalletParameters): TestWallet {
  const account = privateKeyToAccount(privateKey)
  const { address } = account
  const rpc = rpcAt(url)
  const chain = { ...polygon, id: nodeChainId }
  const signer = createWalletClient({ account, chain, transport: http(url, { retryCount: 0 }) })
  const info = { uuid: uuidOf(`${rdns} ${address}`), name, icon: ICON, rdns }

  let kind = first
  let how: WalletAnswer = "approve"
  let timesLeft = Number.POSITIVE_INFINITY
  let chainId = firstChain
  let isConnected = false
  const chains = new Set([nodeChainId, firstChain])
  const questions: WalletQuestion[] = []
  const requests: WalletQuestion[] = []
  const open = new Set<{ readonly approve: () => void; readonly reject: () => void }>()
  const listeners = new Map<string, Set<Listener>>()
  const proposals = new Map<Hex, readonly Call[]>()
  const batches = new Map<string, Batch>()
  let count = 0

  assertBehavior(first)

  function assertBehavior(given: string): void {
    if (ANSWERS.includes(given) || KINDS.includes(given)) return
    throw new InvalidInputError({ field: "behavior", value: given, expected: [...ANSWERS, ...KINDS].join(", ") })
  }

  function emit(event: string, value: unknown): void {
    for (const listener of listeners.get(event) ?? []) listener(value)
  }

  /** Asks the owner. */
  async function ask(method: string, params: readonly unknown[]): Promise<void> {
    questions.push({ method, params })
    const answer = how
    timesLeft -= 1
    if (timesLeft <= 0) [how, timesLeft] = ["approve", Number.POSITIVE_INFINITY]
    if (kind === "hardware") await new Promise((resolve) => setTimeout(resolve, delay))
    if (answer === "reject") throw rejected()
    if (answer === "approve") return
    await new Promise<void>((resolve, reject) => {
      const question = { approve: resolve, reject: () => reject(rejected()) }
      open.add(question)
    })
  }

  function assertOwn(given: unknown): void {
    const isOwn =
      typeof given === "string" && /^0x[\da-f]{40}$/i.test(given) && isAddressEqual(given as Address, address)
    if (!isConnected || !isOwn) throw failure(4100, "The account has not been authorized by the user.")
  }

  function assertOnNode(wanted: unknown): void {
    const given = wanted === undefined ? chainId : Number(wanted)
    if (given !== chainId) throw failure(-32_602, `Chain ${given} is not the wallet's chain ${chainId}.`)
    if (chainId !== nodeChainId) throw failure(-32_603, `The wallet has no node of chain ${chainId}.`)
  }

  function changeChain(to: number): void {
    if (to === chainId) return
    chainId = to
    chains.add(to)
    emit("chainChanged", toHex(to))
  }

  /** A value that no node knows, as the hash of a Safe's proposal. */
  const freshHash = () => {
    count += 1
    return keccak256(stringToHex(`${address} ${count} ${Date.now()}`))
  }

  const runData = (calls: readonly Call[]) => {
    const list = calls.map(({ to, value = "0x0", data = "0x" }) => ({ to, value: BigInt(value), data }))
    return encodeFunctionData({ abi: walletAbi, functionName: "run", args: [list] })
  }

  async function propose(calls: readonly Call[]): Promise<Hex> {
    const hash = freshHash()
    proposals.set(hash, calls)
    return hash
  }

  async function sendAlone(transaction: Record<string, unknown>): Promise<Hex> {
    const { to, data, input, value, gas, nonce, maxFeePerGas, maxPriorityFeePerGas, gasPrice } = transaction
    const number = (given: unknown) => (given === undefined ? undefined : BigInt(String(given)))
    const common = {
      ...(to ? { to: to as Address } : {}),
      data: (data ?? input ?? "0x") as Hex,
      value: number(value) ?? 0n,
      ...(gas === undefined ? {} : { gas: BigInt(String(gas)) }),
      ...(nonce === undefined ? {} : { nonce: Number(nonce) }),
    }
    if (gasPrice !== undefined) return signer.sendTransaction({ ...common, gasPrice: BigInt(String(gasPrice)) })
    const fees = { maxFeePerGas: number(maxFeePerGas), maxPriorityFeePerGas: number(maxPriorityFeePerGas) }
    return signer.sendTransaction({
      ...common,
      ...(fees.maxFeePerGas === undefined ? {} : { maxFeePerGas: fees.maxFeePerGas }),
      ...(fees.maxPriorityFeePerGas === undefined ? {} : { maxPriorityFeePerGas: fees.maxPriorityFeePerGas }),
    })
  }

  const isDelegated = async () => (await rpc("eth_getCode", address, "latest")) === `0xef0100${DELEGATE.slice(2)}`

  /** All calls in one transaction of the account's own. */
  async function sendAtomically(calls: readonly Call[]): Promise<Hex> {
    await rpc("hardhat_setCode", DELEGATE, testContracts.WalletAccount)
    const upgrade = (await isDelegated())
      ? {}
      : { authorizationList: [await signer.signAuthorization({ contractAddress: DELEGATE, executor: "self" })] }
    return signer.sendTransaction({ to: address, data: runData(calls), ...upgrade })
  }

  async function sendTransaction(params: readonly unknown[]): Promise<Hex> {
    const transaction: Record<string, unknown> = Object(params[0])
    assertOwn(transaction["from"])
    assertOnNode(transaction["chainId"])
    await ask("eth_sendTransaction", params)
    if (kind !== "safe") return sendAlone(transaction)
    const { to, value, data, input } = transaction as { to: Address; value?: Hex; data?: Hex; input?: Hex }
    return propose([{ to, ...(value ? { value } : {}), data: data ?? input ?? "0x" }])
  }

  async function signTyped(params: readonly unknown[]): Promise<Hex> {
    assertOwn(params[0])
    if (kind === "hardware") throw unsupported("typed data")
    const content: TypedDataDefinition = typeof params[1] === "string" ? JSON.parse(params[1]) : params[1]
    const domainChain = content.domain?.chainId
    if (domainChain !== undefined && Number(domainChain) !== chainId) {
      throw failure(-32_602, `The content is for chain ${domainChain}, and the wallet is on ${chainId}.`)
    }
    await ask("eth_signTypedData_v4", params)
    if (kind !== "safe") return account.signTypedData(content)
    await becomeSafe()
    const message = encodeAbiParameters(
      [{ type: "bytes32" }, { type: "bytes32" }, { type: "address" }],
      [SAFE_MESSAGE, hashTypedData(content), address],
    )
    return account.sign({ hash: keccak256(message) })
  }

  /** A Safe has code at its address. */
  async function becomeSafe(): Promise<void> {
    await rpc("hardhat_setCode", address, testContracts.WalletAccount)
  }

  async function capabilities(params: readonly unknown[]): Promise<unknown> {
    assertOwn(params[0])
    if (kind === "hardware") throw unsupported("wallet_getCapabilities")
    const status =
      kind === "safe"
        ? "supported"
        : kind === "eip7702"
          ? (await isDelegated())
            ? "supported"
            : "ready"
          : "unsupported"
    return { [toHex(nodeChainId)]: { atomic: { status } } }
  }

  async function sendCalls(params: readonly unknown[]): Promise<unknown> {
    const given: Record<string, unknown> = Object(params[0])
    if (kind === "hardware") throw unsupported("wallet_sendCalls")
    if (given["from"] !== undefined) assertOwn(given["from"])
    if (!isConnected) throw failure(4100, "The account has not been authorized by the user.")
    assertOnNode(given["chainId"])
    const calls = given["calls"] as readonly Call[]
    if (!Array.isArray(calls) || calls.length === 0) throw failure(-32_602, "`calls` is empty.")
    if (kind === "plain" && given["atomicRequired"]) {
      throw failure(5760, "The wallet cannot send several calls as one transaction.")
    }
    const id = typeof given["id"] === "string" ? given["id"] : freshHash()
    if (batches.has(id)) throw failure(5720, `There is already a batch with the id ${id}.`)
    await ask("wallet_sendCalls", params)
    const batch: Batch = {
      hashes: [],
      proposal: kind === "safe" ? await propose(calls) : undefined,
      isAtomic: kind !== "plain",
    }
    batches.set(id, batch)
    if (kind === "eip7702") batch.hashes.push(await sendAtomically(calls))
    if (kind === "plain") for (const call of calls) batch.hashes.push(await sendAlone(call))
    return { id }
  }

  async function callsStatus([id]: readonly unknown[]): Promise<unknown> {
    const batch = batches.get(String(id))
    if (!batch) throw failure(5730, `There is no batch with the id ${String(id)}.`)
    const found = await Promise.all(batch.hashes.map((hash) => rpc("eth_getTransactionReceipt", hash)))
    const receipts = found.map((receipt) => {
      const { logs, status, blockHash, blockNumber, gasUsed, transactionHash } = Object(receipt)
      return { logs, status, blockHash, blockNumber, gasUsed, transactionHash }
    })
    const isPending = found.length === 0 || found.includes(null)
    const failed = receipts.filter(({ status }) => status !== "0x1").length
    const status = isPending ? 100 : failed === 0 ? 200 : failed === receipts.length ? 500 : 600
    const common = { version: "2.0.0", id, chainId: toHex(nodeChainId), status, atomic: batch.isAtomic }
    return isPending ? common : { ...common, receipts }
  }

  async function switchTo(method: string, params: readonly unknown[]): Promise<null> {
    const wanted = Number(Object(params[0]).chainId)
    if (method === "wallet_switchEthereumChain" && !chains.has(wanted)) {
      throw failure(4902, `Unrecognized chain ID ${toHex(wanted)}. Try adding the chain first.`)
    }
    await ask(method, params)
    if (method === "wallet_switchEthereumChain") changeChain(wanted)
    else chains.add(wanted)
    return null
  }

  const accounts = () => (isConnected ? [address] : [])

  async function request({ method, params: given }: WalletRequest): Promise<unknown> {
    const params: readonly unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given]
    requests.push({ method, params })
    switch (method) {
      case "eth_accounts":
        return accounts()
      case "eth_requestAccounts":
      case "wallet_requestPermissions": {
        if (!isConnected) {
          await ask(method, params)
          if (kind === "safe") await becomeSafe()
          isConnected = true
          emit("accountsChanged", [address])
        }
        return method === "eth_requestAccounts" ? [address] : [{ parentCapability: "eth_accounts" }]
      }
      case "wallet_getPermissions":
        return isConnected ? [{ parentCapability: "eth_accounts" }] : []
      case "wallet_revokePermissions":
        disconnect()
        return null
      case "eth_chainId":
        return toHex(chainId)
      case "net_version":
        return String(chainId)
      case "eth_sendTransaction":
        return sendTransaction(params)
      case "eth_signTypedData_v4":
        return signTyped(params)
      case "personal_sign": {
        assertOwn(params[1])
        await ask(method, params)
        return account.signMessage({ message: { raw: params[0] as Hex } })
      }
      case "wallet_getCapabilities":
        return capabilities(params)
      case "wallet_sendCalls":
        return sendCalls(params)
      case "wallet_getCallsStatus":
        return callsStatus(params)
      case "wallet_showCallsStatus":
        return null
      case "wallet_switchEthereumChain":
      case "wallet_addEthereumChain":
        return switchTo(method, params)
      default: {
        if (!isRead(method)) throw unsupported(method)
        if (chainId !== nodeChainId) throw failure(-32_603, `The wallet has no node of chain ${chainId}.`)
        return rpc(method, ...params)
      }
    }
  }

  function disconnect(): void {
    if (!isConnected) return
    isConnected = false
    emit("accountsChanged", [])
  }

  const on = (event: string, listener: Listener) => {
    const known = listeners.get(event) ?? new Set()
    listeners.set(event, known.add(listener))
  }
  const removeListener = (event: string, listener: Listener) => void listeners.get(event)?.delete(listener)

  const answer = (which: "approve" | "reject") => {
    for (const question of open) question[which]()
    open.clear()
  }

  return {
    address,
    info,
    request,
    on,
    removeListener,
    questions,
    requests,
    answer,
    behave(given, { times = Number.POSITIVE_INFINITY } = {}) {
      assertBehavior(given)
      if (isKind(given)) {
        kind = given
        return
      }
      how = given
      timesLeft = times
    },
    async confirm() {
      const hashes: Hex[] = []
      for (const [proposal, calls] of proposals) {
        proposals.delete(proposal)
        await becomeSafe()
        // The last owner to confirm sends it.
        const sender = createWalletClient({ account: testAccount("stranger"), chain, transport: http(url) })
        const hash = await sender.sendTransaction({ to: address, data: runData(calls) })
        for (const batch of batches.values()) if (batch.proposal === proposal) batch.hashes.push(hash)
        hashes.push(hash)
      }
      return hashes
    },
    switchChain: changeChain,
    disconnect,
    announce(target) {
      const provider = { request, on, removeListener, isTestWallet: true }
      const say = () => {
        const event = new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) })
        target.dispatchEvent(event as never)
      }
      Object.assign(target, { ethereum: provider })
      target.addEventListener("eip6963:requestProvider", say)
      say()
      return () => {
        target.removeEventListener("eip6963:requestProvider", say)
        Reflect.deleteProperty(target, "ethereum")
      }
    },
    script: () => walletScript(info),
    async bridge(one) {
      try {
        return { result: await request(one) }
      } catch (error) {
        const { code = -32_603, message = String(error), data } = Object(error)
        return { error: { code, message, ...(data === undefined ? {} : { data }) } }
      }
    },
  }
}

const isKind = (given: WalletAnswer | WalletKind): given is WalletKind => KINDS.includes(given)

/** The same wallet always has the same id. */
function uuidOf(text: string): string {
  const digits = keccak256(stringToHex(text)).slice(2)
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join("-")
}
