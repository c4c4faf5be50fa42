import { type Abi, BlockNotFoundError, type Client, decodeAbiParameters, encodeFunctionData, isAddress } from "viem"
import { call, getBlock } from "viem/actions"

import type { AbiItem, Reads, ViewCodec } from "../core/port.ts"
import type { Hash } from "../types.ts"
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
    pollingInterval: client.pollingInterval,
    call: async (request, { from, blockNumber } = {}) => {
      const at = blockNumber === undefined ? {} : { blockNumber }
      const { data } = await call(node, { ...request, ...(from ? { account: from } : {}), ...at })
      return data ?? "0x"
    },
    block: async (which) => {
      const block = await orNothing(getBlock(client, placeOf(which)), BlockNotFoundError)
      if (!block?.hash || !block.logsBloom) return undefined
      const { number, hash, parentHash, timestamp, logsBloom } = block
      return { number: number ?? 0n, hash, parentHash, timestamp, logsBloom }
    },
  }
}

function placeOf(which: bigint | Hash | "latest" | "finalized") {
  if (typeof which === "bigint") return { blockNumber: which }
  return which === "latest" || which === "finalized" ? { blockTag: which } : { blockHash: which }
}

/** viem throws if something does not exist. */
export async function orNothing<found>(
  looking: Promise<found>,
  nothing: abstract new (...args: never[]) => Error,
): Promise<found | undefined> {
  return looking.catch((error: unknown) => {
    if (error instanceof nothing) return undefined
    throw error
  })
}
