// A party's payments, from the transactions that a server names, or from the chain's events.
import { decodeEvents, type EscrowEvent, held } from "@gpuflow/escrow"
import { readServerItems } from "@gpuflow/escrow/server"
import { getStates } from "@gpuflow/escrow/watch"
import type { Hash } from "viem"
import { getTransactionReceipt } from "viem/actions"
import type { Context } from "../chain/context.ts"
import type { HistoryOptions } from "../chain/history.ts"
import { inTurns } from "../chain/inTurns.ts"
import type { Party } from "../chain/party.ts"
import { type RentalHistory, readRentalHistory, toRentalHistory } from "../chain/payouts.ts"
import { listRentals } from "./readRentals.ts"
import { type Answered, type AskedServer, askServers, type ServerOption, UnusableServerError } from "./servers.ts"

export function readPayments(
  context: Context,
  party: Party,
  options: HistoryOptions & ServerOption,
): Promise<Answered<RentalHistory>> {
  return askServers(context, options, {
    what: "the payments",
    unchecked:
      "A server can leave out rentals. The payments of those that it has are the chain's, and none is missing.",
    ask: (asked) => listPayments(context, party, asked),
    readChain: () => readRentalHistory(context, party, options),
  })
}

async function listPayments(context: Context, party: Party, asked: AskedServer): Promise<RentalHistory> {
  const { client, escrow } = context
  const rentals = await listRentals(context, party, asked)
  const ids = rentals.map(({ id }) => id)
  const hashes = [...new Set((await inTurns(ids, (id) => transactionsOf(context, id, asked))).flat())]
  const seen = (await inTurns(hashes, (hash) => eventsIn(context, hash))).flat()
  const events = seen.filter(({ args }) => "id" in args && ids.includes(args.id)).toSorted(byPlace)
  const withDeposit = new Set(events.flatMap(({ eventName, args }) => (eventName === "Deposited" ? args.id : [])))
  const incomplete = (id: Hash) => new UnusableServerError(`It leaves out payments of rental ${id}.`)
  for (const id of ids) if (!withDeposit.has(id)) throw incomplete(id)
  const { payouts, transactions, locked } = await toRentalHistory(context, events, new Map())
  const states = await getStates(client, { escrow, ids })
  for (const [index, { id, rental }] of rentals.entries()) {
    const state = states[index]
    if (!state || held(rental.offer, state) !== locked.get(id)) throw incomplete(id)
  }
  return { payouts, transactions }
}

async function transactionsOf({ client }: Context, id: Hash, asked: AskedServer): Promise<Hash[]> {
  const hashes: Hash[] = []
  const query = { id, limit: 200 }
  for await (const { transaction } of readServerItems(client, { ...asked, operation: "listRentalEvents", query })) {
    hashes.push(transaction)
  }
  return hashes
}

async function eventsIn({ client, escrow }: Context, hash: Hash): Promise<EscrowEvent[]> {
  const { logs } = await getTransactionReceipt(client, { hash })
  return decodeEvents({ escrow, logs })
}

function byPlace(a: EscrowEvent, b: EscrowEvent): number {
  const [first, second] = [a, b].map(({ blockNumber, logIndex }) => [blockNumber ?? 0n, BigInt(logIndex ?? 0)] as const)
  if (!first || !second) return 0
  return Number(first[0] === second[0] ? first[1] - second[1] : first[0] - second[0])
}
