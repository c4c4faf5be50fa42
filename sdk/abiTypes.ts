import type { escrowAbi } from "./generated/escrowAbi.ts"
import type { Address, Hex, Offer, Reason, Rental, RentalState, Status } from "./types.ts"

type Enums = { "enum Status": Status; "enum Reason": Reason }
type Structs = { "struct Offer": Offer; "struct Rental": Rental; "struct RentalState": RentalState }

/** The SDK's type of a Solidity value. Whole numbers are `bigint`, enums are the names of their members. */
type Value<parameter> = parameter extends { type: `${string}[]` }
  ? readonly Value<ArrayElement<parameter>>[]
  : parameter extends { internalType: infer internal extends keyof (Enums & Structs) }
    ? (Enums & Structs)[internal]
    : parameter extends { type: infer type }
      ? Plain<type>
      : never

/** The parameter of one element of an array. */
type ArrayElement<parameter> = {
  [key in keyof parameter]: parameter[key] extends `${infer element}[]` ? element : parameter[key]
}

type Plain<type> = type extends `uint${string}`
  ? bigint
  : type extends "address"
    ? Address
    : type extends "bool"
      ? boolean
      : type extends "string"
        ? string
        : Hex

type AbiItem<type extends string, name extends string> = Extract<(typeof escrowAbi)[number], { type: type; name: name }>
type NameOf<type extends string> =
  Extract<(typeof escrowAbi)[number], { type: type }> extends infer item
    ? item extends { name: infer name extends string }
      ? name
      : never
    : never
type Inputs<type extends string, name extends string> = InputsOf<AbiItem<type, name>>
type InputsOf<item> = item extends { inputs: infer inputs extends readonly unknown[] } ? inputs : never
type Named<parameters extends readonly unknown[]> = {
  readonly [parameter in parameters[number] as parameter extends { name: infer name extends string }
    ? name
    : never]: Value<parameter>
}
type Positional<parameters extends readonly unknown[]> = {
  readonly [index in keyof parameters]: Value<parameters[index]>
}

/** A function of the contract. */
export type FunctionName = NameOf<"function">
/** An event of the contract. */
export type EventName = NameOf<"event">
/** An error of the contract. */
export type ErrorName = NameOf<"error">
/** The arguments of a function, in order. */
export type FunctionArgs<name extends FunctionName> = Positional<Inputs<"function", name>>
/** The arguments of an event, by name. */
export type EventArgs<name extends EventName> = Named<Inputs<"event", name>>
/** The arguments of an error, by name. */
export type ErrorArgs<name extends ErrorName> = Named<Inputs<"error", name>>
/** The arguments of an error or an event of another contract's ABI, by name. */
export type ArgsIn<abi extends readonly unknown[], type extends "error" | "event", name extends string> = Named<
  InputsOf<Extract<abi[number], { type: type; name: name }>>
>
/** The names of the errors or events of another contract's ABI. */
export type NameIn<abi extends readonly unknown[], type extends "error" | "event"> =
  Extract<abi[number], { type: type }> extends infer item
    ? item extends { name: infer name extends string }
      ? name
      : never
    : never
/** The result of a function: the value itself if there is one, an object by name if there are several. */
export type FunctionResult<name extends FunctionName> =
  AbiItem<"function", name> extends {
    outputs: infer outputs extends readonly unknown[]
  }
    ? outputs extends readonly []
      ? undefined
      : outputs extends readonly [infer output]
        ? Value<output>
        : Named<outputs>
    : never
