// A party's rentals, from a server or from the chain's events.
import type { Rental } from "@gpuflow/escrow"
import { readServerItems } from "@gpuflow/escrow/server"
import { getStates } from "@gpuflow/escrow/watch"
import type { Hash } from "viem"
import type { Context } from "../chain/context.ts"
import { readDeposits } from "../chain/deposits.ts"
import type { HistoryOptions } from "../chain/history.ts"
import type { Party } from "../chain/party.ts"
import { type Answered, type AskedServer, askServers, type ServerOption, UnusableServerError } from "./servers.ts"

export type PartyRental = { readonly id: Hash; readonly rental: Rental }

/** The most that a server gives at once. */
const AT_ONCE = 200

/**
 * A party's rentals, the oldest first. A server gives only ids and terms, which belong to each other: states and amounts
 * are the chain's.
 */
export function readRentals(
  context: Context,
  party: Party,
  options: HistoryOptions & ServerOption,
): Promise<Answered<PartyRental[]>> {
  return askServers(context, options, {
    what: "the list of rentals",
    unchecked: "A server can leave out rentals. Their terms and states are the chain's.",
    ask: (asked) => listRentals(context, party, asked),
    readChain: async () =>
      (await readDeposits(context, party, options)).map(({ args: { id, rental } }) => ({ id, rental })),
  })
}

/** Throws for rentals of others, and for those that the escrow does not have. */
export async function listRentals(
  { client, escrow }: Context,
  party: Party,
  asked: AskedServer,
): Promise<PartyRental[]> {
  // A rental that a new one pushes to the next page would come twice.
  const found = new Map<Hash, Rental>()
  const query = { ...party, limit: AT_ONCE }
  for await (const { id, terms } of readServerItems(client, { ...asked, operation: "listRentals", query })) {
    const isTheirs = "host" in party ? terms.offer.host === party.host : terms.renter === party.renter
    if (!isTheirs) throw new UnusableServerError(`It lists rental ${id}, which belongs to others.`)
    found.set(id, terms)
  }
  const ids = [...found.keys()]
  const states = await getStates(client, { escrow, ids })
  const invented = ids.find((_, index) => states[index]?.status === "None")
  if (invented !== undefined)
    throw new UnusableServerError(`It lists rental ${invented}, which the escrow does not have.`)
  return ids.reverse().flatMap((id) => {
    const rental = found.get(id)
    return rental ? [{ id, rental }] : []
  })
}
