import { type RawBuilder, type Selectable, sql } from "kysely"
import { formatUnits, parseUnits } from "viem"
import { z } from "zod"
import type { RecordTable } from "../../database/historyTables.ts"
import type { historyDefinitions } from "../historyRoutes.ts"
import type { earning, host, hostDetails, hostRecord } from "../historySchemas.ts"
import { asDollars, DOLLAR_PLACES, decimalsOf, dollarsOf } from "./dollars.ts"
import type { Tables } from "./historyContext.ts"
import { DEFAULT_LIMIT, keys, type Page, readCursor, toPage } from "./pages.ts"
import { hostsAfter, type Ranked, type Ranking } from "./ranking.ts"
import { dayOf, toAddress, toDay, toHex, toInteger } from "./rows.ts"

type Definitions = typeof historyDefinitions
type Host = z.output<typeof host>
type HostRecord = z.output<typeof hostRecord>
type Earning = z.output<typeof earning>

const rankKey = z.tuple([keys.amount, keys.address])
const BPS = 10_000n

export async function listHosts(
  tables: Tables,
  { chainId, ranking }: { readonly chainId: number; readonly ranking: Ranking },
  { token, limit = DEFAULT_LIMIT, cursor }: z.output<Definitions["listHosts"]["request"]["query"]>,
): Promise<Page<Host>> {
  const found = hostsAfter(ranking, token, readCursor(cursor, rankKey), limit)
  const records = await recordsOf(
    tables,
    chainId,
    found.slice(0, limit).map((one) => one.host),
  )
  return toPage<Ranked, Host>(found, {
    limit,
    keyOf: (one) => [String(one.score), one.host],
    itemOf: (one) => ({
      host: toAddress(one.host),
      rank: one.rank,
      record: records.get(one.host) ?? EMPTY,
    }),
  })
}

export async function getHost(
  tables: Tables,
  { chainId, ranking }: { readonly chainId: number; readonly ranking: Ranking },
  account: string,
): Promise<z.output<typeof hostDetails>> {
  const [set, records, machines, bonds, locked] = await Promise.all([
    tables.selectFrom("hosts").selectAll().where("host", "=", account).executeTakeFirst(),
    recordsOf(tables, chainId, [account]),
    tables
      .selectFrom("machines")
      .select((eb) => eb.fn.countAll().as("count"))
      .where("host", "=", account)
      .executeTakeFirstOrThrow(),
    bondsOf(tables, account),
    tables
      .selectFrom("rentals")
      .select(["token", sql<string>`sum(held)::text`.as("held"), (eb) => eb.fn.min("due_at").as("due")])
      .where("host", "=", account)
      .where("status", "<>", "Closed")
      .groupBy("token")
      .orderBy("token")
      .execute(),
  ])
  return {
    host: toAddress(account),
    rank: ranking.of(account)?.rank ?? null,
    record: records.get(account) ?? EMPTY,
    signer: set?.signer ? toAddress(set.signer) : null,
    epoch: toInteger(set?.epoch ?? 0),
    feeBps: set?.fee_bps ?? 0,
    machines: toInteger(machines.count),
    bonds,
    locked: locked.map(({ token, held, due }) => ({
      token: toAddress(token),
      held,
      nextDueAt: due === null ? null : toInteger(due),
    })),
  }
}

/** Free and locked bonds by token. */
export async function bondsOf(tables: Tables, account: string) {
  const [free, locked] = await Promise.all([
    tables
      .selectFrom("balances")
      .select(["token", "amount"])
      .where("kind", "=", "bond")
      .where("account", "=", account)
      .execute(),
    tables
      .selectFrom("rentals")
      .select(["token", sql<string>`sum(bond_locked)::text`.as("amount")])
      .where("host", "=", account)
      .where("status", "<>", "Closed")
      .where("bond_locked", ">", "0")
      .groupBy("token")
      .execute(),
  ])
  const amountIn = (rows: typeof free, token: string) => String(rows.find((row) => row.token === token)?.amount ?? 0)
  const tokens = [...new Set([...free, ...locked].map(({ token }) => token))].sort()
  return tokens.map((token) => ({
    token: toAddress(token),
    free: amountIn(free, token),
    locked: amountIn(locked, token),
  }))
}

/** Records by host. */
async function recordsOf(
  tables: Tables,
  chainId: number,
  hosts: readonly string[],
): Promise<ReadonlyMap<string, HostRecord>> {
  if (hosts.length === 0) return new Map()
  const latest = tables
    .selectFrom("prices")
    .distinctOn("token")
    .select(["token", "price"])
    .orderBy("token")
    .orderBy("day", "desc")
  const decimals = decimalsOf(chainId, sql`records.token`)
  const rows = await tables
    .selectFrom("records")
    .leftJoin(latest.as("latest"), "latest.token", "records.token")
    .selectAll("records")
    .select(asDollars(dollarsOf(sql`records.fees`, sql`latest.price`, decimals)).as("dollars"))
    .where("host", "in", hosts)
    .orderBy("records.token")
    .execute()
  const found = new Set(rows.map((row) => row.host))
  return new Map([...found].map((account) => [account, toRecord(rows.filter((row) => row.host === account))]))
}

type RecordRow = Selectable<RecordTable> & { readonly dollars: string | null }

