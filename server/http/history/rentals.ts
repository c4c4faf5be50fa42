import { sql } from "kysely"
import { z } from "zod"
import type { historyDefinitions } from "../historyRoutes.ts"
import type { event, rental } from "../historySchemas.ts"
import { Problem } from "../problem.ts"
import type { Tables } from "./historyContext.ts"
import { DEFAULT_LIMIT, keys, type Page, readCursor, toPage } from "./pages.ts"
import { toEvent, toRental } from "./rows.ts"

type Query = z.output<(typeof historyDefinitions)["listRentals"]["request"]["query"]>
type Rental = z.output<typeof rental>

/** Where an open rental stands by what is due next; behind them the closed ones, the latest first. */
export const urgency = sql<string>`coalesce(due_at, 4000000000000 - closed_at)`
const urgencyKey = z.tuple([keys.integer, keys.hash])
const newestKey = z.tuple([keys.integer, keys.hash])

export async function listRentals(tables: Tables, query: Query): Promise<Page<Rental>> {
  const { limit = DEFAULT_LIMIT, sort = "newest" } = query
  let select = tables.selectFrom("rentals").selectAll()
  for (const column of ["host", "renter", "arbiter", "machine", "token"] as const) {
    const value = query[column]
    if (value !== undefined) select = select.where(column, "=", value)
  }
  if (query.status) select = select.where("status", "in", query.status)
  if (query.reason) select = select.where("reason", "in", query.reason)
  if (query.open !== undefined) select = select.where("status", query.open ? "<>" : "=", "Closed")
  if (query.disputed !== undefined) select = select.where("disputed_at", query.disputed ? "is not" : "is", null)
  if (query.dueBefore !== undefined) select = select.where("due_at", "<", BigInt(query.dueBefore))
  if (query.depositedFrom !== undefined) select = select.where("deposited_at", ">=", BigInt(query.depositedFrom))
  if (query.depositedTo !== undefined) select = select.where("deposited_at", "<", BigInt(query.depositedTo))
  if (sort === "deadline") {
    const after = readCursor(query.cursor, urgencyKey)
    if (after) select = select.where(sql<boolean>`(${urgency}, id) > (${after[0]}::bigint, ${after[1]}::text)`)
    const rows = await select
      .select(urgency.as("urgency"))
      .orderBy(urgency)
      .orderBy("id")
      .limit(limit + 1)
      .execute()
    return toPage(rows, { limit, keyOf: (row) => [Number(row.urgency), row.id], itemOf: toRental })
  }
  const after = readCursor(query.cursor, newestKey)
  if (after) select = select.where(sql<boolean>`(deposit_block, id) < (${after[0]}::bigint, ${after[1]}::text)`)
  const rows = await select
    .orderBy("deposit_block", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute()
  return toPage(rows, { limit, keyOf: (row) => [Number(row.deposit_block), row.id], itemOf: toRental })
}

export async function getRental(tables: Tables, id: string): Promise<Rental> {
  const row = await tables.selectFrom("rentals").selectAll().where("id", "=", id).executeTakeFirst()
  if (!row) throw rentalUnknown(id)
  return toRental(row)
}

const eventKey = z.tuple([keys.integer, keys.small])

export async function listRentalEvents(
  tables: Tables,
  id: string,
  { limit = DEFAULT_LIMIT, cursor }: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
): Promise<Page<z.output<typeof event>>> {
  const after = readCursor(cursor, eventKey)
  let select = tables.selectFrom("events").selectAll().where("rental", "=", id)
  if (after) select = select.where(sql<boolean>`(block, log_index) > (${after[0]}::bigint, ${after[1]}::integer)`)
  const rows = await select
    .orderBy("block")
    .orderBy("log_index")
    .limit(limit + 1)
    .execute()
  if (rows.length === 0 && !after) throw rentalUnknown(id)
  return toPage(rows, { limit, keyOf: (row) => [Number(row.block), row.log_index], itemOf: toEvent })
}

function rentalUnknown(id: string): Problem {
  const detail =
    "The index has no rental with this id. Check the id; a rental of the latest blocks may follow, or read it from the chain."
  return new Problem(404, "RentalUnknown", detail, { id })
}
