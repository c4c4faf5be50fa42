import {
  type Abi,
  decodeAbiParameters,
  domainSeparator,
  encodeAbiParameters,
  encodeFunctionData,
  hashStruct,
  hashTypedData,
  isAddress,
  keccak256,
  recoverAddress,
} from "viem"

import type { AbiItem, Codec } from "../core/port.ts"

const abiOf = (item: AbiItem): Abi => [item] as Abi

/** Encoding and hashing by viem. */
export const codec: Codec = {
  isAddress: (value) => isAddress(value),
  encodeCall: (item, args) => encodeFunctionData({ abi: abiOf(item), functionName: item.name ?? "", args }),
  encode: (parameters, values) => encodeAbiParameters(parameters, values),
  decode: (parameters, data) => (parameters.length > 0 ? decodeAbiParameters(parameters, data) : []),
  keccak256: (data) => keccak256(data),
  hashStruct: ({ message, ...data }) => hashStruct({ ...data, data: message }),
  hashTypedData: (data) => hashTypedData(data),
  hashDomain: (domain) => domainSeparator({ domain }),
  recover: (hash, signature) => recoverAddress({ hash, signature }),
}
