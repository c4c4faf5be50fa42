// An arbiter's disputes, from a server or from the chain's events.
import type { EscrowEvent, Rental, RentalState } from "@gpuflow/escrow"
import { readServerItems } from "@gpuflow/escrow/server"
import { getRentals, getStates } from "@gpuflow/escrow/watch"
import type { Address, Hash } from "viem"
import type { Context } from "../chain/context.ts"
import { readEvents, type SettledEvents } from "../chain/events.ts"
import { type HistoryOptions, readHistory } from "../chain/history.ts"
import { type Answered, type AskedServer, askServers, type ServerOption, UnusableServerError } from "./servers.ts"

type Evidence = { readonly party: Address; readonly uri: string; readonly transaction: Hash }

/** A dispute that has not been resolved. */
export type OpenDispute = {
  readonly id: Hash
  readonly rental: Rental
  readonly state: RentalState
  /** The oldest first. */
  readonly evidence: readonly Evidence[]
}

/** The open disputes of an arbiter, the one first whose time ends first. */
export async function readDisputes(
  context: Context,
  arbiter: Address,
  options: HistoryOptions & ServerOption,
): Promise<Answered<OpenDispute[]>> {
  const { answer, server } = await askServers(context, options, {
    what: "the disputes",
    unchecked:
      "A server can leave out disputes and evidence. Terms and states are the chain's. Check evidence before you rule on it.",
    ask: (asked) => listDisputes(context, arbiter, asked),
    readChain: () => findDisputes(context, arbiter, options),
  })
  const sorted = answer.toSorted((a, b) => (a.state.since < b.state.since ? -1 : 1))
  return { answer: sorted, ...(server === undefined ? {} : { server }) }
}

async function listDisputes({ client, escrow }: Context, arbiter: Address, asked: AskedServer): Promise<OpenDispute[]> {
  const found = new Map<Hash, Omit<OpenDispute, "id" | "state">>()
  const query = { arbiter, open: true, limit: 100 }
  for await (const { rental, evidence } of readServerItems(client, { ...asked, operation: "listDisputes", query })) {
    const { id, terms } = rental
    if (terms.offer.arbiter !== arbiter) {
      throw new UnusableServerError(`It lists rental ${id}, which has another arbiter.`)
    }
    const sent = evidence.map(({ party, uri, transaction }) => ({ party, uri, transaction }))
    found.set(id, { rental: terms, evidence: sent })
  }
  const states = await getStates(client, { escrow, ids: [...found.keys()] })
  return [...found].flatMap(([id, dispute], index) => {
    const state = states[index]
    if (!state || state.status === "None") {
      throw new UnusableServerError(`It lists rental ${id}, which the escrow does not have.`)
    }
    // It may have been resolved since the server's last block.
    return state.status === "Disputed" ? [{ id, state, ...dispute }] : []
  })
}

/** The events do not name the arbiter, so every dispute is read. */
function findDisputes(context: Context, arbiter: Address, options: HistoryOptions): Promise<OpenDispute[]> {
  const { client, escrow } = context
  const events = ["Disputed", "EvidenceSubmitted"] as const
  const question = { kind: "events" as const, of: events }
  return readHistory<SettledEvents, OpenDispute[]>(context, options, question, async (from) => {
    const { fromBlock, stored, store, blockRange } = from
    const found = await readEvents(context, { events, fromBlock, blockRange }, stored)
    if (found.settled) await store(found.settled)
    const ids = [...new Set(found.events.flatMap(({ args }) => ("id" in args ? args.id : [])))]
    const states = await getStates(client, { escrow, ids })
    const open = ids.filter((_, index) => states[index]?.status === "Disputed")
    const rentals = await getRentals(client, { escrow, ids: open })
    return rentals
      .filter(({ rental, state }) => rental.offer.arbiter === arbiter && state.status === "Disputed")
      .map((dispute) => ({ ...dispute, evidence: evidenceOf(dispute, found.events) }))
  })
}

function evidenceOf({ id, rental }: { readonly id: Hash; readonly rental: Rental }, events: readonly EscrowEvent[]) {
  return events.flatMap(({ eventName, args, transactionHash }): Evidence[] => {
    const isEvidence = eventName === "Disputed" || eventName === "EvidenceSubmitted"
    if (!isEvidence || args.id !== id || !transactionHash) return []
    const party = eventName === "Disputed" ? rental.renter : args.party
    return [{ party, uri: args.evidenceURI, transaction: transactionHash }]
  })
}
