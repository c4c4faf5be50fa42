// Differences of the sums: what a batch adds to balances, books, records and earnings. Taking a batch back subtracts the
// same, so a sum never depends on the way that led to it.
import { type Contribution, recordColumns } from "./foldedRental.ts"

const bookColumns = ["held", "stakes", "bonds_locked", "bonds_free", "credits", "fees"] as const

/** A table of sums: its keys, and its columns that are summed. */
export const sumTables = {
  balances: { keys: ["kind", "token", "account"], columns: ["amount"] },
  books: { keys: ["token"], columns: bookColumns },
  records: { keys: ["host", "token"], columns: recordColumns },
  earnings: { keys: ["host", "day", "machine", "token"], columns: ["gross", "fee", "net", "payouts"] },
} as const
export type SumTable = keyof typeof sumTables

type SumRow = Record<string, string | number | bigint>

const SECONDS_PER_DAY = 86_400n
const ZERO = "0x0000000000000000000000000000000000000000"

export class Sums {
  readonly tables: Readonly<Record<SumTable, Map<string, SumRow>>> = {
    balances: new Map(),
    books: new Map(),
    records: new Map(),
    earnings: new Map(),
  }

  balance(kind: "bond" | "credit" | "fee", token: string, account: string, amount: bigint): void {
    const column = ({ bond: "bonds_free", credit: "credits", fee: "fees" } as const)[kind]
    this.#add("balances", { kind, token, account: kind === "fee" ? ZERO : account }, { amount })
    this.#add("books", { token }, { [column]: amount })
  }

  payout(
    payout: { readonly host: string; readonly machine: string; readonly token: string; readonly timestamp: bigint },
    { toHost, fee }: { readonly toHost: bigint; readonly fee: bigint },
  ): void {
    const { host, machine, token, timestamp } = payout
    if (toHost + fee === 0n) return
    const day = Number(timestamp / SECONDS_PER_DAY)
    this.#add("earnings", { host, day, machine, token }, { gross: toHost + fee, fee, net: toHost, payouts: 1n })
  }

  /** Replaces what a rental contributes. */
  rental({ host, token }: { readonly host: string; readonly token: string }, parts: ContributionChange): void {
    const difference = <name extends string>(after?: Record<name, bigint>, before?: Record<name, bigint>) => {
      const names = Object.keys(after ?? before ?? {}) as name[]
      return Object.fromEntries(names.map((name) => [name, (after?.[name] ?? 0n) - (before?.[name] ?? 0n)]))
    }
    this.#add("books", { token }, difference(parts.after?.books, parts.before?.books))
    this.#add("records", { host, token }, difference(parts.after?.record, parts.before?.record))
  }

  /** The same with the opposite sign. */
  negated(): Sums {
    const sums = new Sums()
    for (const name of Object.keys(sumTables) as SumTable[]) {
      const columns: readonly string[] = sumTables[name].columns
      for (const [key, row] of this.tables[name]) {
        const entries = Object.entries(row).map(([column, value]) => [
          column,
          columns.includes(column) && typeof value === "bigint" ? -value : value,
        ])
        sums.tables[name].set(key, Object.fromEntries(entries))
      }
    }
    return sums
  }

  /** The rows in which something changes. */
  changed(table: SumTable): SumRow[] {
    const { columns } = sumTables[table]
    return [...this.tables[table].values()].filter((row) => columns.some((column) => row[column] !== 0n))
  }

  #add(table: SumTable, keys: Record<string, string | number>, amounts: Readonly<Record<string, bigint>>): void {
    const rows = this.tables[table]
    const key = Object.values(keys).join(" ")
    let row = rows.get(key)
    if (!row) {
      row = { ...keys }
      for (const column of sumTables[table].columns) row[column] = 0n
      rows.set(key, row)
    }
    for (const [column, amount] of Object.entries(amounts)) row[column] = BigInt(row[column] ?? 0n) + amount
  }
}

export interface ContributionChange {
  readonly before: Contribution | undefined
  readonly after: Contribution | undefined
}
