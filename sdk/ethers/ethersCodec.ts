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
  TypedDataEncoder,
  type TypedDataField,
} from "ethers"

import type { AbiItem, AbiParameter, Codec, TypedData } from "../core/port.ts"
import type { Hex } from "../types.ts"

/** ethers types bytes as any string; what it returns is hexadecimal. */
export const hex = (value: string): Hex => value as Hex

/** Events say of each parameter whether it is indexed, of which a type knows nothing. */
const typeOf = ({ indexed, ...parameter }: AbiParameter) => ParamType.from(parameter)

/** ethers does not promise to leave them alone. */
export const structsOf = (types: TypedData["types"]): Record<string, TypedDataField[]> =>
  Object.fromEntries(Object.entries(types).map(([name, fields]) => [name, [...fields]]))

/** Encoding and hashing by ethers. */
export const codec: Codec = {
  // After 0x, and without a checksum only in lower case: as viem has it.
  isAddress: (value) =>
    /^0x/.test(value) && isAddress(value) && (value === value.toLowerCase() || value === getAddress(value)),
  encodeCall: (item, args) => {
    const fragment = FunctionFragment.from(asFunction(item))
    return hex(new Interface([fragment]).encodeFunctionData(fragment, args))
  },
  encode: (parameters, values) => hex(AbiCoder.defaultAbiCoder().encode(parameters.map(typeOf), values)),
  decode: (parameters, data) => plain(AbiCoder.defaultAbiCoder().decode(parameters.map(typeOf), data)),
  keccak256: (data) => hex(keccak256(data)),
  hashStruct: ({ types, primaryType, message }) =>
    hex(TypedDataEncoder.hashStruct(primaryType, structsOf(types), message)),
  hashTypedData: ({ domain, types, message }) => hex(TypedDataEncoder.hash(domain, structsOf(types), message)),
  hashDomain: (domain) => hex(TypedDataEncoder.hashDomain(domain)),
  recover: async (digest, signature) => hex(recoverAddress(digest, signature)),
}

/** A function without outputs is one with none. */
const asFunction = (item: AbiItem) => ({ outputs: [], ...item })

/** ethers' results as arrays, structs in the order of their fields. */
function plain(value: unknown): readonly unknown[] {
  const flat = (inner: unknown): unknown => (inner instanceof Result ? [...inner].map(flat) : inner)
  return Array.isArray(value) ? [...value].map(flat) : []
}
