// The chain as the follower reads it: a client that remembers the timestamps of the blocks that it sees, so that none is
// requested twice; the logs of router and mandate contract; and what the escrow owns.

import type { EventCursor } from "@gpuflow/escrow"
import { decodeMandateEvents } from "@gpuflow/escrow/mandate"
import { decodeRouterEvents } from "@gpuflow/escrow/router"
import {
  type Address,
  type Client,
  createClient,
  custom,
  decodeFunctionResult,
  encodeFunctionData,
  erc20Abi,
  formatLog,
  type Hex,
  numberToHex,
  type RpcLog,
} from "viem"

import type { SourceEvent } from "./historyEvent.ts"

const NATIVE = "0x0000000000000000000000000000000000000000"

/** Logs that one answer may hold. A larger one is asked for in smaller ranges, so that memory stays small. */
const MAX_LOGS = 4_000
/** Blocks that one request for logs spans. The answer to a wider one could be too large for the memory at once. */
const MAX_SPAN = 20_000n
/** Headers that one request asks for. */
const HEADERS_AT_ONCE = 200
/** Blocks whose timestamps are remembered. */
const REMEMBERED = 10_000

export interface ChainContracts {
  readonly escrow: Address
  readonly router?: Address | undefined
  readonly mandateContract?: Address | undefined
}

/** Thrown if a node's answers do not fit together. The batch is read again. */
class NodeInconsistentError extends Error {
  override readonly name = "NodeInconsistentError"
}

type Request = (request: { method: string; params?: unknown }) => Promise<unknown>

export class ChainReader {
  /** What the SDK's follower reads through. */
  readonly client: Client
  readonly #request: Request
  readonly #contracts: ChainContracts
  /** Timestamps by block hash. */
  readonly #timestamps = new Map<string, bigint>()
  /** Hashes by number, of blocks whose logs were read by number. */
  readonly #hashes = new Map<bigint, string>()
  #head = 0n

