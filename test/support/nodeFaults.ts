// What nodes do wrong, as replies to requests.
import { type Hex, hexToBigInt, isHex, numberToHex } from "viem"

import { refusal } from "../../sdk/testing/chainFaults.ts"
import type { NodeFault, NodeRequest } from "../../sdk/testing/nodeProxy.ts"

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

/** The calldata of a request, if it is a call. */
export const dataOf = ({ params }: NodeRequest): Hex => {
  const { data, input } = Object(params[0])
  return isHex(data) ? data : isHex(input) ? input : "0x"
}
