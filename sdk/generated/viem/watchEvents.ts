// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { EventName } from "../../abiTypes.ts"
import { watchEvents as core } from "../../core/watch/watchEvents.ts"
import type { EventBatch, WatchEventsParameters } from "../../core/watch/watchEvents.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Follows an escrow's events through reorganisations, lagging or refusing nodes, and restarts. Every batch comes with a
 * cursor. Store the cursor together with your results of the batch and pass it to a later call to continue: no event is
 * lost or reported twice. Events that the chain reverts are reported as `removed`. A batch may hold no event. Its
 * cursor is newer all the same.
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
 * @returns Batches, without end unless `untilLatest`: added events, removed events, the cursor, and the last block that was processed
 * @throws {ReadFailedError} if the node keeps failing. It holds the last cursor
 * @throws {ReorgTooDeepError} if the chain replaced more blocks than `maxReorgDepth`. `resyncFrom` is the block to start again from
 * @throws {WrongCursorError} for a cursor of another chain or escrow
 * @throws {InvalidInputError} for an invalid parameter
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
