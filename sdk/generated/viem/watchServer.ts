// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { watchServer as core } from "../../core/server/watchServer.ts"
import type { ServerChange, WatchServerParameters } from "../../core/server/watchServer.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Follows a server's changes as they happen, and goes on after a broken connection where it ended. Use it to know when to
 * read again. What it reports is the server's word: read from the chain, or with `verify`, before money depends on it.
 *
 * @example
 * import { watchServer } from "@gpuflow/escrow/server"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const filters = { host: "0x…" } as const
 * for await (const { kind, data } of watchServer(client, { escrow: "0x…", server: "https://server.example", filters })) {
 *   console.log(kind, data)
 * }
 *
 * @param client A viem client
 * @returns Changes, until the signal is aborted
 * @throws {ServerUnavailableError} if so many connections fail one after the other
 * @throws {ServerRefusedError} if the server refuses
 * @throws {ServerAnswerInvalidError} for a change that is not JSON, or longer than 200 000 characters
 */
export function watchServer(client: Client, parameters: watchServer.Parameters): watchServer.ReturnType {
  return core(chainOf(client), parameters)
}

export declare namespace watchServer {
  type Parameters = WatchServerParameters
  type ReturnType = AsyncGenerator<ServerChange, void, undefined>
}