  constructor(client: Client, contracts: ChainContracts) {
    this.#request = client.request as Request
    this.#contracts = contracts
    this.client = createClient({
      ...(client.chain ? { chain: client.chain } : {}),
      pollingInterval: client.pollingInterval,
      transport: custom({ request: (request) => this.#remember(request) }, { retryCount: 0 }),
    })
  }

  /** The highest block that a node has named as the latest. */
  get head(): bigint {
    return this.#head
  }

  /** The timestamps of blocks. Those that are recent are known by the cursor's hashes. */
  async timestamps(numbers: readonly bigint[], cursor: EventCursor): Promise<Map<bigint, bigint>> {
    const found = new Map<bigint, bigint>()
    const missing: bigint[] = []
    for (const number of new Set(numbers)) {
      const known = this.#timestamps.get(hashIn(cursor, number) ?? this.#hashes.get(number) ?? "")
      if (known === undefined) missing.push(number)
      else found.set(number, known)
    }
    for (let at = 0; at < missing.length; at += HEADERS_AT_ONCE) {
      const piece = missing.slice(at, at + HEADERS_AT_ONCE)
      const headers = await Promise.all(piece.map((number) => this.#header(number, hashIn(cursor, number))))
      for (const [place, number] of piece.entries()) {
        const header = headers[place]
        if (header === undefined) throw new NodeInconsistentError(`A node lacks the block ${number}.`)
        found.set(number, header)
      }
    }
    return found
  }

  /** The events of router and mandate contract in a batch's blocks. */
  async otherEvents(fromBlock: bigint, toBlock: bigint, cursor: EventCursor): Promise<SourceEvent[]> {
    const { router, mandateContract } = this.#contracts
    const address = [router, mandateContract].filter((one) => one !== undefined)
    if (address.length === 0 || toBlock < fromBlock) return []
    const lowest = BigInt(cursor.block) + 1n - BigInt(cursor.recent.length)
    const logs: RpcLog[] = []
    // Deep blocks are the same on every node; recent ones are read by their hashes, which a node without them refuses.
    const deepest = lowest <= toBlock && cursor.recent.length > 1 ? lowest - 1n : toBlock
    if (fromBlock <= deepest) {
      const range = { address, fromBlock: numberToHex(fromBlock), toBlock: numberToHex(deepest) }
      logs.push(...((await this.#request({ method: "eth_getLogs", params: [range] })) as RpcLog[]))
    }
    const recent: Promise<unknown>[] = []
    for (let number = deepest + 1n > fromBlock ? deepest + 1n : fromBlock; number <= toBlock; number += 1n) {
      const blockHash = hashIn(cursor, number)
      if (blockHash) recent.push(this.#request({ method: "eth_getLogs", params: [{ address, blockHash }] }))
    }
    for (const found of await Promise.all(recent)) logs.push(...(found as RpcLog[]))
    const formatted = logs.map((log) => formatLog(log))
    return [
      ...(router ? decodeRouterEvents({ router, logs: formatted }) : []).map(
        (event) => ({ contract: "router", event }) as const,
      ),
      ...(mandateContract ? decodeMandateEvents({ mandateContract, logs: formatted }) : []).map(
        (event) => ({ contract: "mandate", event }) as const,
      ),
    ]
  }

  /** What the escrow owns of each token after a block. Throws if the node does not have that state any more. */
  async balances(tokens: readonly string[], blockHash: Hex): Promise<Map<string, bigint>> {
    const { escrow } = this.#contracts
    const at = { blockHash }
    const data = encodeFunctionData({ abi: erc20Abi, functionName: "balanceOf", args: [escrow] })
    const answers = await Promise.all(
      tokens.map(async (token) => {
        if (token === NATIVE)
          return BigInt(String(await this.#request({ method: "eth_getBalance", params: [escrow, at] })))
        const answer = await this.#request({ method: "eth_call", params: [{ to: token, data }, at] })
        return decodeFunctionResult({ abi: erc20Abi, functionName: "balanceOf", data: answer as Hex })
      }),
    )
    return new Map(tokens.map((token, place) => [token, answers[place] ?? 0n]))
  }

  /** The latest final block; undefined if the node does not name one. */
  async finalized(): Promise<bigint | undefined> {
    const block = await this.#request({ method: "eth_getBlockByNumber", params: ["finalized", false] }).catch(
      () => null,
    )
    const { number } = Object(block)
    return typeof number === "string" ? BigInt(number) : undefined
  }

  /** A client whose latest block is this one, for nodes that keep old states. */
  clientAt(block: bigint): Client {
    const number = numberToHex(block)
    return createClient({
      ...(this.client.chain ? { chain: this.client.chain } : {}),
      transport: custom(
        {
          request: ({ method, params }) => {
            const given: unknown[] = Array.isArray(params) ? params : []
            return this.#request({ method, params: given.map((value) => (value === "latest" ? number : value)) })
          },
        },
        { retryCount: 0 },
      ),
    })
  }

  async #header(number: bigint, hash: string | undefined): Promise<bigint | undefined> {
    const request = hash
      ? { method: "eth_getBlockByHash", params: [hash, false] }
      : { method: "eth_getBlockByNumber", params: [numberToHex(number), false] }
    const { timestamp } = Object(await this.#request(request))
    return typeof timestamp === "string" ? BigInt(timestamp) : undefined
  }

  async #remember(request: { method: string; params?: unknown }): Promise<unknown> {
    const [query] = Array.isArray(request.params) ? request.params : []
    const { fromBlock, toBlock } = Object(query)
    const span = fromBlock === undefined ? 0n : BigInt(toBlock) - BigInt(fromBlock)
    if (span > MAX_SPAN) throw tooMany()
    const answer = await this.#request(request)
    if (request.method === "eth_getLogs" && Array.isArray(answer)) {
      if (answer.length > MAX_LOGS && span > 0n) throw tooMany()
      for (const log of answer) this.#rememberLog(log, fromBlock !== undefined)
    } else if (request.method.startsWith("eth_getBlockBy")) {
      const { number, hash, timestamp } = Object(answer)
      if (typeof timestamp === "string" && typeof hash === "string") {
        this.#timestamps.set(hash, BigInt(timestamp))
        if (Array.isArray(request.params) && request.params[0] === "latest") this.#head = BigInt(number)
      }
    }
    forgetOldest(this.#timestamps)
    forgetOldest(this.#hashes)
    return answer
  }

  #rememberLog(log: unknown, byNumber: boolean): void {
    const { blockNumber, blockHash, blockTimestamp } = Object(log)
    if (typeof blockHash !== "string" || typeof blockTimestamp !== "string") return
    this.#timestamps.set(blockHash, BigInt(blockTimestamp))
    if (byNumber) this.#hashes.set(BigInt(blockNumber), blockHash)
  }
}

/** What a node says that limits its answers. The SDK's follower then asks for fewer blocks. */
function tooMany(): Error {
  return Object.assign(new Error("query returned more than 10000 results"), { code: -32005 })
}

/** The hash of a recent block of the cursor. */
function hashIn({ block, recent }: EventCursor, number: bigint): Hex | undefined {
  const lowest = BigInt(block) + 1n - BigInt(recent.length)
  return recent[Number(number - lowest)]?.hash
}

function forgetOldest(map: Map<unknown, unknown>): void {
  for (const key of map.keys()) {
    if (map.size <= REMEMBERED) break
    map.delete(key)
  }
}
