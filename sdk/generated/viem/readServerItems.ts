// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { readServerItems as core } from "../../core/server/readServerItems.ts"
import type { ListOperation, ReadServerItemsParameters } from "../../core/server/readServerItems.ts"
import { chainOf } from "../../viem/viemPort.ts"
import type { ServerOperations } from "../serverTypes.ts"

/**
 * Reads a whole list of a server, page by page, as `readServer` reads one page.
 *
 * @example
 * import { readServerItems } from "@gpuflow/escrow/server"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const server = "https://server.example"
 * const hosts = readServerItems(client, { escrow: "0x…", server, operation: "listHosts", query: {} })
 * for await (const { host, rank } of hosts) console.log(host, rank)
 *
 * @param client A viem client
 * @returns The items, the first page first
 * @throws {ServerUnavailableError} if the server does not answer in time
 * @throws {ServerRefusedError} if the server refuses
 * @throws {ServerAnswerInvalidError} for an answer of another form, and for pages that repeat themselves
 * @throws {ServerMismatchError} if `verify` finds that the escrow says something else
 */
export function readServerItems<const list extends ListOperation = ListOperation>(
  client: Client,
  parameters: readServerItems.Parameters<list>,
): readServerItems.ReturnType<list> {
  return core(chainOf(client), parameters)
}

export declare namespace readServerItems {
  type Parameters<list extends ListOperation = ListOperation> = ReadServerItemsParameters<list>
  type ReturnType<list extends ListOperation = ListOperation> = AsyncGenerator<ServerOperations[list]["answer"]["items"][number], void, undefined>
}
