// A chain that was recorded, played again: as it was, or in blocks that a seed makes, on branches that come and go. Each
// branch has the recorded events in their order, and other blocks, hashes and timestamps.
import { type Address, type Client, createClient, custom, type Hex, keccak256, toHex } from "viem"
import { polygon } from "viem/chains"

import { bloomOf } from "../../sdk/core/verifiedLogs.ts"
import { codec } from "../../sdk/viem/viemCodec.ts"

export interface RecordedBlock {
  readonly number: bigint
  readonly timestamp: bigint
  readonly logs: readonly { readonly topics: readonly Hex[]; readonly data: Hex }[]
}

interface Block {
  readonly number: number
  readonly hash: Hex
  readonly parentHash: Hex
  readonly timestamp: bigint
  /** The recorded blocks whose events are in it. */
  readonly from: number
  readonly to: number
}

export interface RecordedChainOptions {
  readonly escrow: Address
  readonly blocks: readonly RecordedBlock[]
  /** Answers for the balances of the last block. Without it, there are none. */
  readonly balances?: (method: string, params: readonly unknown[]) => Promise<unknown>
  readonly random?: () => number
}

const NO_HASH: Hex = `0x${"0".repeat(64)}`
const NO_BLOOM: Hex = `0x${"0".repeat(512)}`

export class RecordedChain {
  readonly #options: RecordedChainOptions
  readonly #random: () => number
  readonly #byHash = new Map<Hex, Block>()
  readonly #blooms = new Map<string, Hex>()
  #blocks: Block[]
  #made = 0
  requests = 0

  constructor(options: RecordedChainOptions) {
    this.#options = options
    this.#random = options.random ?? (() => 0)
    const timestamp = (options.blocks[0]?.timestamp ?? 1n) - 1n
    this.#blocks = []
    this.#push({ number: 0, timestamp, from: 0, to: 0 })
  }

  get head(): number {
    return this.#blocks.length - 1
  }

  /** When the last block was made. */
  get timestamp(): bigint {
    return this.#last.timestamp
  }

  /** Whether every recorded event is on the chain. */
  get isComplete(): boolean {
    return this.#last.to >= this.#options.blocks.length
  }

  /** Every recorded block at its own number and time, or so many of them. */
  replay(count = this.#options.blocks.length): void {
    for (const [place, { number, timestamp }] of this.#options.blocks.slice(0, count).entries()) {
      while (BigInt(this.head) < number - 1n) this.#mineWith(0, this.#last.timestamp + 1n)
      this.#mineWith(1, timestamp > this.#last.timestamp ? timestamp : this.#last.timestamp)
      if (this.#last.to !== place + 1) throw new Error("The recorded blocks are not in order.")
    }
  }

  /** Blocks with none, one, or some of the next recorded blocks in each. */
  mine(count: number): void {
    for (let made = 0; made < count; made += 1) {
      const wanted = this.#below(4)
      const next = this.#options.blocks[this.#last.to + wanted - 1]?.timestamp ?? 0n
      const least = this.#last.timestamp + 1n + BigInt(this.#below(3))
      this.#mineWith(wanted, next > least ? next : least)
    }
  }

  /** Blocks for all that is left. */
  mineAll(): void {
    while (!this.isComplete) this.mine(1)
  }

  /** Takes blocks away and puts others in their place. */
  reorganise(depth: number, count: number): void {
    this.#blocks = this.#blocks.slice(0, Math.max(this.#blocks.length - depth, 1))
    this.mine(count)
  }

  client(): Client {
    const request = async ({ method, params }: { method: string; params?: readonly unknown[] }) =>
      this.answer(method, params ?? [])
    return createClient({ chain: polygon, transport: custom({ request }, { retryCount: 0 }), pollingInterval: 5 })
  }

  async answer(method: string, params: readonly unknown[]): Promise<unknown> {
    this.requests += 1
    switch (method) {
      case "eth_chainId":
        return toHex(polygon.id)
      case "eth_getCode":
        return "0x01"
      case "eth_blockNumber":
        return toHex(this.head)
      case "eth_getBlockByNumber": {
        const [which] = params
        if (which === "finalized") return this.#header(this.#blocks[Math.max(this.head - 256, 0)])
        return this.#header(which === "latest" ? this.#last : this.#blocks[Number(which)])
      }
      case "eth_getBlockByHash":
        return this.#header(this.#canonical(String(params[0])))
      case "eth_getLogs":
        return this.#logs(Object(params[0]))
      case "eth_getTransactionReceipt":
        return this.#receipt(String(params[0]))
      case "eth_call":
      case "eth_getBalance": {
        const { blockHash } = Object(params.at(-1))
        const { balances } = this.#options
        if (!balances || !this.isComplete || blockHash !== this.#last.hash) throw new Error("missing trie node")
        return balances(method, params)
      }
      default:
        throw new Error(`No node here answers ${method}.`)
    }
  }

  get #last(): Block {
    const block = this.#blocks.at(-1)
    if (!block) throw new Error("A chain has at least one block.")
    return block
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }

  #mineWith(count: number, timestamp: bigint): void {
    const { to } = this.#last
    const end = Math.min(to + count, this.#options.blocks.length)
    this.#push({ number: this.head + 1, timestamp, from: to, to: end })
  }

  #push(block: Omit<Block, "hash" | "parentHash">): void {
    this.#made += 1
    const parentHash = this.#blocks.at(-1)?.hash ?? NO_HASH
    const whole = { ...block, parentHash, hash: keccak256(toHex(`${this.#made} of ${parentHash}`)) }
    this.#blocks.push(whole)
    this.#byHash.set(whole.hash, whole)
  }

