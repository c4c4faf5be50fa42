// Reads the rows that a batch touches and writes them back: one statement a table, whatever the number of rows.
import { type Kysely, sql } from "kysely"

import type { DatabaseTables } from "../database/databaseTables.ts"
import { type Fold, type HostState, type MandateState, machineKey } from "./fold.ts"
import { type FoldedRental, fromRow, toRow } from "./foldedRental.ts"
import type { HistoryEvent, Json, MachineState } from "./historyEvent.ts"
import { type Sums, type SumTable, sumTables } from "./sums.ts"

/** Rows that one statement writes. More of them save nothing, and their text takes memory. */
const ROWS_AT_ONCE = 500

type Row = Readonly<Record<string, unknown>>

const bigintsAsText = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value)

export class HistoryStore {
  readonly #kysely: Kysely<DatabaseTables>
  readonly #schema: string

  /** On a transaction or a connection, and the schema of one generation. */
  constructor(kysely: Kysely<DatabaseTables>, schema: string) {
    this.#kysely = kysely
    this.#schema = schema
  }

  // Reading

  async rentals(ids: Iterable<string>): Promise<Map<string, FoldedRental>> {
    const rows = await this.#select("rentals", "id", [...ids])
    return new Map(rows.map((row) => [String(row["id"]), fromRow(row)]))
  }

  async machines(keys: Iterable<string>): Promise<Map<string, MachineState>> {
    const pairs = [...keys].map((key) => pairOf(key, "host", "machine"))
    if (pairs.length === 0) return new Map()
    const { rows } = await sql<Row>`
      select t.* from ${this.#table("machines")} t
      join json_populate_recordset(null::${this.#table("machines")}, ${JSON.stringify(pairs)}::json) k
        on t.host = k.host and t.machine = k.machine`.execute(this.#kysely)
    return new Map(rows.map((row) => [machineKey(String(row["host"]), String(row["machine"])), machineOf(row)]))
  }

  async hosts(hosts: Iterable<string>): Promise<Map<string, HostState>> {
    const rows = await this.#select("hosts", "host", [...hosts])
    return new Map(
      rows.map((row) => {
        const signer = row["signer"] === null ? null : String(row["signer"])
        return [String(row["host"]), { signer, epoch: numberOf(row, "epoch"), fee_bps: numberOf(row, "fee_bps") }]
      }),
    )
  }

  async mandates(mandates: Iterable<string>): Promise<Map<string, MandateState>> {
    const rows = await this.#select("mandates", "mandate", [...mandates])
    return new Map(
      rows.map((row) => [
        String(row["mandate"]),
        {
          rental: String(row["rental"]),
          renter: String(row["renter"]),
          executions: numberOf(row, "executions"),
          spent: numberOf(row, "spent"),
          tips: numberOf(row, "tips"),
          last_at: numberOf(row, "last_at"),
        },
      ]),
    )
  }

  /** Every event above a block, the oldest first. */
  async eventsAbove(block: bigint): Promise<HistoryEvent[]> {
    return this.#events(sql`where block > ${block}`)
  }

  /** The events of rentals up to a block, the oldest first. */
  async eventsOfRentals(ids: readonly string[], block: bigint): Promise<HistoryEvent[]> {
    if (ids.length === 0) return []
    const wanted = sql`select json_array_elements_text(${JSON.stringify(ids)}::json)`
    return this.#events(sql`where rental in (${wanted}) and block <= ${block}`)
  }

  /** The events up to a block that are about no rental, of these names, the oldest first. */
  async eventsOfNames(names: readonly string[], block: bigint): Promise<HistoryEvent[]> {
    if (names.length === 0) return []
    const wanted = sql`select json_array_elements_text(${JSON.stringify(names)}::json)`
    return this.#events(sql`where rental is null and name in (${wanted}) and block <= ${block}`)
  }

  /** What the machines were after the last event up to a block. One without such an event is missing. */
  async machinesAt(keys: readonly string[], block: bigint): Promise<Map<string, MachineState>> {
    const pairs = keys.map((key) => pairOf(key, "host", "machine"))
    if (pairs.length === 0) return new Map()
    const { rows } = await sql<{ host: string; machine: string; state: Row }>`
      select k.host, k.machine, (
        select machine_state from ${this.#table("events")} e
        where e.host = k.host and e.machine = k.machine and machine_state is not null and block <= ${block}
        order by block desc, log_index desc limit 1
      ) as state
      from json_populate_recordset(null::${this.#table("machines")}, ${JSON.stringify(pairs)}::json) k`.execute(
      this.#kysely,
    )
    const found = rows.filter(({ state }) => state !== null)
    return new Map(found.map(({ host, machine, state }) => [machineKey(host, machine), machineOf(state)]))
  }

  // Writing

  async insertEvents(events: readonly HistoryEvent[]): Promise<void> {
    await this.#inPieces(events, async (json) => {
      await sql`insert into ${this.#table("events")}
        select * from json_populate_recordset(null::${this.#table("events")}, ${json}::json)`.execute(this.#kysely)
    })
  }

