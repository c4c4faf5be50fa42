import type { FunctionArgs, FunctionName, FunctionResult } from "../abiTypes.ts"
import { reasons, statuses } from "../generated/constants.ts"
import type { Address, Hex } from "../types.ts"
import { EscrowError } from "./escrowError.ts"
import { hasFields } from "./hasFields.ts"
import type { AbiItem, AbiParameter, ViewCodec } from "./port.ts"

const enums: Record<string, readonly string[]> = { "enum Status": statuses, "enum Reason": reasons }

/** A function of the ABI. */
export type FunctionItem<name extends FunctionName = FunctionName> = AbiItem & { readonly name: name }

/**
 * Refuses arguments that the function's types cannot hold.
 *
 * @throws {InvalidInputError} naming the field, the value and what was expected
 */
export function assertArgs<const name extends FunctionName>(
  codec: ViewCodec,
  item: FunctionItem<name>,
  args: FunctionArgs<name>,
): void {
  const values: readonly unknown[] = args
  for (const [index, parameter] of item.inputs.entries()) assertInput(codec, parameter, values[index])
}

/**
 * Refuses a value that is not an address.
 *
 * @throws {InvalidInputError} naming the field and the value
 */
export function assertAddress(codec: ViewCodec, name: string, value: unknown): asserts value is Address {
  assertInput(codec, { name, type: "address" }, value)
}

/** Calldata of a call, checked as by `assertArgs`. */
export function encodeCall<const name extends FunctionName>(
  codec: ViewCodec,
  item: FunctionItem<name>,
  args: FunctionArgs<name>,
): Hex {
  assertArgs(codec, item, args)
  return codec.encodeCall(item, args)
}

/** Decodes the result of a call. Its type follows from the ABI. */
export function decodeResult<const name extends FunctionName>(
  codec: ViewCodec,
  { outputs = [] }: FunctionItem<name>,
  data: Hex,
): FunctionResult<name> {
  const values = codec.decode(outputs, data)
  const [first] = outputs
  const result = outputs.length === 1 && first ? fromAbi(first, values[0]) : namedFromAbi(outputs, values)
  return result as FunctionResult<name>
}

/**
 * Converts a value that a library decoded into the SDK's types: every number becomes a `bigint`, every enum the name of
 * its member, every struct an object. The libraries differ only here.
 */
export function fromAbi(parameter: AbiParameter, value: unknown): unknown {
  const element = elementOf(parameter)
  if (element && Array.isArray(value)) return value.map((item) => fromAbi(element, item))
  if (parameter.internalType && parameter.internalType in enums) {
    return enums[parameter.internalType]?.[Number(value)]
  }
  if (parameter.components && hasFields(value)) {
    const values = Array.isArray(value) ? value : parameter.components.map(({ name = "" }) => Reflect.get(value, name))
    return namedFromAbi(parameter.components, values)
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
export function assertInput(
  codec: ViewCodec,
  parameter: AbiParameter,
  value: unknown,
  path = parameter.name ?? "",
): void {
  const expected = expectation(codec, parameter.type, value)
  if (expected) throw new InvalidInputError({ field: path, value, expected })
  const element = elementOf(parameter)
  if (element && Array.isArray(value)) {
    for (const [index, item] of value.entries()) assertInput(codec, element, item, `${path}[${index}]`)
    return
  }
  for (const component of parameter.components ?? []) {
    const { name = "" } = component
    assertInput(codec, component, Reflect.get(Object(value), name), path ? `${path}.${name}` : name)
  }
}

/** The parameter of one element, if the parameter is an array. */
function elementOf(parameter: AbiParameter): AbiParameter | undefined {
  const { type, internalType = type } = parameter
  if (!type.endsWith("[]")) return undefined
  return { ...parameter, type: type.slice(0, -2), internalType: internalType.slice(0, -2) }
}

/** Describes the values that the type accepts, if this value is not one of them. */
function expectation(codec: ViewCodec, type: string, value: unknown): string | undefined {
  const uint = /^uint(\d+)$/.exec(type)?.[1]
  if (uint) {
    return typeof value === "bigint" && value >= 0n && value < 2n ** BigInt(uint)
      ? undefined
      : `a bigint from 0 to 2^${uint} - 1`
  }
  if (type.endsWith("[]")) return Array.isArray(value) ? undefined : "an array"
  if (type === "tuple") return hasFields(value) ? undefined : "an object"
  if (type === "address") return typeof value === "string" && codec.isAddress(value) ? undefined : "an address"
  if (type === "bool") return typeof value === "boolean" ? undefined : "true or false"
  if (type === "string") return typeof value === "string" ? undefined : "a string"
  if (typeof value !== "string" || !/^0x([\da-f]{2})*$/i.test(value)) return `${type} as a hex string`
  const length = /^bytes(\d+)$/.exec(type)?.[1]
  return length && value.length !== 2 + 2 * Number(length) ? `${length} bytes as a hex string` : undefined
}

/** A parameter does not fit its Solidity type. */
export class InvalidInputError extends EscrowError<
  "InvalidInput",
  { readonly field: string; readonly value: unknown; readonly expected: string }
> {
  constructor(args: InvalidInputError["args"], options?: ErrorOptions) {
    super("InvalidInput", "Invalid parameter. See `expected`.", args, options)
  }
}
