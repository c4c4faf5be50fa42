// What nodes do wrong, as replies to requests.
import { type Hex, hexToBigInt, isHex, numberToHex } from "viem"

import type { Answer, NodeFault, NodeRequest } from "./failingNode.ts"

/** Only some of the time: the last of every so many requests passes. */
export function sometimes(fault: NodeFault, every = 3): NodeFault {
  let seen = 0
  return async (request, pass) => {
    seen += 1
    return seen % every === 0 ? { answer: await pass() } : fault(request, pass)
  }
}
/** The first request passes. */
export function afterTheFirst(fault: NodeFault): NodeFault {
  let seen = 0
  return async (request, pass) => {
    seen += 1
    return seen === 1 ? { answer: await pass() } : fault(request, pass)
  }
}

/** Only requests of one method. */
export const only =
  (method: string, fault: NodeFault): NodeFault =>
  async (request, pass) =>
    request.method === method ? fault(request, pass) : { answer: await pass() }

/** A request that the node refuses in its own words. */
export const refusal = (id: unknown, code: number, message: string, data?: Hex) => ({
  answer: { jsonrpc: "2.0", id, error: { code, message, ...(data ? { data } : {}) } },
})
export const status =
  (code: number, body: string): NodeFault =>
  async () => ({ status: code, body })
export const silence: NodeFault = async () => ({ silence: true })
/** The request reaches the node; what comes back is the fault. */
export const afterwards =
  (fault: NodeFault): NodeFault =>
  async (request, pass) => {
    await pass()
    return fault(request, pass)
  }
export const cut: NodeFault = async (_, pass) => ({ cut: await pass() })
export const stall: NodeFault = async (_, pass) => ({ cut: await pass(), stalls: true })
export const html: NodeFault = async () => ({ status: 200, body: "<!doctype html><title>Just a moment…</title>" })
export const internalError: NodeFault = async ({ id }) => refusal(id, -32_603, "internal error")
export const revert: NodeFault = async ({ id }) => refusal(id, 3, "execution reverted", "0x")

/** The answer, changed. */
export const altered =
  (change: (result: unknown) => unknown): NodeFault =>
  async (_, pass) => {
    const answer = await pass()
    return { answer: "result" in answer ? { ...answer, result: change(answer["result"]) } : answer }
  }

const numberOf = (value: unknown) => (isHex(value) ? hexToBigInt(value) : undefined)
export const timesTen = (value: unknown) => numberToHex((numberOf(value) ?? 0n) * 10n)
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** A block whose base fee is ten times as high. */
export const dearBlock = (block: unknown) =>
  block ? { ...Object(block), baseFeePerGas: timesTen(Object(block).baseFeePerGas) } : block

/** A node that is so many blocks behind, in everything that it answers. */
export function behind(blocks: bigint): NodeFault {
  return async (request, pass) => {
    const { id, method, params } = request
    const head = numberOf((await pass(undefined, { id, method: "eth_blockNumber", params: [] }))["result"]) ?? 0n
    const last = head > blocks ? head - blocks : 0n
    const nothing = { answer: { jsonrpc: "2.0", id, result: null } }
    const at = (value: unknown) =>
      value === "latest" || value === "pending" || value === undefined ? numberToHex(last) : value
    const isAhead = (value: unknown) => (numberOf(value) ?? 0n) > last
    const ask = async (what: Partial<NodeRequest>) => ({ answer: await pass(undefined, { ...request, ...what }) })

    if (method === "eth_blockNumber") return { answer: { jsonrpc: "2.0", id, result: numberToHex(last) } }
    if (method === "eth_getBlockByNumber")
      return isAhead(at(params[0])) ? nothing : ask({ params: [at(params[0]), ...params.slice(1)] })
    if (["eth_call", "eth_getTransactionCount", "eth_getCode", "eth_getBalance"].includes(method)) {
      const place = at(params[1])
      if (isAhead(place)) return refusal(id, -32_000, "header not found")
      return ask({ params: [params[0], place, ...params.slice(2)] })
    }
    if (method === "eth_getLogs") return logsUntil(last, request, pass)
    if (["eth_getTransactionReceipt", "eth_getTransactionByHash", "eth_getBlockByHash"].includes(method)) {
      const answer = await pass()
      const { blockNumber, number } = Object(answer["result"])
      return isAhead(blockNumber ?? number) ? nothing : { answer }
    }
    return { answer: await pass() }
  }
}

/** A node that lacks blocks has no logs of them, and does not say so. */
async function logsUntil(
  last: bigint,
  request: NodeRequest,
  pass: (url?: string, request?: NodeRequest) => Promise<Answer>,
) {
  const answer = await pass()
  const logs = listOf(answer["result"]).filter((log) => (numberOf(Object(log).blockNumber) ?? 0n) <= last)
  return { answer: { jsonrpc: "2.0", id: request.id, result: logs } }
}

/** The calldata of a request, if it is a call. */
export const dataOf = ({ params }: NodeRequest): Hex => {
  const { data, input } = Object(params[0])
  return isHex(data) ? data : isHex(input) ? input : "0x"
}
