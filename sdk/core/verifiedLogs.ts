// Reads logs so that an empty answer can be trusted. `eth_getLogs` by block numbers returns nothing both for blocks
// without logs and for blocks that the node does not have, and behind a load balancer each request may reach another
// node. So logs of recent blocks are requested by the block's hash. Most nodes refuse an unknown hash, but not all. The
// block's header is reliable: its bloom has bits for every log. Without bits for the escrow there is no log, and no
// request is needed. With bits but without a log, the bits may belong to another contract. Then all logs of the block
// are requested, and they must account for every bit.
import type { Address, Hash, Hex } from "../types.ts"
import { isSameAddress } from "./address.ts"
import { min, type RangePace, retryBlockRange } from "./blockRange.ts"
import type { Block, Chain, Codec, Log, Topics } from "./port.ts"
import { isUnknownBlock, NodeBehindError, type RetryOptions, retry } from "./retry.ts"

/** Blocks below which the chain is not expected to replace any. Polygon's longest reorganisation replaced 157. */
export const MAX_REORG_DEPTH = 256

const NO_PARENT = `0x${"0".repeat(64)}`

/** A block with its parent. Hardhat does not name the parent of blocks that it mines in bulk. */
export async function readBlock(chain: Chain, which: bigint | Hash | "latest"): Promise<Block | undefined> {
  const block = await chain.block(which)
  if (!block || block.number === 0n || block.parentHash !== NO_PARENT) return block
  const parent = await chain.block(block.number - 1n)
  return parent && { ...block, parentHash: parent.hash }
}

/** Reads a block, and retries until a node has it. */
export function requireBlock(
  chain: Chain,
  which: bigint | Hash | "latest",
  retryOptions: RetryOptions,
): Promise<Block> {
  return retry(async () => {
    const block = await readBlock(chain, which)
    if (!block) throw new NodeBehindError(`A node lacks the block ${which}.`)
    return block
  }, retryOptions)
}

/** The logs to read. */
export type LogFilter = { readonly address: Address; readonly topics: Topics }

const BLOOM_BYTES = 256n

/** The three bits that a value sets. */
function bitsOf(codec: Codec, value: Hex): bigint {
  const hash = codec.keccak256(value)
  return [2, 6, 10].reduce((bits, at) => bits | (1n << BigInt(Number.parseInt(hash.slice(at, at + 4), 16) & 2047)), 0n)
}

/** The bloom of logs, as a block's header has it. */
export function bloomOf(codec: Codec, logs: readonly Pick<Log, "address" | "topics">[]): Hex {
  const values = new Set(logs.flatMap(({ address, topics }) => [address, ...topics]))
  const bits = [...values].reduce((all, value) => all | bitsOf(codec, value), 0n)
  return `0x${bits.toString(16).padStart(Number(2n * BLOOM_BYTES), "0")}`
}

/** Whether a log matches the filter. */
function matchesFilter({ address, topics }: LogFilter, log: Log): boolean {
  return isSameAddress(address, log.address) && topics.every((topic, place) => isOneOf(topic, log.topics[place]))
}

function isOneOf(wanted: Topics[number], topic: Hex | undefined): boolean {
  if (wanted === null) return true
  return topic !== undefined && [wanted].flat().some((one) => one.toLowerCase() === topic.toLowerCase())
}

/** Logs in the order of the chain, without duplicates. */
export function sortLogs(logs: readonly Log[]): Log[] {
  const sorted = logs.toSorted((a, b) => {
    return Number((a.blockNumber ?? 0n) - (b.blockNumber ?? 0n)) || (a.logIndex ?? 0) - (b.logIndex ?? 0)
  })
  return sorted.filter((log, place) => {
    const before = sorted[place - 1]
    return before?.blockNumber !== log.blockNumber || before.logIndex !== log.logIndex
  })
}

