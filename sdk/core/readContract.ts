import type { Address, Hex } from "../types.ts"
import type { AbiItem, AbiParameter, Chain } from "./port.ts"
import { revertData } from "./revert.ts"

export const ADDRESS = { type: "address" }
export const STRING = { type: "string" }
export const NUMBER = { type: "uint256" }
export const WORD = { type: "bytes32" }

/** A call of a view of a contract other than the escrow. */
type ContractRead = {
  readonly to: Address
  readonly name: string
  readonly outputs: readonly AbiParameter[]
  readonly addresses?: readonly Address[]
  readonly blockNumber?: bigint | undefined
}

/** Returns what a contract answers, or undefined if it reverts or returns other types. A failure of the node throws. */
export async function readContract(
  chain: Chain,
  { to, name, outputs, addresses = [], blockNumber }: ContractRead,
): Promise<readonly unknown[] | undefined> {
  const { codec } = chain
  const item: AbiItem = { type: "function", name, inputs: addresses.map(() => ADDRESS), outputs }
  const data = codec.encodeCall(item, addresses)
  const answer = await chain.call({ to, data }, { blockNumber }).catch((error: unknown): Hex => {
    if (!isRevert(error)) throw error
    return "0x"
  })
  try {
    return codec.decode(outputs, answer)
  } catch {
    return undefined
  }
}

/**
 * Whether a contract reverted, as opposed to a failure of the node. Some nodes report a revert without data only in the
 * message.
 */
export function isRevert(error: unknown): boolean {
  return (
    revertData(error) !== undefined || /\brevert(ed)?\b|opcode|out of gas|invalid jump/i.test(failureMessage(error))
  )
}

/** ethers reports every failure as a revert. The node's message is in `info`. */
function failureMessage(error: unknown): string {
  const message = fieldOf(fieldOf(fieldOf(error, "info"), "error"), "message")
  return typeof message === "string" ? message : String(error)
}

export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined
}
