// Ponder's rows beside what the escrow returns, and beside the rows of the repository's own index.
import { bondLocked, held } from "@gpuflow/escrow"
import { offerFromJson } from "@gpuflow/escrow/offer"
import type { Address, Client, Hex } from "viem"
import { readContract } from "viem/actions"

import { statuses } from "../../sdk/generated/constants.ts"
import { escrowAbi } from "../../sdk/generated/escrowAbi.ts"
import type { Database } from "../../server/database/openDatabase.ts"
import { readWholeHistory } from "../../test/support/historyRuns.ts"
import type { RunningPonder } from "./project.ts"

type Row = Readonly<Record<string, unknown>>

export interface Comparison {
  readonly rows: number
  /** What differs, in words; empty if nothing does. */
  readonly differences: readonly string[]
}

const STATE = [
  ...["status", "feeBps", "depositBlock", "since", "duration", "billedSeconds", "paidSeconds", "refundedSeconds"],
  ...["interrupted", "settlingUntil"],
]
const RENTAL = [
  ...["id", "host", "renter", "payer", "machine", "token", "arbiter"],
  ...STATE,
  ...["reason", "depositedAt", "startedAt", "disputedAt", "closedAt"],
  ...["deposited", "toHost", "fee", "toRenter", "held", "bondLocked", "bondToRenter"],
  ...["stake", "stakeToHost", "stakeToRenter", "hostBps"],
]
const SETTINGS = ["signer", "epoch", "feeBps"]
const RECORD = [
  ...["rentals", "open", "completed", "cancelled", "declined", "noShows", "interruptions", "disputes", "rulings"],
]
const EARNING = ["host", "machine", "token", "day", "gross", "fee", "net", "payouts"]
const EVENT = ["block", "logIndex", "timestamp", "transaction", "name", "rental"]

/** Every rental's state and money, and every host's settings, against the escrow's views. */
export async function compareWithEscrow(
  ponder: RunningPonder,
  { contract, escrow }: { readonly contract: Client; readonly escrow: Address },
): Promise<Comparison> {
  const read = (functionName: string, args: readonly unknown[]) =>
    readContract(contract, {
      abi: escrowAbi,
      address: escrow,
      functionName: functionName as "hosts",
      args: args as [Hex],
    })
  const rentals = await ponder.rows("rentals", [...RENTAL, "offer"].join(" "))
  const hosts = await ponder.rows("hosts", ["address", ...SETTINGS].join(" "))
  const differences: string[] = []
  for (const rental of rentals) {
    const view = Object(await read("getRental", [rental["id"]]))
    const seen = { ...view, status: statuses[view.status] }
    const state = Object.fromEntries(
      STATE.map((name) => [name, typeof seen[name] === "number" ? BigInt(seen[name]) : seen[name]]),
    ) as Parameters<typeof held>[1]
    const offer = offerFromJson(rental["offer"])
    const amounts = { held: held(offer, state), bondLocked: bondLocked(offer, state) }
    differences.push(...differing(`rental ${rental["id"]}`, rental, { ...state, ...amounts }))
  }
  for (const host of hosts) {
    const [signer, epoch, feeBps] = Object(await read("hosts", [host["address"]]))
    const set = /^0x0+$/.test(signer) ? null : signer
    differences.push(...differing(`host ${host["address"]}`, host, { signer: set, epoch, feeBps }))
  }
  return { rows: rentals.length + hosts.length, differences }
}

export interface IndexTarget {
  readonly database: Database
  readonly client: Client
  readonly escrow: Address
}

/** Every row of every table, against the same of the index that reads the same chain. */
export async function compareWithIndex(ponder: RunningPonder, target: IndexTarget): Promise<Comparison> {
  const schema = await readWholeHistory(target)
  const tables = target.database.kysely.withSchema(schema)
  const rentals = await tables.selectFrom("rentals").selectAll().execute()
  const settings = await tables.selectFrom("hosts").selectAll().execute()
  const records = await tables.selectFrom("records").selectAll().execute()
  const earnings = await tables.selectFrom("earnings").selectAll().execute()
  const events = await tables.selectFrom("events").selectAll().execute()
  const hosts = [...new Set([...settings, ...records].map(({ host }) => host))].map((address) => {
    const own = records.filter(({ host }) => host === address).map(named)
    const sums = RECORD.map((name) => [name, own.reduce((sum, row) => sum + BigInt(String(row[name])), 0n)])
    const { signer, epoch, fee_bps } = settings.find(({ host }) => host === address) ?? {}
    const set = { signer: signer ?? null, epoch: epoch ?? 0n, feeBps: fee_bps ?? 0 }
    return { address, ...set, ...Object.fromEntries(sums) }
  })
  const compared = [
    await compareTables(ponder, { table: "rentals", columns: RENTAL, keys: ["id"] }, rentals.map(named)),
    await compareTables(
      ponder,
      { table: "hosts", columns: ["address", ...SETTINGS, ...RECORD], keys: ["address"] },
      hosts,
    ),
    await compareTables(
      ponder,
      { table: "earnings", columns: EARNING, keys: EARNING.slice(0, 4) },
      earnings.map(named),
    ),
    await compareTables(ponder, { table: "escrowEvents", columns: EVENT, keys: EVENT.slice(0, 2) }, events.map(named)),
  ]
  return {
    rows: compared.reduce((sum, { rows }) => sum + rows, 0),
    differences: compared.flatMap(({ differences }) => differences),
  }
}

interface Compared {
  readonly table: Parameters<RunningPonder["rows"]>[0]
  readonly columns: readonly string[]
  readonly keys: readonly string[]
}

async function compareTables(
  ponder: RunningPonder,
  { table, columns, keys }: Compared,
  expected: readonly Row[],
): Promise<Comparison> {
  const keyOf = (row: Row) => keys.map((key) => text(row[key])).join(" ")
  const found = new Map((await ponder.rows(table, columns.join(" "))).map((row) => [keyOf(row), row]))
  const differences = expected.flatMap((row) => {
    const name = `${table} ${keyOf(row)}`
    const own = found.get(keyOf(row))
    if (!own) return [`${name}: missing`]
    return differing(name, own, Object.fromEntries(columns.map((column) => [column, row[column]])))
  })
  const known = new Set(expected.map(keyOf))
  const strange = [...found.keys()].filter((key) => !known.has(key)).map((key) => `${table} ${key}: not in the index`)
  return { rows: expected.length, differences: [...differences, ...strange] }
}

function differing(name: string, found: Row, expected: Row): string[] {
  return Object.keys(expected).flatMap((column) => {
    const [has, should] = [text(found[column]), text(expected[column])]
    return has === should ? [] : [`${name}: ${column} is ${has}, not ${should}`]
  })
}

/** The same for a number, a text of it, and an address in any spelling. */
function text(value: unknown): string {
  const plain = String(value ?? null)
  return plain.startsWith("0x") ? plain.toLowerCase() : plain
}

/** The columns of the index under Ponder's names. */
function named(row: object): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  )
}
