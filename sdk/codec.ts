import {
  type Abi,
  type AbiFunction,
  type AbiParameter,
  decodeAbiParameters,
  encodeFunctionData,
  type Hex,
  isAddress,
  isHex,
  size,
} from "viem"

import { InvalidInputError } from "./errors.ts"
import { escrowAbi } from "./generated/abi.ts"
import { reasons, statuses } from "./generated/constants.ts"
import type { FunctionArgs, FunctionName, FunctionResult } from "./solidity.ts"

const enums: Record<string, readonly string[]> = { "enum Status": statuses, "enum Reason": reasons }

/** The ABI as viem takes any: values pass through this file instead of viem's types, which know `number`. */
export const abi: Abi = escrowAbi

/** A function's item of the ABI. */
export function functionItem(name: FunctionName): AbiFunction {
  for (const item of abi) if (item.type === "function" && item.name === name) return item
  throw new TypeError(`The ABI has no function ${name}.`)
}

/**
 * Refuses arguments that the function's types cannot hold.
 *
 * @throws {InvalidInputError} naming the field, the value and what was expected
 */
export function assertArgs<const name extends FunctionName>(name: name, args: FunctionArgs<name>): void {
  const values: readonly unknown[] = args
  for (const [index, parameter] of functionItem(name).inputs.entries()) assertInput(parameter, values[index])
}

/**
 * Refuses what is no address.
 *
 * @throws {InvalidInputError} naming the field and the value
 */
export function assertAddress(name: string, value: unknown): void {
  assertInput({ name, type: "address" }, value)
}

/** Calldata of a call, checked as by `assertArgs`. */
export function encodeCall<const name extends FunctionName>(name: name, args: FunctionArgs<name>): Hex {
  assertArgs(name, args)
  const [functionName, values]: [string, readonly unknown[]] = [name, args]
  return encodeFunctionData({ abi, functionName, args: values })
}

/** What a call returned; its type follows from the ABI that it is decoded with. */
export function decodeResult<const name extends FunctionName>(name: name, data: Hex): FunctionResult<name> {
  const { outputs } = functionItem(name)
  const values = decodeAbiParameters(outputs, data)
  const [first] = outputs
  const result = outputs.length === 1 && first ? fromAbi(first, values[0]) : namedFromAbi(outputs, values)
  return result as FunctionResult<name>
}

/**
 * A value as viem decoded it, in the SDK's types: every number becomes a `bigint`, every enum its word. The one place
 * where the two differ.
 */
export function fromAbi(parameter: AbiParameter, value: unknown): unknown {
  const element = elementOf(parameter)
  if (element && Array.isArray(value)) return value.map((item) => fromAbi(element, item))
  if (parameter.internalType && parameter.internalType in enums) {
    return enums[parameter.internalType]?.[Number(value)]
  }
  if ("components" in parameter && typeof value === "object" && value !== null) {
    const fields = new Map(Object.entries(value))
    return namedFromAbi(
      parameter.components,
      parameter.components.map(({ name = "" }) => fields.get(name)),
    )
  }
  return typeof value === "number" ? BigInt(value) : value
}

/** Decoded values in the order of their parameters, as an object in the SDK's types. */
export function namedFromAbi(parameters: readonly AbiParameter[], values: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(
    parameters.map((parameter, index) => [parameter.name ?? String(index), fromAbi(parameter, values[index])]),
  )
}

/**
 * Refuses what the parameter's Solidity type cannot hold.
 *
 * @throws {InvalidInputError} naming the field, the value and what was expected
 */
export function assertInput(parameter: AbiParameter, value: unknown, path = parameter.name ?? ""): void {
  const element = elementOf(parameter)
  if (element) {
    if (!Array.isArray(value)) throw new InvalidInputError({ field: path, value, expected: "an array" })
    for (const [index, item] of value.entries()) assertInput(element, item, `${path}[${index}]`)
    return
  }
  const { type } = parameter
  if ("components" in parameter) {
    if (typeof value !== "object" || value === null)
      throw new InvalidInputError({ field: path, value, expected: "an object" })
    const fields = new Map(Object.entries(value))
    for (const component of parameter.components) {
      const { name = "" } = component
      assertInput(component, fields.get(name), path ? `${path}.${name}` : name)
    }
    return
  }
  const expected = expectation(type, value)
  if (expected) throw new InvalidInputError({ field: path, value, expected })
}

/** The parameter of one element, if this is an array's. */
function elementOf(parameter: AbiParameter): AbiParameter | undefined {
  const { type, internalType = type } = parameter
  if (!type.endsWith("[]")) return undefined
  return { ...parameter, type: type.slice(0, -2), internalType: internalType.slice(0, -2) }
}

/** What the type wants instead of the value; nothing if it fits. */
function expectation(type: string, value: unknown): string | undefined {
  const uint = /^uint(\d+)$/.exec(type)?.[1]
  if (uint) {
    return typeof value === "bigint" && value >= 0n && value < 2n ** BigInt(uint)
      ? undefined
      : `a bigint from 0 to 2^${uint} - 1`
  }
  if (type === "address") return typeof value === "string" && isAddress(value) ? undefined : "an address"
  if (type === "bool") return typeof value === "boolean" ? undefined : "true or false"
  if (type === "string") return typeof value === "string" ? undefined : "a string"
  if (!isHex(value) || value.length % 2 !== 0) return `${type} as a hex string`
  const length = /^bytes(\d+)$/.exec(type)?.[1]
  return length && size(value) !== Number(length) ? `${length} bytes as a hex string` : undefined
}
