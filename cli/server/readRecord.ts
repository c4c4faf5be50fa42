// A host's record, from a server or counted from the chain's events.
import type { HostRecordCursor } from "@gpuflow/escrow"
import { readServer } from "@gpuflow/escrow/server"
import { getHostRecord, type HostRecord } from "@gpuflow/escrow/watch"
import type { Address } from "viem"
import type { Context } from "../chain/context.ts"
import { type HistoryOptions, readHistory } from "../chain/history.ts"
import { type Answered, type AskedServer, askServers, type ServerOption, UnusableServerError } from "./servers.ts"

export function readRecord(
  context: Context,
  host: Address,
  options: HistoryOptions & ServerOption,
): Promise<Answered<HostRecord>> {
  return askServers(context, options, {
    what: "the record",
    unchecked:
      "The escrow keeps no records, so it is the server's word. Without --server, it is counted from the chain.",
    ask: (asked) => askRecord(context, host, asked),
    readChain: () => countRecord(context, host, options),
  })
}

async function askRecord({ client }: Context, host: Address, asked: AskedServer): Promise<HostRecord> {
  const { host: named, record } = await readServer(client, { ...asked, operation: "getHost", query: { host } })
  const { feesPaid, feesPaidDollars: _, lost: __, ...counted } = record
  const ended = counted.completed + counted.cancelled + counted.declined + counted.noShows
  const isPossible =
    named === host && ended + counted.open <= counted.rentals && counted.servedSeconds <= counted.promisedSeconds
  if (!isPossible) throw new UnusableServerError("Its record contradicts itself.")
  return { ...counted, feesPaid: new Map(feesPaid.map(({ token, amount }) => [token, amount])) }
}

function countRecord(context: Context, host: Address, options: HistoryOptions): Promise<HostRecord> {
  const { session, client, escrow } = context
  const { signal } = session
  const question = { kind: "record" as const, of: [host] }
  return readHistory<HostRecordCursor, HostRecord>(context, options, question, async (from) => {
    const { fromBlock, stored, store, blockRange } = from
    const start = stored ? { cursor: stored } : { fromBlock }
    const { cursor, ...counted } = await getHostRecord(client, { escrow, host, ...start, blockRange, signal })
    if (cursor) await store(cursor)
    return counted
  })
}
