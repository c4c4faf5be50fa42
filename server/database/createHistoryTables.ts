// The tables of a history, in a schema of their own.
import { type Kysely, sql } from "kysely"

/** The version of the tables and of what fills them. Raise it with every change of either: histories are then rebuilt. */
export const HISTORY_VERSION = 2

const tables = [
  `cursor (
    one boolean primary key check (one), block bigint not null, hash text, timestamp bigint not null,
    cursor jsonb not null, head bigint not null, finalized bigint not null, revision bigint not null
  )`,
  `events (
    block bigint not null, log_index integer not null, timestamp bigint not null, transaction text not null,
    contract text not null, name text not null, rental text, host text, renter text, machine text, token text,
    account text, args jsonb not null, machine_state jsonb, primary key (block, log_index)
  )`,
  `rentals (
    id text primary key, host text not null, renter text not null, machine text not null, token text not null,
    arbiter text not null, operator text not null, payee text not null, payer text not null, spec text not null,
    terms jsonb not null, price_per_hour numeric not null, status text not null, reason text, fee_bps integer not null,
    duration bigint not null, since bigint not null, billed_seconds bigint not null, paid_seconds bigint not null,
    refunded_seconds bigint not null, interrupted boolean not null, settling_until bigint not null,
    deposit_block bigint not null, deposit_transaction text not null, deposited_at bigint not null, started_at bigint,
    closed_at bigint, due_at bigint, ends_at bigint, dispute_until bigint, evidence_until bigint, ruling_until bigint,
    exit_at bigint, deposited numeric not null, to_host numeric not null, fee numeric not null,
    to_renter numeric not null, held numeric not null, bond_locked numeric not null, bond_to_renter numeric not null,
    stake numeric not null, stake_to_host numeric not null, stake_to_renter numeric not null, contested numeric not null,
    host_bps integer, disputed_at bigint, changed_block bigint not null
  )`,
  `machines (
    host text not null, machine text not null, nonce bigint not null, busy_until bigint not null,
    deposit_block bigint not null, primary key (host, machine)
  )`,
  "hosts (host text primary key, signer text, epoch bigint not null, fee_bps integer not null)",
  `records (
    host text not null, token text not null, rentals bigint not null, open bigint not null, completed bigint not null,
    cancelled bigint not null, declined bigint not null, no_shows bigint not null, interruptions bigint not null,
    disputes bigint not null, rulings bigint not null, lost bigint not null, promised_seconds bigint not null,
    served_seconds bigint not null, gross numeric not null, fees numeric not null, primary key (host, token)
  )`,
  `earnings (
    host text not null, machine text not null, token text not null, day integer not null, gross numeric not null,
    fee numeric not null, net numeric not null, payouts bigint not null, primary key (host, day, machine, token)
  )`,
  `balances (
    kind text not null, token text not null, account text not null, amount numeric not null,
    primary key (kind, token, account)
  )`,
  `books (
    token text primary key, held numeric not null, stakes numeric not null, bonds_locked numeric not null,
    bonds_free numeric not null, credits numeric not null, fees numeric not null
  )`,
  "proofs (token text primary key, block bigint not null, owed numeric not null, balance numeric not null)",
  "markets (token text primary key, arbiter text not null, fee_bps integer not null, open boolean not null)",
  "roles (role text primary key, account text not null)",
  `mandates (
    mandate text primary key, rental text not null, renter text not null, executions bigint not null,
    spent numeric not null, tips numeric not null, last_at bigint not null
  )`,
  `revocations (
    renter text not null, salt text not null, epoch bigint not null, revoked_at bigint not null,
    primary key (renter, salt)
  )`,
  "prices (token text not null, day integer not null, price numeric not null, primary key (token, day))",
]

const indexes = [
  "events (rental, block, log_index) where rental is not null",
  "events (host, block, log_index) where host is not null",
  "events (renter, block, log_index) where renter is not null",
  "events (account, block, log_index) where account is not null",
  "events (renter, timestamp) where name in ('Paid', 'Closed')",
  "events (transaction)",
  "events (host, machine, block, log_index) where machine_state is not null",
  "events (name, block, log_index) where rental is null",
  "rentals (host, deposit_block, id)",
  "rentals (renter, deposit_block, id)",
  // In the order of what is due next: `urgency` of http/history/rentals.ts.
  "rentals (host, (coalesce(due_at, 4000000000000 - closed_at)), id)",
  "rentals (renter, (coalesce(due_at, 4000000000000 - closed_at)), id)",
  "rentals (arbiter, (coalesce(due_at, 4000000000000 - closed_at)), id) where disputed_at is not null",
  "rentals (host, machine, deposit_block)",
  "rentals (host) where status <> 'Closed'",
  "rentals (machine)",
  "rentals (deposit_block, id)",
  "rentals (changed_block)",
  "rentals (due_at) where due_at is not null",
  "rentals ((coalesce(due_at, 4000000000000 - closed_at)), id)",
  "rentals ((coalesce(due_at, 4000000000000 - closed_at)), id) where disputed_at is not null",
  "rentals (arbiter, (coalesce(due_at, 4000000000000 - closed_at)), id) where status = 'Disputed'",
  "rentals (arbiter, deposit_block, id)",
  "rentals (status, deposit_block, id)",
  "machines (machine)",
  "balances (account)",
  "mandates (renter)",
]

/** Makes the schema with its empty tables. */
export async function createHistoryTables<all>(kysely: Kysely<all>, schema: string): Promise<void> {
  await sql`create schema ${sql.id(schema)}`.execute(kysely)
  for (const table of tables) await sql`create table ${sql.id(schema)}.${sql.raw(table)}`.execute(kysely)
  for (const index of indexes) await sql`create index on ${sql.id(schema)}.${sql.raw(index)}`.execute(kysely)
}

/** Counts what is in the tables, so that the database finds the best way to each answer. PGlite never does by itself. */
export async function analyzeHistoryTables<all>(kysely: Kysely<all>, schema: string): Promise<void> {
  // One after the other: nobody waits for all of them.
  for (const table of tables) await sql`analyze ${sql.id(schema)}.${sql.raw(table.split(" ")[0] ?? "")}`.execute(kysely)
}
