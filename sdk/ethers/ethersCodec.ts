import {
  AbiCoder,
  FunctionFragment,
  getAddress,
  Interface,
  isAddress,
  keccak256,
  ParamType,
  Result,
  recoverAddress,
  sha256,
  TypedDataEncoder,
  type TypedDataField,
} from "ethers"

import type { AbiItem, AbiParameter, Codec, TypedData } from "../core/port.ts"
import type { Hex } from "../types.ts"

/** ethers types bytes as any string, but returns hexadecimal strings. Bundlers inline a declared function. */
export function hex(value: string): Hex {
  return value as Hex
}

/** Parameters of events are marked as indexed or not. A type does not accept the mark. */
const typeOf = ({ indexed, ...parameter }: AbiParameter) => ParamType.from(parameter)

/** ethers takes mutable arrays. */
export const structsOf = (types: TypedData["types"]): Record<string, TypedDataField[]> =>
  Object.fromEntries(Object.entries(types).map(([name, fields]) => [name, [...fields]]))

/** Encoding and hashing by ethers. */
export const codec: Codec = {
  // As in viem: `0x` is required, and an address without a checksum must be in lower case.
  isAddress: (value) =>
    /^0x/.test(value) && isAddress(value) && (value === value.toLowerCase() || value === getAddress(value)),
  encodeCall: (item, args) => {
    const fragment = FunctionFragment.from(asFunction(item))
    return hex(new Interface([fragment]).encodeFunctionData(fragment, args))
  },
  checksum: (address) => hex(getAddress(address.toLowerCase())),
  encode: (parameters, values) => hex(AbiCoder.defaultAbiCoder().encode(parameters.map(typeOf), values)),
  decode: (parameters, data) => plain(AbiCoder.defaultAbiCoder().decode(parameters.map(typeOf), data)),
  keccak256: (data) => hex(keccak256(data)),
  sha256: (data) => hex(sha256(data)),
  hashStruct: ({ types, primaryType, message }) =>
    hex(TypedDataEncoder.hashStruct(primaryType, structsOf(types), message)),
  hashTypedData: ({ domain, types, message }) => hex(TypedDataEncoder.hash(domain, structsOf(types), message)),
  hashDomain: (domain) => hex(TypedDataEncoder.hashDomain(domain)),
  recover: async (digest, signature) => hex(recoverAddress(digest, signature)),
}

/** Missing outputs become an empty list. */
const asFunction = (item: AbiItem) => ({ outputs: [], ...item })

/** ethers' results as arrays, structs in the order of their fields. */
function plain(value: unknown): readonly unknown[] {
  const flat = (inner: unknown): unknown => (inner instanceof Result ? [...inner].map(flat) : inner)
  return Array.isArray(value) ? [...value].map(flat) : []
}
