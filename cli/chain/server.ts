// The servers that a command asks, from --server or GPUFLOW_SERVER. They make a command faster and never truer: what they
// say is checked against the chain, and the chain is read where they fail.
import { isEscrowError, type Rental } from "@gpuflow/escrow"
import { readServer, readServerItems } from "@gpuflow/escrow/server"
import type { Hash } from "viem"
import { getBlockNumber } from "viem/actions"
import { UsageError } from "../errors.ts"
import type { Session } from "../session.ts"
import { note } from "../terminal/output.ts"
import { describeError } from "../text/errorText.ts"
import { isHttpUrl } from "../text/httpUrl.ts"
import type { Context } from "./context.ts"
import { readDeposits } from "./deposits.ts"
import type { HistoryOptions } from "./history.ts"
import type { Party } from "./party.ts"

export type ServerOption = { readonly server?: readonly string[] | undefined }

/** The URLs that are configured, possibly none. */
export function readServers({ env }: Session, { server }: ServerOption): readonly string[] {
  const urls = server ?? (env["GPUFLOW_SERVER"] ?? "").split(",").flatMap((url) => url.trim() || [])
  if (urls.every(isHttpUrl)) return urls
  const name = server ? "--server" : "GPUFLOW_SERVER"
  throw new UsageError(`${name} is not an http or https URL. Pass the URL of a server, such as https://server.example.`)
}

type PartyRental = { readonly id: Hash; readonly rental: Rental }
type PartyRentals = { readonly rentals: readonly PartyRental[]; readonly server?: string }

/** Blocks that a server may be behind the node. */
const MOST_BEHIND = 64n
const MOST_AT_ONCE = 200

/**
 * A party's rentals, from the first server that has them, or else from the chain's events. A server gives only ids and
 * terms, which belong to each other: states and amounts are the chain's.
 */
export async function readRentals(
  context: Context,
  party: Party,
  options: HistoryOptions & ServerOption,
): Promise<PartyRentals> {
  const { session } = context
  for (const server of readServers(session, options)) {
    try {
      const rentals = await readIndexed(context, party, server)
      note(
        session,
        `Read the list of rentals from ${server}. A server can leave out rentals. Their states are the chain's.`,
      )
      return { rentals, server }
    } catch (error) {
      if (session.signal.aborted || !(isEscrowError(error) || error instanceof Behind)) throw error
      const reason = error instanceof Behind ? error.message : describeError(error)
      note(session, `Note: ${server} is not used. ${reason}`)
    }
  }
  const deposits = await readDeposits(context, party, options)
  return { rentals: deposits.map(({ args }) => args) }
}

/** The server cannot know the latest rentals. */
class Behind extends Error {}

async function readIndexed({ session, client, escrow }: Context, party: Party, server: string): Promise<PartyRental[]> {
  const { signal } = session
  const asked = { escrow, server, signal }
  const [meta, latest] = await Promise.all([
    readServer(client, { ...asked, operation: "getMeta" }),
    getBlockNumber(client, { cacheTime: 0 }),
  ])
  if (meta.chainId !== client.chain.id || meta.escrow.toLowerCase() !== escrow.toLowerCase()) {
    throw new Behind(`It serves the escrow ${meta.escrow} on chain ${meta.chainId}.`)
  }
  if (meta.block + MOST_BEHIND < latest) {
    throw new Behind(`It has read the chain only to block ${meta.block}, and the node is at ${latest}.`)
  }
  const found: PartyRental[] = []
  const query = { ...party, limit: MOST_AT_ONCE }
  for await (const { id, terms } of readServerItems(client, { ...asked, operation: "listRentals", query })) {
    found.push({ id, rental: terms })
  }
  // The chain's events come the oldest first.
  return found.reverse()
}
