// What goes wrong between a program and the chain, as faults of the proxy in front of the node.
import { InvalidInputError } from "../core/codec.ts"
import { type ChainClock, hex } from "./chainClock.ts"
import type { NodeFault, NodeReply, NodeRequest } from "./nodeProxy.ts"
import type { Rpc } from "./rpc.ts"

/** What can go wrong, with its options. */
export type ChainFaults = {
  /** The next transactions are accepted, seen in the mempool, and then forgotten. */
  readonly drop: { readonly times?: number }
  /** Another transaction of the account takes the place of the next ones: a cancellation, or the same call at a higher price. */
  readonly replace: { readonly times?: number; readonly by?: "cancellation" | "same call" }
  /** The block of the next transactions is replaced by others once the transaction was seen in it. They are included again later. */
  readonly reorg: { readonly times?: number }
  /** The node cannot be reached, answers with 503, or does not answer at all. Only for some methods, or for so many requests. */
  readonly outage: {
    readonly as?: "unreachable" | "unavailable" | "silent"
    readonly methods?: readonly string[]
    readonly times?: number
  }
  /** Logs of more blocks than this are refused. Default: 100. */
  readonly logLimit: { readonly blocks?: number }
  /** Each answer takes this much longer. Default: 1000. */
  readonly slow: { readonly milliseconds?: number }
  /** The node is this many blocks behind with what it says of blocks, logs and receipts. Default: 3. */
  readonly lag: { readonly blocks?: number }
}

/** The name of a fault. */
export type ChainFaultName = keyof ChainFaults

export type Tools = { readonly rpc: Rpc; readonly clock: ChainClock }

/** A fault, how often it happened, and how it ends. */
export type RunningFault = {
  readonly handle: NodeFault
  readonly count: () => number
  /** Finishes what is half done. */
  readonly end: () => Promise<void>
}

const nothing = async () => undefined

export function chainFault<name extends ChainFaultName>(
  name: name,
  options: ChainFaults[name],
  tools: Tools,
): RunningFault {
  const make: { readonly [kind in ChainFaultName]: (options: ChainFaults[kind], tools: Tools) => RunningFault } = {
    drop: (given, on) => lostTransaction(on, given.times, dropped),
    replace: (given, on) => lostTransaction(on, given.times, replacedBy(given.by ?? "cancellation")),
    reorg: (given, on) => reorganisation(on, given.times),
    outage: (given) => outage(given),
    logLimit: ({ blocks = 100 }) => logLimit(blocks),
    slow: ({ milliseconds = 1000 }) =>
      counted(async (_, pass) => {
        await new Promise((resolve) => setTimeout(resolve, milliseconds))
        return { answer: await pass() }
      }),
    lag: ({ blocks = 3 }) => counted(behind(BigInt(blocks))),
  }
  if (!Object.hasOwn(make, name)) {
    throw new InvalidInputError({ field: "fault", value: name, expected: Object.keys(make).join(", ") })
  }
  return make[name](options, tools)
}

/** Counts the requests that meet a fault. */
function counted(fault: NodeFault): RunningFault {
  let count = 0
  const handle: NodeFault = (request, pass) => {
    count += 1
    return fault(request, pass)
  }
  return { handle, count: () => count, end: nothing }
}

function outage({
  as = "unreachable",
  methods,
  times = Number.POSITIVE_INFINITY,
}: ChainFaults["outage"]): RunningFault {
  let count = 0
  const handle: NodeFault = async ({ method }, pass): Promise<NodeReply> => {
    if (count >= times || (methods && !methods.includes(method))) return { answer: await pass() }
    count += 1
    if (as === "silent") return { silence: true }
    if (as === "unavailable") return { status: 503, body: "Service Unavailable" }
    throw new Error("The connection is reset.")
  }
  return { handle, count: () => count, end: nothing }
}

function logLimit(blocks: number): RunningFault {
  let count = 0
  const handle: NodeFault = async (request, pass): Promise<NodeReply> => {
    const { fromBlock = "latest", toBlock = "latest", blockHash } = Object(request.params[0])
    if (request.method !== "eth_getLogs" || blockHash) return { answer: await pass() }
    const { result: head } = await pass(undefined, { ...request, method: "eth_blockNumber", params: [] })
    const at = (place: unknown) => (place === "earliest" ? 0 : Number(isNumber(place) ? place : head))
    if (at(toBlock) - at(fromBlock) < blocks) return { answer: await pass() }
    count += 1
    return refusal(request.id, -32_005, `exceed maximum block range: ${blocks}`)
  }
  return { handle, count: () => count, end: nothing }
}

const isNumber = (value: unknown): value is string => typeof value === "string" && /^0x[\da-f]+$/i.test(value)

/** A request that the node refuses in its own words. */
export const refusal = (id: unknown, code: number, message: string, data?: string) => ({
  answer: { jsonrpc: "2.0", id, error: { code, message, ...(data ? { data } : {}) } },
})

const SENDING = ["eth_sendRawTransaction", "eth_sendTransaction"]
const LOOKING = ["eth_getTransactionByHash", "eth_getTransactionReceipt"]
/** A client that never looks at the transaction itself has seen that it has no receipt. */
const LOOKS = 3

type Ending = (tools: Tools, hash: unknown) => Promise<void>

