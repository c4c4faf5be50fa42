import { ARBITRATION_WINDOW, EVIDENCE_WINDOW } from "@gpuflow/escrow"
import { type Selectable, sql } from "kysely"
import { z } from "zod"
import type { EventTable, RentalTable } from "../../database/historyTables.ts"
import type { historyDefinitions } from "../historyRoutes.ts"
import type { dispute } from "../historySchemas.ts"
import type { Tables } from "./historyContext.ts"
import { DEFAULT_LIMIT, keys, type Page, readCursor, toPage } from "./pages.ts"
import { urgency } from "./rentals.ts"
import { toAddress, toHex, toInteger, toRental } from "./rows.ts"

type Dispute = z.output<typeof dispute>
type Query = z.output<(typeof historyDefinitions)["listDisputes"]["request"]["query"]>

const key = z.tuple([keys.integer, keys.hash])
const evidenceArgs = z.object({ evidenceURI: z.string(), party: z.string().optional() })

/** Open disputes come first, the next deadline before the others, then those that are over, the latest first. */
export async function listDisputes(
  tables: Tables,
  { arbiter, host, renter, open, limit = DEFAULT_LIMIT, cursor }: Query,
): Promise<Page<Dispute>> {
  const after = readCursor(cursor, key)
  let select = tables
    .selectFrom("rentals")
    .selectAll()
    .select(urgency.as("urgency"))
    .where("disputed_at", "is not", null)
  for (const [column, value] of Object.entries({ arbiter, host, renter })) {
    if (value !== undefined) select = select.where(column as "host", "=", value)
  }
  if (open !== undefined) select = select.where("status", open ? "=" : "<>", "Disputed")
  if (after) select = select.where(sql<boolean>`(${urgency}, id) > (${after[0]}::bigint, ${after[1]}::text)`)
  const rows = await select
    .orderBy(urgency)
    .orderBy("id")
    .limit(limit + 1)
    .execute()
  const ids = rows.slice(0, limit).map(({ id }) => id)
  const evidence = new Map(ids.map((id) => [id, [] as Evidence[]]))
  if (ids.length > 0) for (const one of await evidenceOf(tables, ids)) evidence.get(one.rental ?? "")?.push(one)
  return toPage(rows, {
    limit,
    keyOf: (row) => [Number(row.urgency), row.id],
    itemOf: (row) => toDispute(row, evidence.get(row.id) ?? []),
  })
}

type Evidence = Pick<Selectable<EventTable>, "rental" | "args" | "timestamp" | "block" | "transaction">

function evidenceOf(tables: Tables, ids: readonly string[]): Promise<Evidence[]> {
  return tables
    .selectFrom("events")
    .select(["rental", "args", "timestamp", "block", "transaction"])
    .where("rental", "in", ids)
    .where("name", "in", ["Disputed", "EvidenceSubmitted"])
    .orderBy("block")
    .orderBy("log_index")
    .execute()
}

function toDispute(row: Selectable<RentalTable>, events: readonly Evidence[]): Dispute {
  const rental = toRental(row)
  const disputedAt = rental.disputedAt ?? rental.since
  return {
    rental,
    open: rental.status === "Disputed",
    disputedAt,
    rulingFrom: disputedAt + Number(EVIDENCE_WINDOW),
    rulingUntil: disputedAt + Number(ARBITRATION_WINDOW),
    atStake: String(BigInt(rental.contested) + BigInt(rental.bondLocked) + BigInt(rental.stake)),
    evidence: events.map((event) => {
      const { evidenceURI, party = rental.renter } = evidenceArgs.parse(event.args)
      const account = toAddress(party)
      return {
        party: account,
        role: account === rental.renter ? "renter" : account === rental.host ? "host" : "operator",
        uri: evidenceURI,
        timestamp: toInteger(event.timestamp),
        block: toInteger(event.block),
        transaction: toHex(event.transaction),
      }
    }),
  }
}
