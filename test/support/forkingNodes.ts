// A chain in memory whose forks follow a seed, behind nodes that do everything wrong that nodes do. A chain inside Hardhat
// cannot fork on demand, nor thousands of times a minute.
import { FetchRequest, JsonRpcProvider, Network } from "ethers"
import { type Address, createPublicClient, type Hex, http, keccak256, toHex } from "viem"
import { polygon } from "viem/chains"

import { topicOf } from "../../sdk/core/escrowEvents.ts"
import type { Chain } from "../../sdk/core/port.ts"
import { bloomOf } from "../../sdk/core/verifiedLogs.ts"
import { chainOf as ethersChain } from "../../sdk/ethers/ethersPort.ts"
import { codec } from "../../sdk/viem/viemCodec.ts"
import { chainOf as viemChain } from "../../sdk/viem/viemPort.ts"

const STARTED = topicOf(codec, "Started")
const COMPENSATED = topicOf(codec, "Compensated")

export const ESCROW: Address = `0x${"e5".repeat(20)}`
const OTHER: Address = `0x${"07".repeat(20)}`
const ZERO_HASH: Hex = `0x${"0".repeat(64)}`

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Log = { readonly address: Address; readonly topics: readonly Hex[]; readonly data: Hex }
type Block = {
  readonly number: number
  readonly hash: Hex
  readonly parentHash: Hex
  readonly logs: readonly Log[]
  readonly logsBloom: Hex
}

/** What a run may meet: chances from 0 to 1, and limits. */
type Faults = {
  /** A request fails: 429, 500, 503, a page of HTML, a reset, a time-out. */
  readonly fault: number
  /** A request meets a node that is behind or on a branch that was left. */
  readonly lag: number
  /** The chain changes before a request. */
  readonly change: number
  /** An answer holds a log twice, and the logs in no order. */
  readonly mess: number
  readonly maxRange: number
  readonly maxResults: number
}

export const HEALTHY: Faults = { fault: 0, lag: 0, change: 0, mess: 0, maxRange: 1e9, maxResults: 1e9 }

export class ForkingNodes {
  readonly random: () => number
  faults: Faults
  /** What the chain was after each change; the last is what it is. */
  readonly versions: Block[][]
  readonly known = new Map<Hex, Block>()
  /** The chain never changes deeper than this below the highest head that there was. */
  readonly maxDepth: number
  changesLeft: number
  isCalm: boolean
  highest = 0
  requests = 0
  deepest = 0
  #count = 0

  constructor(seed: number, { faults, maxDepth, length, changes }: Plan) {
    this.random = randomOf(seed)
    this.faults = faults
    this.maxDepth = maxDepth
    this.changesLeft = changes
    this.isCalm = changes === 0
    const genesis = this.#block(undefined)
    this.versions = [[genesis]]
    this.mine(length)
  }

  get canonical(): Block[] {
    return this.versions.at(-1) ?? []
  }

  get head(): number {
    return this.canonical.length - 1
  }

  /** A whole number below a limit. */
  below(limit: number): number {
    return Math.floor(this.random() * limit)
  }

  mine(count: number) {
    this.#grow(this.canonical.slice(), count)
  }

  /** Takes blocks away and puts others in their place: perhaps fewer. */
  reorganise(depth: number, count: number) {
    this.deepest = Math.max(this.deepest, depth)
    this.#grow(this.canonical.slice(0, this.canonical.length - depth), count)
  }

  /** One change: new blocks, or others. */
  change() {
    this.changesLeft -= 1
    const deepest = Math.min(this.head - 1, this.head - (this.highest - this.maxDepth))
    if (this.random() < 0.5 && deepest >= 1) {
      const depth = 1 + this.below(this.random() < 0.3 ? deepest : Math.min(deepest, 4))
      this.reorganise(depth, Math.max(depth + this.below(5) - 2, 1))
    } else this.mine(1 + this.below(this.random() < 0.1 ? 2 * this.maxDepth : 4))
  }

