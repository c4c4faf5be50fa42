// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { EventName } from "../../abiTypes.ts"
import { watchEvents as core } from "../../core/watch/watchEvents.ts"
import type { EventBatch, WatchEventsParameters } from "../../core/watch/watchEvents.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Follows an escrow's events, also through reorganisations, nodes that are behind or refuse, and restarts. Every batch
 * comes with a cursor: kept together with what was made of the events, it is where a later call goes on, so that no
 * event is lost or told twice. What the chain takes back is told as `removed`. A batch may hold no event: its cursor is
 * the newer one all the same.
 *
 * @example
 * import { watchEvents } from "@gpuflow/escrow/watch"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * for await (const { added, removed, cursor } of watchEvents(client, { escrow: "0x…", host: "0x…", fromBlock: 1n })) {
 *   for (const { eventName, args } of removed) console.log("taken back", eventName, args)
 *   for (const { eventName, args } of added) console.log(eventName, args)
 *   console.log("keep this", JSON.stringify(cursor))
 * }
 *
 * @param client A viem client
 * @returns Batches, without end unless `untilLatest`: what happened, what was taken back, the cursor, and the last block that is done with
 * @throws {ReadFailedError} if the node keeps failing; it holds the last cursor
 * @throws {ReorgTooDeepError} if the chain replaced more blocks than `maxReorgDepth`; it says from where to start anew
 * @throws {WrongCursorError} for a cursor of another chain or escrow
 * @throws {InvalidInputError} for a parameter that does not fit
 * @throws {WrongChainError} if the node is on another chain than the client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function watchEvents<const names extends EventName = EventName>(
  client: Client,
  parameters: watchEvents.Parameters<names>,
): watchEvents.ReturnType<names> {
  return core(chainOf(client), parameters)
}

export declare namespace watchEvents {
  type Parameters<names extends EventName = EventName> = WatchEventsParameters<names>
  type ReturnType<names extends EventName = EventName> = AsyncGenerator<EventBatch<names>, void, undefined>
}
