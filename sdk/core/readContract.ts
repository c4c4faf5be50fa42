import type { Address, Hex } from "../types.ts"
import { hasFields } from "./hasFields.ts"
import type { AbiItem, AbiParameter, Chain, Codec } from "./port.ts"
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
  readonly args?: readonly unknown[]
  /** Types of the arguments. Default: addresses. */
  readonly inputs?: readonly AbiParameter[]
  readonly blockNumber?: bigint | undefined
}

/** Returns what a contract answers, or undefined if it reverts or returns other types. A failure of the node throws. */
export async function readContract(chain: Chain, read: ContractRead): Promise<readonly unknown[] | undefined> {
  return decoded(chain.codec, read.outputs, await callView(chain, read))
}

/** As `readContract`, of a view with one output. */
export async function readValue(chain: Chain, output: AbiParameter, read: Omit<ContractRead, "outputs">) {
  return (await readContract(chain, { ...read, outputs: [output] }))?.[0]
}

/** Returns the number that a contract answers, or 0 if it answers otherwise. A failure of the node throws. */
export async function readNumber(chain: Chain, read: Omit<ContractRead, "outputs">): Promise<bigint> {
  return BigInt(String((await readValue(chain, NUMBER, read)) ?? 0n))
}

/**
 * Returns the text that a contract answers, as a string or, in older tokens, as 32 bytes. Undefined: the contract
 * reverts or returns no text. A failure of the node throws.
 */
export async function readText(chain: Chain, read: Omit<ContractRead, "outputs">): Promise<string | undefined> {
  const { codec } = chain
  const answer = await callView(chain, { ...read, outputs: [STRING] })
  const [text] = decoded(codec, [STRING], answer) ?? decoded(codec, [STRING], asString(answer)) ?? []
  // Bytes that are not UTF-8 are an error in one library and this character in the other.
  return typeof text === "string" && !text.includes("\uFFFD") ? text : undefined
}

async function callView(
  chain: Chain,
  { to, name, outputs, args = [], inputs = args.map(() => ADDRESS), blockNumber }: ContractRead,
): Promise<Hex> {
  const item: AbiItem = { type: "function", name, inputs, outputs }
  const data = chain.codec.encodeCall(item, args)
  return chain.call({ to, data }, { blockNumber }).catch((error: unknown): Hex => {
    if (!isRevert(error)) throw error
    return "0x"
  })
}

function decoded(codec: Codec, outputs: readonly AbiParameter[], answer: Hex): readonly unknown[] | undefined {
  try {
    return codec.decode(outputs, answer)
  } catch {
    return undefined
  }
}

/** Text of 32 bytes that ends with zeros, as an answer of the type `string`. */
function asString(answer: Hex): Hex {
  const [, bytes = ""] = /^0x((?:(?!00)[\da-f]{2})*)(?:00)*$/i.exec(answer) ?? []
  if (answer.length !== 66 || bytes === "") return "0x"
  const word = (value: number) => value.toString(16).padStart(64, "0")
  return `0x${word(32)}${word(bytes.length / 2)}${bytes.padEnd(64, "0")}`
}

/**
 * Whether a contract reverted, as opposed to a failure of the node. Some nodes report a revert without data only in the
 * message.
 */
export function isRevert(error: unknown): boolean {
  return (
    revertData(error) !== undefined ||
    /\brevert(ed)?\b|opcode|out of gas|invalid jump|vm execution error/i.test(failureMessage(error))
  )
}

/** Whether a node stopped a call that ran for too long. Another call of the same node may be answered. */
export function isAborted(error: unknown): boolean {
  return /execution (aborted|timeout|timed out)/i.test(failureMessage(error))
}

/** ethers reports every failure as a revert. The node's message is in `info`. */
function failureMessage(error: unknown): string {
  const { message }: { readonly message?: unknown } = Object(Object(Object(error).info).error)
  return typeof message === "string" ? message : String(error)
}

export function fieldOf(value: unknown, name: string): unknown {
  return hasFields(value) ? Reflect.get(value, name) : undefined
}