/** The counters of all tokens together. */
function toRecord(rows: readonly RecordRow[]): HostRecord {
  const sum = (column: Counter) => rows.reduce((total, row) => total + toInteger(row[column]), 0)
  const [promisedSeconds, servedSeconds] = [sum("promised_seconds"), sum("served_seconds")]
  const known = rows.flatMap(({ dollars }) => (dollars === null ? [] : [dollars]))
  return {
    rentals: sum("rentals"),
    open: sum("open"),
    completed: sum("completed"),
    cancelled: sum("cancelled"),
    declined: sum("declined"),
    noShows: sum("no_shows"),
    interruptions: sum("interruptions"),
    disputes: sum("disputes"),
    rulings: sum("rulings"),
    lost: sum("lost"),
    promisedSeconds,
    servedSeconds,
    servedBps: promisedSeconds > 0 ? Number((BigInt(servedSeconds) * BPS) / BigInt(promisedSeconds)) : null,
    feesPaid: rows.map(({ token, fees, dollars }) => ({ token: toAddress(token), amount: String(fees), dollars })),
    feesPaidDollars: addDollars(known),
  }
}

type Counter = Exclude<keyof RecordTable, "host" | "token" | "gross" | "fees">

/** The sum of texts with six places at most. */
function addDollars(amounts: readonly string[]): string {
  return formatUnits(
    amounts.reduce((total, text) => total + parseUnits(text, DOLLAR_PLACES), 0n),
    DOLLAR_PLACES,
  )
}

const EMPTY: HostRecord = {
  rentals: 0,
  open: 0,
  completed: 0,
  cancelled: 0,
  declined: 0,
  noShows: 0,
  interruptions: 0,
  disputes: 0,
  rulings: 0,
  lost: 0,
  promisedSeconds: 0,
  servedSeconds: 0,
  servedBps: null,
  feesPaid: [],
  feesPaidDollars: "0",
}

type EarningsQuery = z.output<Definitions["listEarnings"]["request"]["query"]>
const earningKeys = {
  day: z.tuple([keys.small, keys.address]),
  machine: z.tuple([keys.hash, keys.address]),
  token: z.tuple([keys.address]),
}

export async function listEarnings(
  tables: Tables,
  { chainId }: { readonly chainId: number },
  account: string,
  { by = "day", from, to, token, machine, limit = DEFAULT_LIMIT, cursor }: EarningsQuery,
): Promise<Page<Earning>> {
  const decimals = decimalsOf(chainId, sql`earnings.token`)
  const dollars = (amount: RawBuilder<unknown>) =>
    asDollars(
      sql`case when bool_and(prices.price is not null) then sum(${dollarsOf(amount, sql`prices.price`, decimals)}) end`,
    )
  let select = tables
    .selectFrom("earnings")
    .leftJoin("prices", (join) =>
      join.onRef("prices.token", "=", "earnings.token").onRef("prices.day", "=", "earnings.day"),
    )
    .select([
      "earnings.token",
      sql<string>`sum(gross)::text`.as("gross"),
      sql<string>`sum(fee)::text`.as("fee"),
      sql<string>`sum(net)::text`.as("net"),
      sql<string>`sum(payouts)`.as("payouts"),
      dollars(sql`gross`).as("gross_dollars"),
      dollars(sql`fee`).as("fee_dollars"),
      dollars(sql`net`).as("net_dollars"),
    ])
    .where("earnings.host", "=", account)
    .groupBy("earnings.token")
    .limit(limit + 1)
  if (from !== undefined) select = select.where("earnings.day", ">=", dayOf(from))
  if (to !== undefined) select = select.where("earnings.day", "<=", dayOf(to))
  if (token !== undefined) select = select.where("earnings.token", "=", token)
  if (machine !== undefined) select = select.where("earnings.machine", "=", machine)
  const toEarning = (row: Awaited<ReturnType<typeof select.execute>>[number]): Omit<Earning, "day" | "machine"> => ({
    token: toAddress(row.token),
    gross: row.gross,
    fee: row.fee,
    net: row.net,
    payouts: toInteger(row.payouts),
    dollars: row.net_dollars === null ? null : { gross: row.gross_dollars, fee: row.fee_dollars, net: row.net_dollars },
  })

  if (by === "day") {
    const after = readCursor(cursor, earningKeys.day)
    if (after)
      select = select.where(sql<boolean>`(-earnings.day, earnings.token) > (${-after[0]}::integer, ${after[1]}::text)`)
    const rows = await select
      .select("earnings.day")
      .groupBy("earnings.day")
      .orderBy("earnings.day", "desc")
      .orderBy("earnings.token")
      .execute()
    return toPage(rows, {
      limit,
      keyOf: (row) => [row.day, row.token],
      itemOf: (row) => ({
        day: toDay(row.day),
        machine: machine === undefined ? null : toHex(machine),
        ...toEarning(row),
      }),
    })
  }
  if (by === "machine") {
    const after = readCursor(cursor, earningKeys.machine)
    if (after)
      select = select.where(sql<boolean>`(earnings.machine, earnings.token) > (${after[0]}::text, ${after[1]}::text)`)
    const rows = await select
      .select("earnings.machine")
      .groupBy("earnings.machine")
      .orderBy("earnings.machine")
      .orderBy("earnings.token")
      .execute()
    return toPage(rows, {
      limit,
      keyOf: (row) => [row.machine, row.token],
      itemOf: (row) => ({ day: null, machine: toHex(row.machine), ...toEarning(row) }),
    })
  }
  const after = readCursor(cursor, earningKeys.token)
  if (after) select = select.where("earnings.token", ">", after[0])
  const rows = await select.orderBy("earnings.token").execute()
  return toPage(rows, {
    limit,
    keyOf: (row) => [row.token],
    itemOf: (row) => ({ day: null, machine: machine === undefined ? null : toHex(machine), ...toEarning(row) }),
  })
}
