// Makes ABI items from a line of Solidity each, which takes a tenth of the space of JSON in a bundle.

import type { EventName, FunctionName } from "../abiTypes.ts"
import { structs } from "../generated/structs.ts"
import type { Hex } from "../types.ts"
import type { FunctionItem } from "./codec.ts"
import type { AbiItem, AbiParameter, Codec } from "./port.ts"

/** The fields of structs by their names. */
type Fields = Readonly<Record<string, string>>

/** A function without structs, apart from those whose fields are passed. A bundle then holds no others. */
export function plainFunctionItem<const name extends FunctionName>(
  name: name,
  inputs: string,
  outputs = "",
  fields?: Fields,
): FunctionItem<name> {
  return { type: "function", name, inputs: parseParameters(inputs), outputs: parseParameters(outputs, fields) }
}

export function functionItem<const name extends FunctionName>(
  name: name,
  inputs: string,
  outputs = "",
): FunctionItem<name> {
  return {
    type: "function",
    name,
    inputs: parseParameters(inputs, structs),
    outputs: parseParameters(outputs, structs),
  }
}

export type EventItem = AbiItem & { readonly name: EventName }

export function eventItem(name: EventName, inputs: string): EventItem {
  return { type: "event", name, inputs: parseParameters(inputs, structs) }
}

export function errorItem(name: string, inputs: string): AbiItem {
  return { type: "error", name, inputs: parseParameters(inputs) }
}

/** A function or an event of a contract other than the escrow. */
export function foreignItem<const name extends string>(
  type: "function" | "event",
  name: name,
  inputs: string,
  outputs = "",
  fields?: Fields,
): AbiItem & { readonly name: name } {
  return { type, name, inputs: parseParameters(inputs, fields), outputs: parseParameters(outputs, fields) }
}

/** The hash of the signature: an event's first topic, and the start of an error's data. */
export function signatureHash(codec: Codec, { name, inputs }: AbiItem): Hex {
  return textHash(codec, `${name}${canonical(inputs)}`)
}

/** The hash of a text of ASCII letters, such as a signature or a type of EIP-712. */
export function textHash(codec: Codec, text: string): Hex {
  return codec.keccak256(`0x${[...text].map((letter) => letter.charCodeAt(0).toString(16)).join("")}`)
}

/** A struct's fields for EIP-712, in which the types of other structs stay as Solidity writes them. */
export function structFields(fields: string): { readonly name: string; readonly type: string }[] {
  return fields.split(",").map((field) => {
    const [type = "", name = ""] = field.split(" ")
    return { name, type }
  })
}

function canonical(parameters: readonly AbiParameter[]): string {
  const types = parameters.map(({ type, components }) =>
    components ? type.replace("tuple", canonical(components)) : type,
  )
  return `(${types})`
}

/** Parameters as Solidity writes them: `address indexed host,Rental[] rentals`. */
export function parseParameters(text: string, fields: Fields = {}): readonly AbiParameter[] {
  return text ? text.split(",").map((parameter) => parameterOf(parameter, fields)) : []
}

function parameterOf(text: string, fieldsOf: Fields): AbiParameter {
  const [solidity = "", ...names] = text.split(" ")
  const [type = ""] = solidity.split("[")
  const array = solidity.slice(type.length)
  const fields = fieldsOf[type]
  return {
    name: names.at(-1) ?? "",
    ...(names.length > 1 ? { indexed: true } : {}),
    ...(fields
      ? { type: `tuple${array}`, components: parseParameters(fields, fieldsOf) }
      : // Any other name with a capital letter is an enum.
        /^[A-Z]/.test(type)
        ? { type: `uint8${array}`, internalType: `enum ${solidity}` }
        : { type: solidity }),
  }
}
