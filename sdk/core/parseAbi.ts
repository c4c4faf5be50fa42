// The ABI's items from a line of Solidity each, a tenth of what their JSON would take in a bundle.

import type { ErrorName, EventName, FunctionName } from "../abiTypes.ts"
import { structs } from "../generated/structs.ts"
import type { Hex } from "../types.ts"
import type { FunctionItem } from "./codec.ts"
import type { Codec, Item, Parameter } from "./port.ts"

const fieldsOf: Readonly<Record<string, string>> = structs

export function functionItem<const name extends FunctionName>(
  name: name,
  inputs: string,
  outputs = "",
): FunctionItem<name> {
  return { type: "function", name, inputs: parametersOf(inputs), outputs: parametersOf(outputs) }
}

export type EventItem = Item & { readonly name: EventName }

export function eventItem(name: EventName, inputs: string): EventItem {
  return { type: "event", name, inputs: parametersOf(inputs) }
}

export type ErrorItem = Item & { readonly name: ErrorName }

export function errorItem(name: ErrorName, inputs: string): ErrorItem {
  return { type: "error", name, inputs: parametersOf(inputs) }
}

/** What an event's first topic is, and an error's data starts with. */
export function hashOf(codec: Codec, { name, inputs }: Item): Hex {
  const signature = `${name}${canonical(inputs)}`
  return codec.keccak256(`0x${[...signature].map((letter) => letter.charCodeAt(0).toString(16)).join("")}`)
}

function canonical(parameters: readonly Parameter[]): string {
  const types = parameters.map(({ type, components }) =>
    components ? type.replace("tuple", canonical(components)) : type,
  )
  return `(${types})`
}

/** Parameters as Solidity writes them: `address indexed host,Rental[] rentals`. */
export function parametersOf(text: string): readonly Parameter[] {
  return text ? text.split(",").map(parameterOf) : []
}

function parameterOf(text: string): Parameter {
  const [solidity = "", ...names] = text.split(" ")
  const [type = ""] = solidity.split("[")
  const array = solidity.slice(type.length)
  const fields = fieldsOf[type]
  return {
    name: names.at(-1) ?? "",
    ...(names.length > 1 ? { indexed: true } : {}),
    ...(fields
      ? { type: `tuple${array}`, components: parametersOf(fields) }
      : // Whatever else has a capital is an enum.
        /^[A-Z]/.test(type)
        ? { type: `uint8${array}`, internalType: `enum ${solidity}` }
        : { type: solidity }),
  }
}