  /** No faults from here on: the chain outgrows whatever there was. */
  calm() {
    this.isCalm = true
    this.faults = HEALTHY
    this.mine(this.highest - this.head + 1)
  }

  /** Ids of the escrow's events, in the order of the chain. */
  happened(topics: readonly Hex[], from: number, to: number): Hex[] {
    return this.canonical.slice(from, to + 1).flatMap(({ logs }) => {
      return logs.flatMap((log) => (this.#matches(log, ESCROW, [topics]) ? [log.topics[1] ?? ZERO_HASH] : []))
    })
  }

  /** The answer of some node to one request. */
  answer(method: string, params: readonly unknown[]): unknown {
    this.requests += 1
    if (this.changesLeft > 0 && this.random() < this.faults.change) this.change()
    if (this.changesLeft === 0 && !this.isCalm && this.random() < 0.02) this.calm()
    const blocks = this.#view()
    switch (method) {
      case "eth_chainId":
        return toHex(137)
      case "eth_getCode":
        return "0x01"
      case "eth_getBlockByNumber": {
        const [which] = params
        const block = which === "latest" ? blocks.at(-1) : blocks[Number(which)]
        return block ? this.#header(block) : null
      }
      case "eth_getBlockByHash": {
        const block = this.#byHash(blocks, params[0])
        return block ? this.#header(block) : null
      }
      case "eth_getLogs":
        return this.#logs(blocks, params[0])
      default:
        throw new Error(`No node here answers ${method}.`)
    }
  }

  /** What travels: an answer, a refusal, or nothing good. */
  async respond(body: string): Promise<{ readonly status: number; readonly body: string }> {
    if (this.random() < this.faults.fault) {
      const fault = this.below(6)
      if (fault === 0) return { status: 429, body: '{"error":"too many requests"}' }
      if (fault === 1) return { status: 500, body: "Internal Server Error" }
      if (fault === 2) return { status: 503, body: "" }
      if (fault === 3) return { status: 200, body: "<!doctype html><title>Just a moment</title>" }
      if (fault === 4) throw new TypeError("fetch failed", { cause: new Error("read ECONNRESET") })
      await new Promise((resolve) => setTimeout(resolve, 1))
      throw new DOMException("The operation timed out.", "TimeoutError")
    }
    const { id, method, params = [] } = JSON.parse(body)
    try {
      return { status: 200, body: JSON.stringify({ jsonrpc: "2.0", id, result: this.answer(method, params) }) }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      return { status: 200, body: JSON.stringify({ jsonrpc: "2.0", id, error: { code: -32_000, message } }) }
    }
  }

  /** The SDK's own viem or ethers on top. */
  chain(library: "viem" | "ethers"): Chain {
    if (library === "viem") {
      const fetchFn = async (_: unknown, init?: RequestInit) => {
        const { status, body } = await this.respond(String(init?.body))
        return new Response(body, { status })
      }
      const transport = http("http://node.invalid", { fetchFn, retryCount: 0 })
      return viemChain(createPublicClient({ chain: polygon, transport, pollingInterval: 0 }))
    }
    const request = new FetchRequest("http://node.invalid")
    request.setThrottleParams({ slotInterval: 1, maxAttempts: 1 })
    request.getUrlFunc = async ({ body }) => {
      const response = await this.respond(new TextDecoder().decode(body ?? new Uint8Array()))
      return {
        statusCode: response.status,
        statusMessage: "",
        headers: {},
        body: new TextEncoder().encode(response.body),
      }
    }
    const options = {
      staticNetwork: Network.from(137),
      batchMaxCount: 1,
      batchStallTime: 0,
      cacheTimeout: -1,
      pollingInterval: 1,
    }
    return { ...ethersChain(new JsonRpcProvider(request, 137, options)), pollingInterval: 0 }
  }

  #grow(blocks: Block[], count: number) {
    for (let mined = 0; mined < count; ++mined) blocks.push(this.#block(blocks.at(-1)))
    this.versions.push(blocks)
    this.highest = Math.max(this.highest, blocks.length - 1)
  }

  #block(parent: Block | undefined): Block {
    const hash = this.#word()
    const logs = this.random() < 0.4 ? Array.from({ length: this.below(4) }, () => this.#log()) : []
    const block = {
      number: parent ? parent.number + 1 : 0,
      hash,
      parentHash: parent?.hash ?? ZERO_HASH,
      logs,
      logsBloom: bloomOf(codec, logs),
    }
    this.known.set(hash, block)
    return block
  }

  /** The escrow's, another contract's of the same name, or the escrow's of another name: blooms fit all of them. */
  #log(): Log {
    const id = this.#word()
    const kind = this.below(4)
    if (kind === 0) return { address: OTHER, topics: [STARTED, id], data: "0x" }
    const topics = [kind === 1 ? COMPENSATED : STARTED, id]
    return { address: ESCROW, topics, data: kind === 1 ? `0x${"0".repeat(63)}1` : "0x" }
  }

  #word(): Hex {
    this.#count += 1
    return keccak256(toHex(`${this.#count} ${this.random()}`))
  }

