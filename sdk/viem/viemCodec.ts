import {
  domainSeparator,
  encodeAbiParameters,
  getAddress,
  hashStruct,
  hashTypedData,
  keccak256,
  recoverAddress,
  sha256,
} from "viem"

import type { Codec } from "../core/port.ts"
import { viewCodec } from "./viemReads.ts"

/** Encoding and hashing by viem. */
export const codec: Codec = {
  ...viewCodec,
  checksum: (address) => getAddress(address),
  encode: (parameters, values) => encodeAbiParameters(parameters, values),
  keccak256: (data) => keccak256(data),
  sha256: (data) => sha256(data),
  hashStruct: ({ message, ...data }) => hashStruct({ ...data, data: message }),
  hashTypedData: (data) => hashTypedData(data),
  hashDomain: (domain) => domainSeparator({ domain }),
  recover: (hash, signature) => recoverAddress({ hash, signature }),
}