/** Reads logs by block numbers, for blocks that every node has. */
export function logsByNumber(chain: Chain, wanted: LogFilter) {
  return async (fromBlock: bigint, toBlock: bigint): Promise<Log[]> => {
    const logs = await chain.logs({ ...wanted, fromBlock, toBlock })
    const isInside = ({ blockNumber }: Log) =>
      blockNumber !== null && blockNumber >= fromBlock && blockNumber <= toBlock
    if (!logs.every(isInside)) throw new NodeBehindError("A node gave logs of other blocks.")
    // An empty list of ids matches nothing here, but a node takes it for any id.
    return sortLogs(logs).filter((log) => matchesFilter(wanted, log))
  }
}

/** Reads the logs of a block by its header. */
export function logsByHeader(chain: Chain, wanted: LogFilter, retryOptions: RetryOptions) {
  const { codec } = chain
  const sets = [wanted.address, ...wanted.topics].flatMap((values) => (values === null ? [] : [[values].flat()]))
  const bits = sets.map((values) => values.map((value) => bitsOf(codec, value)))

  return async ({ hash, logsBloom }: Block): Promise<Log[]> => {
    const bloom = BigInt(logsBloom)
    if (!bits.every((set) => set.some((value) => (bloom & value) === value))) return []
    const logsOf = (query: Partial<LogFilter>) =>
      chain.logs({ ...query, blockHash: hash }).catch((cause: unknown) => {
        throw isUnknownBlock(cause) ? new NodeBehindError("A node lacks a block.", { cause }) : cause
      })
    return retry(async () => {
      const found = await logsOf(wanted)
      const all = found.length > 0 ? found : await logsOf({})
      const isWhole = found.length > 0 || (bloom & ~BigInt(bloomOf(codec, all))) === 0n
      if (!isWhole || all.some(({ blockHash }) => blockHash !== hash))
        throw new NodeBehindError("A node lacks a block's logs.")
      return sortLogs(all).filter((log) => matchesFilter(wanted, log))
    }, retryOptions)
  }
}

/** Number of latest blocks that are read by their headers, because a node may lag. */
const NEAR = 32n

type BlockRange = { readonly fromBlock: bigint; readonly toBlock: bigint; readonly pace: RangePace }

/**
 * Reads the first blocks of a range: deep blocks by number, as many as the node answers at once, recent blocks by their
 * headers, a few at a time.
 */
export function makeReader(chain: Chain, wanted: LogFilter, retryOptions: RetryOptions) {
  const readDeep = logsByNumber(chain, wanted)
  return async ({ fromBlock, toBlock, pace }: BlockRange, latest: bigint) => {
    const deep = min(toBlock, latest - NEAR)
    if (fromBlock <= deep) return retryBlockRange(readDeep, { fromBlock, toBlock: deep, pace }, retryOptions)
    // There are more recent blocks than these only if the node is far behind the cursor.
    const few = { fromBlock, toBlock: min(toBlock, fromBlock + NEAR) }
    const answer = await retry(() => nearLogs(chain, wanted, few, retryOptions), retryOptions)
    return { answer, toBlock: few.toBlock, pace }
  }
}

/** Logs of a few consecutive blocks. */
async function nearLogs(
  chain: Chain,
  wanted: LogFilter,
  { fromBlock, toBlock }: { readonly fromBlock: bigint; readonly toBlock: bigint },
  retryOptions: RetryOptions,
): Promise<Log[]> {
  const numbers = Array.from({ length: Number(toBlock - fromBlock + 1n) }, (_, place) => fromBlock + BigInt(place))
  const readLogs = logsByHeader(chain, wanted, retryOptions)
  const blocks = await Promise.all(numbers.map((number) => requireBlock(chain, number, retryOptions)))
  const isChain = blocks.every(({ parentHash }, place) => place === 0 || parentHash === blocks[place - 1]?.hash)
  if (!isChain) throw new NodeBehindError("The chain changed while it was read.")
  const logs: Log[] = []
  for (const block of blocks) logs.push(...(await readLogs(block)))
  return logs
}