  /** The chain as the node that answers has it: now, or some changes ago, or without its last blocks. */
  #view(): Block[] {
    const { canonical } = this
    if (this.random() >= this.faults.lag) return canonical
    const lowest = this.highest - this.maxDepth
    const old = this.versions.at(-1 - this.below(4)) ?? canonical
    const view = old.slice(0, old.length - this.below(Math.min(this.maxDepth, 10)))
    const last = Math.max(lowest, 0)
    return view.length > last && view[last] === canonical[last] ? view : canonical
  }

  /** A node may still have blocks of branches that it has left. */
  #byHash(blocks: readonly Block[], hash: unknown): Block | undefined {
    const block = this.known.get(String(hash) as Hex)
    if (!block) return undefined
    return blocks[block.number] === block || this.random() < 0.3 ? block : undefined
  }

  #header({ number, hash, parentHash, logsBloom }: Block) {
    return { number: toHex(number), hash, parentHash, logsBloom, timestamp: toHex(number), transactions: [] }
  }

  #logs(blocks: readonly Block[], query: unknown) {
    const { blockHash, fromBlock, toBlock, address, topics = [] } = query as Record<string, never>
    if (blockHash) {
      const block = this.#byHash(blocks, blockHash)
      if (!block && this.random() < 0.5) throw new Error("unknown block")
      return this.#messy(block ? this.#logsIn(block, address, topics) : [])
    }
    const [from, to] = [Number(fromBlock), Number(toBlock)]
    if (to - from >= this.faults.maxRange) throw new Error(`exceed maximum block range: ${this.faults.maxRange}`)
    const found = blocks.slice(from, to + 1).flatMap((block) => this.#logsIn(block, address, topics))
    if (to > from && found.length > this.faults.maxResults) {
      throw new Error(`query returned more than ${this.faults.maxResults} results`)
    }
    return this.#messy(found)
  }

  #messy<log>(logs: log[]): log[] {
    if (this.random() >= this.faults.mess) return logs
    return [...logs, ...logs.slice(0, 1)].toReversed()
  }

  #logsIn(block: Block, address: Address | undefined, topics: readonly (readonly Hex[] | Hex | null)[]) {
    return block.logs.flatMap((log, logIndex) => {
      if (!this.#matches(log, address, topics)) return []
      const place = { blockNumber: toHex(block.number), blockHash: block.hash, logIndex: toHex(logIndex) }
      return [{ ...log, ...place, transactionHash: block.hash, transactionIndex: "0x0", removed: false }]
    })
  }

  #matches(log: Log, address: Address | undefined, topics: readonly (readonly Hex[] | Hex | null)[]) {
    return (
      (!address || log.address.toLowerCase() === address.toLowerCase()) &&
      // As real nodes have it, an empty list is any topic.
      topics.every((topic, place) => {
        return !topic || topic.length === 0 || [topic].flat().includes(log.topics[place] ?? ZERO_HASH)
      })
    )
  }
}

export type Plan = {
  readonly faults: Faults
  readonly maxDepth: number
  readonly length: number
  readonly changes: number
}
