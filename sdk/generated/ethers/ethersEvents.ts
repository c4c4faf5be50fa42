// Written by `npm run generate`. Do not edit.

import { decodeEvents as core, type DecodeEventsParameters, type EscrowEvent } from "../../core/escrowEvents.ts"
import { codec } from "../../ethers/ethersCodec.ts"

/**
 * Decodes the escrow's own events among logs, in their order.
 *
 * @example
 * import { decodeEvents, toLog } from "@gpuflow/escrow/ethers"
 * import { JsonRpcProvider } from "ethers"
 *
 * const receipt = await new JsonRpcProvider("http://127.0.0.1:8545").getTransactionReceipt("0x…")
 * const logs = (receipt?.logs ?? []).map(toLog)
 * const events = decodeEvents({ escrow: "0x…", logs })
 *
 * @returns The events. Logs of other contracts are left out
 */
export function decodeEvents(parameters: decodeEvents.Parameters): EscrowEvent[] {
  return core(codec, parameters)
}

export declare namespace decodeEvents {
  type Parameters = DecodeEventsParameters
}
