import { sql } from "kysely"
import type { z } from "zod"
import type { historyDefinitions } from "../historyRoutes.ts"
import { type machine, type machineDetails, reason, status } from "../historySchemas.ts"
import { Problem } from "../problem.ts"
import type { Tables } from "./historyContext.ts"
import { DEFAULT_LIMIT, keys, type Page, readCursor, toPage } from "./pages.ts"
import { toAddress, toHex, toInteger } from "./rows.ts"

type Machine = z.output<typeof machine>
type Times = z.output<(typeof historyDefinitions)["getMachine"]["request"]["query"]>

/** `busyUntil` of a machine that waits for its host to start a rental. */
const RESERVED = 2n ** 40n - 1n
const DAY = 86_400
/** Rentals of one calendar. */
const MOST = 1_000

export async function listMachines(
  tables: Tables,
  host: string,
  { limit = DEFAULT_LIMIT, cursor }: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
): Promise<Page<Machine>> {
  const after = readCursor(cursor, keys.hash)
  let select = machinesOf(tables, host)
  if (after) select = select.where("machines.machine", ">", after)
  const rows = await select
    .orderBy("machines.machine")
    .limit(limit + 1)
    .execute()
  return toPage(rows, { limit, keyOf: (row) => row.machine, itemOf: toMachine })
}

export async function getMachine(
  tables: Tables,
  { host, machine }: { readonly host: string; readonly machine: string },
  { now, from = now - 30 * DAY, to }: Times & { readonly now: number },
): Promise<z.output<typeof machineDetails>> {
  const row = await machinesOf(tables, host).where("machines.machine", "=", machine).executeTakeFirst()
  if (!row) {
    const detail =
      "The index has no machine with this id of this host. Check both; a machine exists from its first rental on."
    throw new Problem(404, "MachineUnknown", detail, { host, machine })
  }
  let select = tables
    .selectFrom("rentals")
    .select(["id", "renter", "status", "reason", "deposited_at", "started_at", "ends_at", "closed_at"])
    .where("host", "=", host)
    .where("machine", "=", machine)
    .where(sql<boolean>`coalesce(ends_at, closed_at, ${RESERVED}::bigint) >= ${from}::bigint`)
  if (to !== undefined) select = select.where("deposited_at", "<", BigInt(to))
  const rentals = await select.orderBy("deposit_block", "desc").orderBy("id", "desc").limit(MOST).execute()
  const calendar = rentals.reverse().map((rental) => {
    const end = rental.ends_at ?? rental.closed_at
    return {
      rental: toHex(rental.id),
      renter: toAddress(rental.renter),
      status: status.parse(rental.status),
      reason: rental.reason === null ? null : reason.parse(rental.reason),
      from: toInteger(rental.started_at ?? rental.deposited_at),
      to: end === null ? null : toInteger(end),
    }
  })
  return { ...toMachine(row), calendar }
}

function machinesOf(tables: Tables, host: string) {
  return tables
    .selectFrom("machines")
    .selectAll("machines")
    .select((eb) =>
      eb
        .selectFrom("rentals")
        .select((count) => count.fn.countAll().as("count"))
        .whereRef("rentals.host", "=", "machines.host")
        .whereRef("rentals.machine", "=", "machines.machine")
        .as("rentals"),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("rentals")
          .select(["rentals.id", "rentals.status", "rentals.spec"])
          .whereRef("rentals.host", "=", "machines.host")
          .whereRef("rentals.machine", "=", "machines.machine")
          .orderBy("deposit_block", "desc")
          .orderBy("id", "desc")
          .limit(1)
          .as("last"),
      (join) => join.onTrue(),
    )
    .select(["last.id", "last.status", "last.spec"])
    .where("machines.host", "=", host)
}

type Row = Awaited<ReturnType<ReturnType<typeof machinesOf>["execute"]>>[number]

function toMachine(row: Row): Machine {
  return {
    host: toAddress(row.host),
    machine: toHex(row.machine),
    nonce: toInteger(row.nonce),
    busyUntil: toInteger(row.busy_until),
    reserved: BigInt(row.busy_until) === RESERVED,
    depositBlock: toInteger(row.deposit_block),
    rentals: toInteger(row.rentals ?? 0),
    lastRental: row.id === null ? null : toHex(row.id),
    lastStatus: row.status === null ? null : status.parse(row.status),
    spec: row.spec === null ? null : toHex(row.spec),
  }
}
