// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { waitForServer as core } from "../../core/server/waitForServer.ts"
import type { WaitForServerParameters } from "../../core/server/waitForServer.ts"
import { chainOf } from "../../viem/viemPort.ts"
import type { ServerOperations } from "../serverTypes.ts"

/**
 * Waits until a server has the events of a transaction, so that a page that reads it is never older than what its user
 * just did. Call it with the hash of a transaction that was waited for, before you read the server again.
 *
 * @example
 * import { waitForServer } from "@gpuflow/escrow/server"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { block } = await waitForServer(client, {
 *   escrow: "0x…",
 *   server: "https://server.example",
 *   transaction: "0x…",
 * })
 *
 * @param client A viem client
 * @returns The transaction's block and its events, as the server has them
 * @throws {ServerBehindError} if the server does not have it in time
 * @throws {ServerUnavailableError} if the server does not answer
 * @throws {ServerAnswerInvalidError} for an answer of another form
 */
export function waitForServer(client: Client, parameters: waitForServer.Parameters): Promise<waitForServer.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace waitForServer {
  type Parameters = WaitForServerParameters
  type ReturnType = ServerOperations["getTransaction"]["answer"]
}
