// What concerns the whole escrow: markets, books, roles, and mandates.
import { sql } from "kysely"
import type { z } from "zod"
import type { historyDefinitions } from "../historyRoutes.ts"
import type { book, mandate, market, role } from "../historySchemas.ts"
import { asDollars, PRICE_DECIMALS } from "./dollars.ts"
import type { Tables } from "./historyContext.ts"
import { DEFAULT_LIMIT, keys, type Page, readCursor, toPage } from "./pages.ts"
import { toAddress, toHex, toInteger } from "./rows.ts"

type All<item> = { items: item[]; next: null }
type MandatesQuery = z.output<(typeof historyDefinitions)["listMandates"]["request"]["query"]>

export async function listMarkets(tables: Tables): Promise<All<z.output<typeof market>>> {
  const latest = tables
    .selectFrom("prices")
    .distinctOn("token")
    .select(["token", "price"])
    .orderBy("token")
    .orderBy("day", "desc")
  const rows = await tables
    .selectFrom("markets")
    .leftJoin(latest.as("latest"), "latest.token", "markets.token")
    .selectAll("markets")
    .select(asDollars(sql`latest.price / power(10::numeric, ${PRICE_DECIMALS}::integer)`).as("dollars"))
    .orderBy("markets.token")
    .execute()
  const items = rows.map((row) => ({
    token: toAddress(row.token),
    arbiter: toAddress(row.arbiter),
    feeBps: row.fee_bps,
    open: row.open,
    dollarPrice: row.dollars,
  }))
  return { items, next: null }
}

export async function listBooks(tables: Tables): Promise<All<z.output<typeof book>>> {
  const rows = await tables
    .selectFrom("books")
    .leftJoin("proofs", "proofs.token", "books.token")
    .selectAll("books")
    .select(["proofs.owed", "proofs.balance", "proofs.block"])
    .orderBy("books.token")
    .execute()
  const items = rows.map((row) => ({
    token: toAddress(row.token),
    rentals: String(row.held),
    stakes: String(row.stakes),
    bondsLocked: String(row.bonds_locked),
    bondsFree: String(row.bonds_free),
    credits: String(row.credits),
    fees: String(row.fees),
    owed: String(
      [row.held, row.stakes, row.bonds_locked, row.bonds_free, row.credits, row.fees].reduce(
        (sum, amount) => sum + BigInt(amount),
        0n,
      ),
    ),
    proof:
      row.balance === null || row.owed === null || row.block === null
        ? null
        : {
            block: toInteger(row.block),
            owed: String(row.owed),
            balance: String(row.balance),
            difference: String(BigInt(row.balance) - BigInt(row.owed)),
          },
  }))
  return { items, next: null }
}

/** Whether the escrow has at least what it owes, in every token that was compared. */
export async function booksBalance(tables: Tables): Promise<boolean> {
  const short = await tables.selectFrom("proofs").select("token").whereRef("balance", "<", "owed").limit(1).execute()
  return short.length === 0
}

export async function listRoles(tables: Tables): Promise<All<z.output<typeof role>>> {
  const rows = await tables.selectFrom("roles").selectAll().orderBy("role").execute()
  return { items: rows.map(({ role: name, account }) => ({ role: name, account: toAddress(account) })), next: null }
}

export async function listMandates(
  tables: Tables,
  { renter, rental, limit = DEFAULT_LIMIT, cursor }: MandatesQuery,
): Promise<Page<z.output<typeof mandate>>> {
  const after = readCursor(cursor, keys.hash)
  let select = tables.selectFrom("mandates").selectAll()
  if (renter !== undefined) select = select.where("renter", "=", renter)
  if (rental !== undefined) select = select.where("rental", "=", rental)
  if (after) select = select.where("mandate", ">", after)
  const rows = await select
    .orderBy("mandate")
    .limit(limit + 1)
    .execute()
  return toPage(rows, {
    limit,
    keyOf: (row) => row.mandate,
    itemOf: (row) => ({
      mandate: toHex(row.mandate),
      rental: toHex(row.rental),
      renter: toAddress(row.renter),
      executions: toInteger(row.executions),
      spent: String(row.spent),
      tips: String(row.tips),
      lastAt: toInteger(row.last_at),
    }),
  })
}
