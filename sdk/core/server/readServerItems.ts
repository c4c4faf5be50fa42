import type { ServerOperations } from "../../generated/serverTypes.ts"
import type { Chain } from "../port.ts"
import { nameOf } from "./askServer.ts"
import { type ReadServerParameters, readServer } from "./readServer.ts"
import { ServerAnswerInvalidError } from "./serverErrors.ts"

/** The operations whose answer is a page of a list. */
export type ListOperation = {
  [operation in keyof ServerOperations]: ServerOperations[operation]["answer"] extends {
    readonly items: readonly unknown[]
    readonly next: string | undefined
  }
    ? operation
    : never
}[keyof ServerOperations]

/** Parameters of `readServerItems`. */
export type ReadServerItemsParameters<list extends ListOperation = ListOperation> = ReadServerParameters<list>

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
 * @returns The items, the first page first
 * @throws {ServerUnavailableError} if the server does not answer in time
 * @throws {ServerRefusedError} if the server refuses
 * @throws {ServerAnswerInvalidError} for an answer of another form, and for pages that repeat themselves
 * @throws {ServerMismatchError} if `verify` finds that the escrow says something else
 */
export async function* readServerItems<const list extends ListOperation = ListOperation>(
  chain: Chain,
  parameters: ReadServerItemsParameters<list>,
): AsyncGenerator<ServerOperations[list]["answer"]["items"][number], void, undefined> {
  const seen = new Set<string>()
  let cursor: string | undefined
  for (;;) {
    parameters.signal?.throwIfAborted()
    const query = { ...parameters.query, ...(cursor === undefined ? {} : { cursor }) }
    const page = await readServer(chain, { ...parameters, query })
    yield* page.items
    cursor = page.next
    if (cursor === undefined) return
    // A server that repeats a page would be read for ever.
    if (seen.has(cursor) || page.items.length === 0) {
      const args = { server: nameOf(parameters.server), path: parameters.operation, field: "next" }
      throw new ServerAnswerInvalidError({ ...args, problem: "leads to pages that were there before" })
    }
    seen.add(cursor)
  }
}
