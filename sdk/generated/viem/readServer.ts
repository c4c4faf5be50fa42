// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { readServer as core } from "../../core/server/readServer.ts"
import type { ReadServerParameters, ServerOperation } from "../../core/server/readServer.ts"
import { chainOf } from "../../viem/viemPort.ts"
import type { ServerOperations } from "../serverTypes.ts"

/**
 * Asks a server for a page of the escrow's history: rentals, hosts by their records, earnings, disputes, books, and all
 * else that its description lists. Every field of the answer is checked for its type, and each rental's terms for its id.
 * With `verify`, each rental's terms, state, amounts, and deadlines are compared with the escrow. A server that is only
 * behind is given a few seconds.
 *
 * @example
 * import { readServer } from "@gpuflow/escrow/server"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { items } = await readServer(client, {
 *   escrow: "0x…",
 *   server: "https://server.example",
 *   operation: "listRentals",
 *   query: { renter: "0x…", open: true },
 *   verify: true,
 * })
 * for (const { id, status, held } of items) console.log(id, status, held)
 *
 * @param client A viem client
 * @returns The answer. Amounts, times, and rates are `bigint`, counts are numbers, and null is undefined
 * @throws {InvalidInputError} for what is not a URL, and for a missing part of the path
 * @throws {ServerUnavailableError} if the server does not answer in time
 * @throws {ServerRefusedError} if the server refuses, such as for a rental that it does not have
 * @throws {ServerAnswerInvalidError} for an answer of another form
 * @throws {ServerMismatchError} if `verify` finds that the escrow says something else. It names the field
 */
export function readServer<const operation extends ServerOperation = ServerOperation>(
  client: Client,
  parameters: readServer.Parameters<operation>,
): Promise<readServer.ReturnType<operation>> {
  return core(chainOf(client), parameters)
}

export declare namespace readServer {
  type Parameters<operation extends ServerOperation = ServerOperation> = ReadServerParameters<operation>
  type ReturnType<operation extends ServerOperation = ServerOperation> = ServerOperations[operation]["answer"]
}