  #canonical(hash: string): Block | undefined {
    const block = this.#byHash.get(hash as Hex)
    return block && this.#blocks[block.number] === block ? block : undefined
  }

  #header(block: Block | undefined): object | null {
    if (!block) return null
    const { number, hash, parentHash, timestamp } = block
    const logsBloom = this.#bloomOf(block)
    const transactions = this.#transactionsOf(block)
    const receiptsRoot = NO_HASH
    const timed = { timestamp: toHex(timestamp), logsBloom, receiptsRoot }
    return { number: toHex(number), hash, parentHash, ...timed, transactions }
  }

  /** One for each recorded block that is in it. */
  #transactionsOf({ number, hash, from, to }: Block): object[] {
    return Array.from({ length: to - from }, (_, place) => ({
      hash: transactionOf(from + place),
      transactionIndex: toHex(place),
      blockNumber: toHex(number),
      blockHash: hash,
      from: this.#options.escrow,
      to: this.#options.escrow,
      gasPrice: "0x0",
    }))
  }

  #bloomOf({ from, to }: Block): Hex {
    if (from === to) return NO_BLOOM
    const key = `${from} ${to}`
    const known = this.#blooms.get(key)
    if (known) return known
    const { escrow: address, blocks } = this.#options
    const logs = blocks
      .slice(from, to)
      .flatMap((block) => block.logs.map(({ topics }) => ({ address, topics: [...topics] })))
    const bloom = bloomOf(codec, logs)
    this.#blooms.set(key, bloom)
    return bloom
  }

  #logsOf({ number, hash, timestamp, from, to }: Block): object[] {
    const { escrow: address, blocks } = this.#options
    let index = 0
    return blocks.slice(from, to).flatMap((block, place) =>
      block.logs.map((log) => ({
        ...log,
        address,
        blockNumber: toHex(number),
        blockHash: hash,
        blockTimestamp: toHex(timestamp),
        transactionHash: transactionOf(from + place),
        transactionIndex: toHex(place),
        logIndex: toHex(index++),
        removed: false,
      })),
    )
  }

  #logs({
    address,
    blockHash,
    fromBlock,
    toBlock,
  }: {
    address?: unknown
    blockHash?: string
    fromBlock?: string
    toBlock?: string
  }) {
    const { escrow } = this.#options
    const wanted = address === undefined || String(address).toLowerCase().includes(escrow.toLowerCase())
    if (blockHash !== undefined) {
      const block = this.#canonical(blockHash)
      if (!block) throw new Error("unknown block")
      return wanted ? this.#logsOf(block) : []
    }
    if (!wanted) return []
    const last = toBlock === "latest" ? this.head : Number(toBlock)
    return this.#blocks.slice(Number(fromBlock), last + 1).flatMap((block) => this.#logsOf(block))
  }

  #receipt(hash: string): object | null {
    const block = this.#blocks.find(({ from, to }) => {
      for (let place = from; place < to; place += 1) if (transactionOf(place) === hash) return true
      return false
    })
    return block ? { transactionHash: hash, blockNumber: toHex(block.number), blockHash: block.hash } : null
  }
}

/** The transaction of a recorded block: the same on every branch. */
export function transactionOf(place: number): Hex {
  return keccak256(toHex(`transaction ${place}`))
}
