import { sql } from "kysely"
import { z } from "zod"
import type { historyDefinitions } from "../historyRoutes.ts"
import type { account, spending } from "../historySchemas.ts"
import { asDollars, decimalsOf, dollarsOf } from "./dollars.ts"
import type { Tables } from "./historyContext.ts"
import { bondsOf } from "./hosts.ts"
import { DEFAULT_LIMIT, keys, type Page, readCursor, toPage } from "./pages.ts"
import { dayOf, toAddress, toDay, toInteger } from "./rows.ts"

type Spending = z.output<typeof spending>
type Query = z.output<(typeof historyDefinitions)["listSpending"]["request"]["query"]>

export async function getAccount(
  tables: Tables,
  { chainId }: { readonly chainId: number },
  of: string,
): Promise<z.output<typeof account>> {
  const [credits, bonds, roles, markets, asRenter, asHost, machines, asArbiter, mandates] = await Promise.all([
    creditsOf(tables, chainId, of),
    bondsOf(tables, of),
    tables.selectFrom("roles").select("role").where("account", "=", of).orderBy("role").execute(),
    tables.selectFrom("markets").select("token").where("arbiter", "=", of).limit(1).execute(),
    rentalsOf(tables, "renter", of),
    rentalsOf(tables, "host", of),
    tables
      .selectFrom("machines")
      .select((eb) => eb.fn.countAll().as("count"))
      .where("host", "=", of)
      .executeTakeFirstOrThrow(),
    tables
      .selectFrom("rentals")
      .select([(eb) => eb.fn.countAll().as("all"), sql<string>`count(*) filter (where status = 'Disputed')`.as("open")])
      .where("arbiter", "=", of)
      .where("disputed_at", "is not", null)
      .executeTakeFirstOrThrow(),
    tables
      .selectFrom("mandates")
      .select((eb) => eb.fn.countAll().as("count"))
      .where("renter", "=", of)
      .executeTakeFirstOrThrow(),
  ])
  return {
    account: toAddress(of),
    credits,
    bonds,
    roles: [...roles.map(({ role }) => role), ...(markets.length > 0 ? ["arbiter"] : [])],
    asRenter,
    asHost: { ...asHost, machines: toInteger(machines.count) },
    asArbiter: { disputes: toInteger(asArbiter.all), open: toInteger(asArbiter.open) },
    mandates: toInteger(mandates.count),
  }
}

async function rentalsOf(tables: Tables, party: "host" | "renter", account: string) {
  const row = await tables
    .selectFrom("rentals")
    .select([(eb) => eb.fn.countAll().as("all"), sql<string>`count(*) filter (where status <> 'Closed')`.as("open")])
    .where(party, "=", account)
    .executeTakeFirstOrThrow()
  return { rentals: toInteger(row.all), open: toInteger(row.open) }
}

async function creditsOf(tables: Tables, chainId: number, account: string) {
  const latest = tables
    .selectFrom("prices")
    .distinctOn("token")
    .select(["token", "price"])
    .orderBy("token")
    .orderBy("day", "desc")
  const dollars = dollarsOf(sql`balances.amount`, sql`latest.price`, decimalsOf(chainId, sql`balances.token`))
  const rows = await tables
    .selectFrom("balances")
    .leftJoin(latest.as("latest"), "latest.token", "balances.token")
    .select(["balances.token", "balances.amount", asDollars(dollars).as("dollars")])
    .where("kind", "=", "credit")
    .where("account", "=", account)
    .orderBy("balances.token")
    .execute()
  return rows.map(({ token, amount, dollars: value }) => ({
    token: toAddress(token),
    amount: String(amount),
    dollars: value,
  }))
}

const dayKey = z.tuple([keys.small, keys.address])
const DAY = 86_400n

/** What was billed to a renter: what its rentals paid to hosts, with the fees, on the day of the payment. */
export async function listSpending(
  tables: Tables,
  { chainId }: { readonly chainId: number },
  account: string,
  { from, to, token, limit = DEFAULT_LIMIT, cursor }: Query,
): Promise<Page<Spending>> {
  let paid = tables
    .selectFrom("events")
    .select([
      "token",
      sql<number>`(timestamp / 86400)::integer`.as("day"),
      sql<string>`(args->>'toHost')::numeric + (args->>'fee')::numeric`.as("billed"),
    ])
    .where("renter", "=", account)
    .where("name", "in", ["Paid", "Closed"])
  if (from !== undefined) paid = paid.where("timestamp", ">=", BigInt(dayOf(from)) * DAY)
  if (to !== undefined) paid = paid.where("timestamp", "<", BigInt(dayOf(to) + 1) * DAY)
  if (token !== undefined) paid = paid.where("token", "=", token)
  const after = readCursor(cursor, dayKey)
  const dollars = dollarsOf(sql`sum(paid.billed)`, sql`min(prices.price)`, decimalsOf(chainId, sql`paid.token`))
  let select = tables
    .selectFrom(paid.as("paid"))
    .leftJoin("prices", (join) => join.onRef("prices.token", "=", "paid.token").onRef("prices.day", "=", "paid.day"))
    .select([
      "paid.token",
      "paid.day",
      sql<string>`sum(paid.billed)::text`.as("billed"),
      (eb) => eb.fn.countAll().as("payouts"),
      asDollars(dollars).as("dollars"),
    ])
    .where("paid.billed", ">", "0")
    .groupBy(["paid.token", "paid.day"])
  if (after) select = select.where(sql<boolean>`(-paid.day, paid.token) > (${-after[0]}::integer, ${after[1]}::text)`)
  const rows = await select
    .orderBy("paid.day", "desc")
    .orderBy("paid.token")
    .limit(limit + 1)
    .execute()
  return toPage(rows, {
    limit,
    keyOf: (row) => [row.day, row.token],
    itemOf: (row) => ({
      day: toDay(row.day),
      token: toAddress(row.token ?? ""),
      billed: row.billed,
      payouts: toInteger(row.payouts),
      dollars: row.dollars,
    }),
  })
}