/** A transaction waits in the mempool until it was seen there; then something else happens to it. */
function lostTransaction({ rpc, clock }: Tools, times = 1, end: Ending): RunningFault {
  let count = 0
  let waiting: { readonly hash: unknown; looks: number } | undefined
  const finish = () =>
    clock.inOrder(async () => {
      if (!waiting) return
      const { hash } = waiting
      waiting = undefined
      await end({ rpc, clock }, hash)
      await rpc("evm_mine")
      await clock.resume()
    })
  const handle: NodeFault = async (request, pass): Promise<NodeReply> => {
    const { method, params } = request
    if (SENDING.includes(method) && count < times && !waiting) {
      await clock.inOrder(clock.pause)
      const answer = await pass()
      if (answer["result"] === undefined) await clock.resume()
      else {
        count += 1
        waiting = { hash: answer["result"], looks: 0 }
      }
      return { answer }
    }
    const answer = await pass()
    if (waiting && LOOKING.includes(method) && params[0] === waiting.hash) {
      waiting.looks += method === "eth_getTransactionByHash" ? LOOKS : 1
      if (waiting.looks >= LOOKS) await finish()
    }
    return { answer }
  }
  return { handle, count: () => count, end: finish }
}

const dropped: Ending = async ({ rpc }, hash) => {
  await rpc("hardhat_dropTransaction", hash)
}

const replacedBy =
  (by: "cancellation" | "same call"): Ending =>
  async ({ rpc }, hash) => {
    const sent = Object(await rpc("eth_getTransactionByHash", hash))
    const { from, nonce, gas, value } = sent
    const call = by === "same call" ? { to: sent.to, data: sent.input, value } : { to: from, value: "0x0" }
    const twice = (price: unknown) => hex(BigInt(String(price)) * 2n)
    const price = sent.maxFeePerGas
      ? { maxFeePerGas: twice(sent.maxFeePerGas), maxPriorityFeePerGas: twice(sent.maxPriorityFeePerGas) }
      : { gasPrice: twice(sent.gasPrice) }
    await rpc("hardhat_impersonateAccount", from)
    await rpc("eth_sendTransaction", { from, nonce, gas, ...call, ...price })
  }

/**
 * Once a transaction was seen in its block, the chain goes on without that block. The transaction waits in the mempool
 * until it was looked for again, and then has another block.
 */
function reorganisation({ rpc, clock }: Tools, times = 1): RunningFault {
  let count = 0
  let snapshot: unknown
  let hash: unknown
  let isGone = false
  /** Everything that was sent since the block that is left. */
  let sent: NodeRequest[] = []

  const leave = () =>
    clock.inOrder(async () => {
      await rpc("evm_revert", snapshot)
      await clock.pause()
      // One second later, the block in the same place has another hash.
      await clock.mineNow()
      for (const { method, params } of sent) await rpc(method, ...params)
      isGone = true
    })
  const include = () =>
    clock.inOrder(async () => {
      if (!isGone) return
      isGone = false
      sent = []
      hash = undefined
      await rpc("evm_mine")
      await clock.resume()
    })
  const handle: NodeFault = async (request, pass): Promise<NodeReply> => {
    const { method, params } = request
    if (SENDING.includes(method) && (hash !== undefined || count < times)) {
      const isFirst = hash === undefined
      if (isFirst) snapshot = await clock.inOrder(() => rpc("evm_snapshot"))
      const answer = await pass()
      if (answer["result"] === undefined) return { answer }
      sent.push(request)
      if (isFirst) {
        count += 1
        hash = answer["result"]
      }
      return { answer }
    }
    const answer = await pass()
    if (method !== "eth_getTransactionReceipt" || hash === undefined || params[0] !== hash) return { answer }
    if (isGone) await include()
    else if (answer["result"]) await leave()
    return { answer }
  }
  return { handle, count: () => count, end: include }
}

/** A node that is so many blocks behind, in everything that it answers. */
export function behind(blocks: bigint): NodeFault {
  return async (request, pass) => {
    const { id, method, params } = request
    const head = numberOf((await pass(undefined, { id, method: "eth_blockNumber", params: [] }))["result"]) ?? 0n
    const last = head > blocks ? head - blocks : 0n
    const none = { answer: { jsonrpc: "2.0", id, result: null } }
    const at = (value: unknown) =>
      value === "latest" || value === "pending" || value === undefined ? hex(last) : value
    const isAhead = (value: unknown) => (numberOf(value) ?? 0n) > last
    const ask = async (what: Partial<NodeRequest>) => ({ answer: await pass(undefined, { ...request, ...what }) })

    if (method === "eth_blockNumber") return { answer: { jsonrpc: "2.0", id, result: hex(last) } }
    if (method === "eth_getBlockByNumber")
      return isAhead(at(params[0])) ? none : ask({ params: [at(params[0]), ...params.slice(1)] })
    if (["eth_call", "eth_getTransactionCount", "eth_getCode", "eth_getBalance"].includes(method)) {
      const place = at(params[1])
      if (isAhead(place)) return refusal(id, -32_000, "header not found")
      return ask({ params: [params[0], place, ...params.slice(2)] })
    }
    if (method === "eth_getLogs") {
      // A node that lacks blocks has no logs of them, and does not say so.
      const { result } = await pass()
      const logs = (Array.isArray(result) ? result : []).filter(({ blockNumber }) => !isAhead(blockNumber))
      return { answer: { jsonrpc: "2.0", id, result: logs } }
    }
    if (["eth_getTransactionReceipt", "eth_getTransactionByHash", "eth_getBlockByHash"].includes(method)) {
      const answer = await pass()
      const { blockNumber, number } = Object(answer["result"])
      return isAhead(blockNumber ?? number) ? none : { answer }
    }
    return { answer: await pass() }
  }
}

const numberOf = (value: unknown) => (isNumber(value) ? BigInt(value) : undefined)
