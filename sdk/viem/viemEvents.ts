import { decodeEvents as core, type DecodeEventsParameters, type EscrowEvent } from "../core/escrowEvents.ts"
import { codec } from "./viemCodec.ts"

/**
 * Decodes the escrow's own events among logs, in their order.
 *
 * @example
 * import { decodeEvents } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { logs } = await client.getTransactionReceipt({ hash: "0x…" })
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
