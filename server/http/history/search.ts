import type { z } from "zod"
import { type finding, status } from "../historySchemas.ts"
import type { Tables } from "./historyContext.ts"
import { toAddress, toHex, toInteger } from "./rows.ts"

type Finding = z.output<typeof finding>

/** Digits of an address, with 0x. */
const ADDRESS_LENGTH = 42
const MOST = 10
/** Rentals among which accounts are looked for. */
const SAMPLE = 1_000

/** Finds whatever begins with these digits. */
export async function search(tables: Tables, q: string, limit = MOST): Promise<{ items: Finding[]; next: null }> {
  const accounts = q.length <= ADDRESS_LENGTH ? await findAccounts(tables, q, limit) : []
  const [rentals, machines, transactions] = await Promise.all([
    findRentals(tables, q, limit),
    findMachines(tables, q, limit),
    findTransactions(tables, q, limit),
  ])
  return { items: [...accounts, ...rentals, ...machines, ...transactions].slice(0, limit), next: null }
}

/** What comes after every text that begins with these digits. */
const endOf = (prefix: string) => `${prefix}g`

async function findAccounts(tables: Tables, q: string, limit: number): Promise<Finding[]> {
  const found = await Promise.all(
    (["host", "renter", "arbiter"] as const).map(async (column) => {
      // An account may have any number of rentals.
      const first = tables
        .selectFrom("rentals")
        .select(`${column} as account`)
        .where(column, ">=", q)
        .where(column, "<", endOf(q))
        .orderBy(column)
        .limit(q.length === ADDRESS_LENGTH ? 1 : SAMPLE)
      const rows = await tables.selectFrom(first.as("first")).select("account").distinct().limit(limit).execute()
      return rows.map(({ account }) => ({ account, role: column }))
    }),
  )
  const [holders, others] = await Promise.all([
    tables.selectFrom("roles").selectAll().where("account", ">=", q).where("account", "<", endOf(q)).execute(),
    tables
      .selectFrom("balances")
      .select("account")
      .distinct()
      .where("account", ">=", q)
      .where("account", "<", endOf(q))
      .orderBy("account")
      .limit(limit)
      .execute(),
  ])
  const roles = new Map<string, string[]>(others.map(({ account }) => [account, []]))
  for (const { account, role } of [...found.flat(), ...holders]) {
    roles.set(account, [...(roles.get(account) ?? []), role])
  }
  return [...roles]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([account, is]) => ({ kind: "account", account: toAddress(account), is }))
}

async function findRentals(tables: Tables, q: string, limit: number): Promise<Finding[]> {
  const rows = await tables
    .selectFrom("rentals")
    .select(["id", "host", "renter", "status"])
    .where("id", ">=", q)
    .where("id", "<", endOf(q))
    .orderBy("id")
    .limit(limit)
    .execute()
  return rows.map(({ id, host, renter, status: state }) => ({
    kind: "rental",
    id: toHex(id),
    host: toAddress(host),
    renter: toAddress(renter),
    status: status.parse(state),
  }))
}

async function findMachines(tables: Tables, q: string, limit: number): Promise<Finding[]> {
  const rows = await tables
    .selectFrom("machines")
    .select(["host", "machine"])
    .where("machine", ">=", q)
    .where("machine", "<", endOf(q))
    .orderBy("machine")
    .orderBy("host")
    .limit(limit)
    .execute()
  return rows.map(({ host, machine }) => ({ kind: "machine", host: toAddress(host), machine: toHex(machine) }))
}

async function findTransactions(tables: Tables, q: string, limit: number): Promise<Finding[]> {
  const rows = await tables
    .selectFrom("events")
    .select((eb) => ["transaction", eb.fn.countAll().as("count"), eb.fn.min("block").as("block")])
    .where("transaction", ">=", q)
    .where("transaction", "<", endOf(q))
    .groupBy("transaction")
    .orderBy("transaction")
    .limit(limit)
    .execute()
  return rows.map(({ transaction, block, count }) => ({
    kind: "transaction",
    transaction: toHex(transaction),
    block: toInteger(block),
    events: toInteger(count),
  }))
}
