import { type Abi, type Client, decodeAbiParameters, encodeFunctionData, isAddress } from "viem"
import { call } from "viem/actions"

import type { AbiItem, Reads, ViewCodec } from "../core/port.ts"
import { takingReverts } from "./takingReverts.ts"

const abiOf = (item: AbiItem): Abi => [item] as Abi

/** Encoding and decoding by viem. */
export const viewCodec: ViewCodec = {
  isAddress: (value) => isAddress(value),
  encodeCall: (item, args) => encodeFunctionData({ abi: abiOf(item), functionName: item.name ?? "", args }),
  decode: (parameters, data) => (parameters.length > 0 ? decodeAbiParameters(parameters, data) : []),
}

/** What a read of the escrow needs of a viem client. */
export function readsOf(client: Client): Reads {
  const node = takingReverts(client)
  return {
    codec: viewCodec,
    client,
    call: async (request, { from, blockNumber, gas } = {}) => {
      const { data } = await call(node, { ...request, account: from, gas, blockNumber })
      return data ?? "0x"
    },
  }
}
