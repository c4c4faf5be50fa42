import type { Address, Hex } from "../types.ts"
import type { AbiItem, AbiParameter, Chain } from "./port.ts"
import { revertData } from "./revert.ts"

export const ADDRESS = { type: "address" }
export const STRING = { type: "string" }
export const NUMBER = { type: "uint256" }
export const WORD = { type: "bytes32" }

/** A view of a contract that is not the escrow. */
export type ContractRead = {
  readonly to: Address
  readonly name: string
  readonly outputs: readonly AbiParameter[]
  readonly addresses?: readonly Address[]
  readonly blockNumber?: bigint | undefined
}

/** What a contract answers; nothing if it refuses or answers something else. A node that fails throws. */
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

/** Whether a contract refused, or else a node failed; some nodes tell a revert without data from it only in words. */
export function isRevert(error: unknown): boolean {
  return (
    revertData(error) !== undefined || /\brevert(ed)?\b|opcode|out of gas|invalid jump/i.test(failureMessage(error))
  )
}

/** ethers calls whatever fails a revert, and leaves in `info` what the node said. */
function failureMessage(error: unknown): string {
  const said = fieldOf(fieldOf(fieldOf(error, "info"), "error"), "message")
  return typeof said === "string" ? said : String(error)
}

export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined
}