  async deleteEventsAbove(block: bigint): Promise<void> {
    await sql`delete from ${this.#table("events")} where block > ${block}`.execute(this.#kysely)
  }

  /** Writes every row of a fold. A role that nobody holds, and a host with nothing but defaults, has none. */
  async writeFold(fold: Fold): Promise<void> {
    const rows = <value>(map: ReadonlyMap<string, value>, row: (key: string, value: value) => Row) =>
      [...map].map(([key, value]) => row(key, value))
    await this.#upsert("rentals", ["id"], [...fold.rentals.values()].map(toRow))
    await this.#upsert(
      "machines",
      ["host", "machine"],
      rows(fold.machines, (key, machine) => ({ ...pairOf(key, "host", "machine"), ...machine })),
    )
    const isDefault = ({ signer, epoch, fee_bps }: HostState) => signer === null && epoch === 0n && fee_bps === 0n
    const hosts = [...fold.hosts]
    const unset = hosts.filter(([, host]) => isDefault(host)).map(([key]) => key)
    const set = hosts.filter(([, host]) => !isDefault(host)).map(([host, state]) => ({ host, ...state }))
    await this.deleteRows("hosts", ["host"], unset)
    await this.#upsert("hosts", ["host"], set)
    await this.#upsert(
      "mandates",
      ["mandate"],
      rows(fold.mandates, (mandate, state) => ({ mandate, ...state })),
    )
    await this.#upsert(
      "markets",
      ["token"],
      rows(fold.markets, (token, market) => ({ token, ...market })),
    )
    await this.#upsert(
      "revocations",
      ["renter", "salt"],
      rows(fold.revocations, (key, state) => ({ ...pairOf(key, "renter", "salt"), ...state })),
    )
    const roles = [...fold.roles]
    const vacant = roles.filter(([, account]) => account === null).map(([role]) => role)
    const filled = roles.filter(([, account]) => account !== null).map(([role, account]) => ({ role, account }))
    await this.deleteRows("roles", ["role"], vacant)
    await this.#upsert("roles", ["role"], filled)
  }

  /** Adds to the sums, and deletes the rows that became zero. */
  async addSums(sums: Sums): Promise<void> {
    for (const table of Object.keys(sumTables) as SumTable[]) await this.#addTo(table, sums)
  }

  /** Deletes rows by their keys, which are texts apart by a space. */
  async deleteRows(table: string, columns: readonly [string, string?], keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    const [first, second] = columns
    const rows = keys.map((key) => (second === undefined ? { [first]: key } : pairOf(key, first, second)))
    const matches = columns
      .filter((column) => column !== undefined)
      .map((column) => sql`t.${sql.id(column)} = k.${sql.id(column)}`)
    await sql`delete from ${this.#table(table)} t
      using json_populate_recordset(null::${this.#table(table)}, ${JSON.stringify(rows)}::json) k
      where ${sql.join(matches, sql` and `)}`.execute(this.#kysely)
  }

  #table(name: string) {
    return sql.id(this.#schema, name)
  }

  async #select(table: string, column: string, keys: readonly string[]): Promise<readonly Row[]> {
    if (keys.length === 0) return []
    const { rows } = await sql<Row>`select * from ${this.#table(table)}
      where ${sql.id(column)} in (select json_array_elements_text(${JSON.stringify(keys)}::json))`.execute(this.#kysely)
    return rows
  }

  async #events(where: ReturnType<typeof sql>): Promise<HistoryEvent[]> {
    const { rows } = await sql<Row>`select * from ${this.#table("events")} ${where} order by block, log_index`.execute(
      this.#kysely,
    )
    return rows.map(eventOf)
  }

  async #addTo(table: SumTable, sums: Sums): Promise<void> {
    const { keys, columns } = sumTables[table]
    const added = columns.map((column) => sql`${sql.id(column)} = t.${sql.id(column)} + excluded.${sql.id(column)}`)
    const isZero = columns.map((column) => sql`t.${sql.id(column)} = 0`)
    const isSame = keys.map((key) => sql`t.${sql.id(key)} = k.${sql.id(key)}`)
    await this.#inPieces(sums.changed(table), async (json) => {
      const given = sql`json_populate_recordset(null::${this.#table(table)}, ${json}::json)`
      await sql`insert into ${this.#table(table)} as t select * from ${given}
        on conflict (${sql.join(keys.map((key) => sql.id(key)))}) do update set ${sql.join(added)}`.execute(
        this.#kysely,
      )
      await sql`delete from ${this.#table(table)} t using ${given} k
        where ${sql.join([...isSame, ...isZero], sql` and `)}`.execute(this.#kysely)
    })
  }

  async #upsert(table: string, keys: readonly string[], rows: readonly Row[]): Promise<void> {
    const columns = Object.keys(rows[0] ?? {}).filter((column) => !keys.includes(column))
    const replaced = columns.map((column) => sql`${sql.id(column)} = excluded.${sql.id(column)}`)
    await this.#inPieces(rows, async (json) => {
      await sql`insert into ${this.#table(table)}
        select * from json_populate_recordset(null::${this.#table(table)}, ${json}::json)
        on conflict (${sql.join(keys.map((key) => sql.id(key)))}) do update set ${sql.join(replaced)}`.execute(
        this.#kysely,
      )
    })
  }

  async #inPieces(rows: readonly object[], write: (json: string) => Promise<void>): Promise<void> {
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
      await write(JSON.stringify(rows.slice(at, at + ROWS_AT_ONCE), bigintsAsText))
    }
  }
}

function pairOf(key: string, first: string, second: string): Record<string, string> {
  const [one = "", two = ""] = key.split(" ")
  return { [first]: one, [second]: two }
}

function numberOf(row: Row, name: string): bigint {
  return BigInt(String(row[name]))
}

function machineOf(row: Row): MachineState {
  return {
    nonce: numberOf(row, "nonce"),
    busy_until: numberOf(row, "busy_until"),
    deposit_block: numberOf(row, "deposit_block"),
  }
}

function eventOf(row: Row): HistoryEvent {
  const text = (name: string) => (row[name] === null ? null : String(row[name]))
  return {
    block: numberOf(row, "block"),
    log_index: Number(row["log_index"]),
    timestamp: numberOf(row, "timestamp"),
    transaction: String(row["transaction"]),
    contract: row["contract"] as HistoryEvent["contract"],
    name: String(row["name"]),
    args: row["args"] as Readonly<Record<string, Json>>,
    rental: text("rental"),
    host: text("host"),
    renter: text("renter"),
    machine: text("machine"),
    token: text("token"),
    account: text("account"),
    machine_state: null,
  }
}
