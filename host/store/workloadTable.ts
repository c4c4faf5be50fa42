import type { Rental, RentalState } from "@gpuflow/escrow"
import { type Database, parseStored, type Row } from "@gpuflow/keeper/sending"
import type { Hash } from "viem"

import type { Phase } from "../machine/phase.ts"
import type { AccessPoint } from "../machine/rentalAccess.ts"

/** A rental of one of the agent's machines. */
export type Workload = {
  readonly id: Hash
  readonly machine: Hash
  readonly rental: Rental
  readonly phase: Phase
  /** Time of a block, or an estimate while no node answered. */
  readonly phaseSince: bigint
  /** Failed attempts of the phase's hook. */
  readonly failures: number
  /** When it is tried again, in milliseconds. */
  readonly retryAt: number
  /** As of the last poll that reached a node. */
  readonly state: RentalState | undefined
  /** What `onStart` said of the way in. */
  readonly access: Partial<AccessPoint>
  readonly refundedAt: bigint | undefined
  readonly hasEvidence: boolean
}

/** JSON in which a bigint is a string such as `5n`, which no address or hash resembles. */
const serialize = (value: unknown) => JSON.stringify(value, (_, one) => (typeof one === "bigint" ? `${one}n` : one))
const parse = (text: string) =>
  parseStored(text, (_, one) => (typeof one === "string" && /^-?\d+n$/.test(one) ? BigInt(one.slice(0, -1)) : one))

export function workloadTable({ rows, run }: Database) {
  return {
    /** A rental that is known keeps its phase, and is looked at again. */
    addWorkload(id: Hash, rental: Rental, phase: Phase = "paid") {
      run(
        `INSERT INTO workloads (id, machine, terms, phase, phase_since) VALUES (?, ?, ?, ?, 0)
         ON CONFLICT (id) DO UPDATE SET finished_at = NULL`,
        ...[id, rental.offer.machine, serialize(rental), phase],
      )
    },
    workload: (id: Hash): Workload | undefined => rows("SELECT * FROM workloads WHERE id = ?", id).map(toWorkload)[0],
    openWorkloads: (): Workload[] =>
      rows("SELECT * FROM workloads WHERE finished_at IS NULL ORDER BY rowid").map(toWorkload),
    workloadsOf: (machine: Hash): Workload[] =>
      rows("SELECT * FROM workloads WHERE machine = ? ORDER BY rowid", machine).map(toWorkload),
    /** Stores a phase before its effect. Attempts are counted from there. */
    setPhase(id: Hash, phase: Phase, since: bigint) {
      run("UPDATE workloads SET phase = ?, phase_since = ?, failures = 0, retry_at = 0 WHERE id = ?", phase, since, id)
    },
    setState(id: Hash, state: RentalState) {
      run("UPDATE workloads SET state = ? WHERE id = ?", serialize(state), id)
    },
    setAccess(id: Hash, access: Partial<AccessPoint>) {
      run("UPDATE workloads SET access = ? WHERE id = ?", JSON.stringify(access), id)
    },
    addHookFailure(id: Hash, retryAt: number) {
      run("UPDATE workloads SET failures = failures + 1, retry_at = ? WHERE id = ?", retryAt, id)
    },
    clearHookFailures: (id: Hash) => run("UPDATE workloads SET failures = 0, retry_at = 0 WHERE id = ?", id),
    /** A total of time to give back, and what it was before. The same total is recorded once. */
    recordRefund(id: Hash, total: bigint, before: bigint, at: bigint) {
      run("UPDATE workloads SET refunded_at = ? WHERE id = ?", at, id)
      run("INSERT OR IGNORE INTO refunds (rental, total, before, at) VALUES (?, ?, ?, ?)", id, total, before, at)
    },
    /** Seconds that were given back after a time, or are about to be. Of one rental, only what the chain says. */
    refundedSince(since: bigint, id: Hash, refundedSeconds: bigint): bigint {
      const sql = `SELECT CASE WHEN rental = ? THEN min(max(total), ?) ELSE max(total) END
          - coalesce((SELECT max(total) FROM refunds WHERE rental = later.rental AND at < ?), min(before)) AS seconds
        FROM refunds AS later WHERE at >= ? GROUP BY rental`
      const given = rows(sql, id, refundedSeconds, since, since).map(({ seconds }) => BigInt(String(seconds)))
      return given.reduce((sum, seconds) => (seconds > 0n ? sum + seconds : sum), 0n)
    },
    /** The block of the agent's evidence, or nothing if the chain has taken it back. */
    setEvidence(id: Hash, block: bigint | undefined) {
      run("UPDATE workloads SET evidence_block = ? WHERE id = ?", block ?? null, id)
    },
    finishWorkload: (id: Hash, at: bigint) => run("UPDATE workloads SET finished_at = ? WHERE id = ?", at, id),
    /** Deletes what was finished before a time. */
    deleteFinishedWorkloads(before: bigint) {
      for (const { id } of rows("SELECT id FROM workloads WHERE finished_at < ?", before)) {
        for (const table of ["health", "keys", "refunds", "runs"])
          run(`DELETE FROM ${table} WHERE rental = ?`, String(id))
        run("DELETE FROM workloads WHERE id = ?", String(id))
      }
    },
  }
}

// The casts are safe: the agent wrote the file.
const toWorkload = (row: Row): Workload => ({
  id: row["id"] as Hash,
  machine: row["machine"] as Hash,
  rental: parse(String(row["terms"])) as Rental,
  phase: row["phase"] as Phase,
  phaseSince: BigInt(String(row["phase_since"])),
  failures: Number(row["failures"]),
  retryAt: Number(row["retry_at"]),
  state: row["state"] === null ? undefined : (parse(String(row["state"])) as RentalState),
  access: row["access"] === null ? {} : (parseStored(String(row["access"])) as Partial<AccessPoint>),
  refundedAt: row["refunded_at"] === null ? undefined : BigInt(String(row["refunded_at"])),
  hasEvidence: row["evidence_block"] !== null,
})
