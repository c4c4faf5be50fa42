// The mandates that the keeper was given, and what it has found out about each. All of it is in memory: a restart reads
// the mandates again, and their state is on the chain.
import { idOf } from "@gpuflow/escrow"
import { hashMandate, parseMandate, type SignedMandate } from "@gpuflow/escrow/mandate"
import { type Address, type Hex, isAddressEqual } from "viem"

import type { ResolvedOptions } from "../keeperOptions.ts"
import { type Log, reasonOf } from "../log.ts"
import type { RunningTime } from "../store/rentalTable.ts"
import type { Store } from "../store/store.ts"
import type { GivenMandate, MandateSource } from "./mandateFolder.ts"

export type MandateBook = ReturnType<typeof createMandateBook>

/** A mandate for this escrow and this mandate contract. */
export type KnownMandate = {
  readonly name: string
  readonly digest: Hex
  readonly rentalId: Hex
  readonly signed: SignedMandate
}

/**
 * What a check has found:
 * - `open`: nothing stands against the next extension.
 * - `refused`: the next extension would be refused, unless something changes.
 * - `invalid`: it can never be executed.
 * - `over`: its rental has ended, or has its longest duration.
 */
export type Standing = "open" | "refused" | "invalid" | "over"

/** All states that the metric `mandates` counts. */
export const MANDATE_STATES = ["unchecked", "open", "refused", "invalid", "over", "unreadable", "foreign"] as const

export type Finding = {
  readonly standing: Standing
  /** Why it would be refused, for the log. */
  readonly reasons: readonly string[]
  /** The rental's state as of the check. */
  readonly time: RunningTime | undefined
  /** How near the end was, by `stageOf`. */
  readonly stage: number
  /** In milliseconds. */
  readonly checkedAt: number
}

/** A mandate whose extension is due. */
export type DueMandate = KnownMandate & { readonly endsAt: bigint }

/** A due mandate that failed is set aside for a while, in milliseconds. */
type Aside = { readonly failures: number; readonly retryAt: number }

type Work = { readonly options: ResolvedOptions; readonly store: Store; readonly log: Log }

export function createMandateBook({ options, store, log }: Work, source: MandateSource) {
  /** By the object that the source gave, which changes with the text. */
  let read: ReadonlyMap<GivenMandate, KnownMandate | "unreadable" | "foreign"> = new Map()
  let mandates: ReadonlyMap<Hex, KnownMandate> = new Map()
  const findings = new Map<Hex, Finding>()
  const aside = new Map<Hex, Aside>()
  const retryTime = ({ digest }: KnownMandate) => aside.get(digest)?.retryAt ?? 0

  function open(given: GivenMandate): KnownMandate | "unreadable" | "foreign" {
    const { name, text } = given
    let signed: SignedMandate
    try {
      if (text === undefined) throw new Error(given.fault)
      signed = parseMandate(text)
    } catch (error) {
      log.warn("mandate unreadable", { file: name, reason: reasonOf(error) })
      return "unreadable"
    }
    const foreign = foreignFields(signed, options)
    if (foreign.length > 0) {
      log.warn("mandate of another keeper", { file: name, differs: foreign })
      return "foreign"
    }
    const { chainId, mandateContract, mandate, rental } = signed
    const rentalId = idOf(rental)
    store.addRental(rentalId, rental)
    return { name, digest: hashMandate({ chainId, mandateContract, mandate }), rentalId, signed }
  }

  return {
    /** Reads what is given now. Each mandate that cannot be used is logged once. */
    async read(): Promise<void> {
      const given = await source.read()
      read = new Map(given.map((one) => [one, read.get(one) ?? open(one)]))
      const usable = [...read.values()].filter((one) => typeof one === "object")
      mandates = new Map(usable.map((mandate) => [mandate.digest, mandate]))
      for (const memory of [findings, aside]) {
        for (const digest of memory.keys()) if (!mandates.has(digest)) memory.delete(digest)
      }
    },
    all: (): readonly KnownMandate[] => [...mandates.values()],
    finding: (digest: Hex): Finding | undefined => findings.get(digest),
    setFinding(digest: Hex, finding: Finding) {
      // Another end is another need.
      if (findings.get(digest)?.time?.endsAt !== finding.time?.endsAt) aside.delete(digest)
      findings.set(digest, finding)
    },
    setAside(digest: Hex, retryAt: (failures: number) => number) {
      const failures = (aside.get(digest)?.failures ?? 0) + 1
      aside.set(digest, { failures, retryAt: retryAt(failures) })
    },
    /** Mandates whose extension is due, the most urgent first. */
    due(now: bigint): DueMandate[] {
      const due = [...mandates.values()].flatMap((known) => {
        const endsAt = store.runningTime(known.rentalId)?.endsAt
        return endsAt !== undefined && isDue(known, endsAt, now) ? [{ ...known, endsAt }] : []
      })
      return due.sort((a, b) => Number(a.endsAt - b.endsAt))
    },
    /** The rentals of those. */
    rentalsDue(now: bigint): Hex[] {
      return [...new Set(this.due(now).map(({ rentalId }) => rentalId))]
    },
    /** Chain time since the oldest extension became due against which nothing stands, in seconds. */
    overdue(now: bigint): bigint {
      const open = this.due(now).filter(({ digest }) => findings.get(digest)?.standing === "open")
      const late = open.map(({ endsAt, signed }) => now - (endsAt + 1n - signed.mandate.extendBefore))
      return late.reduce((most, one) => (one > most ? one : most), 0n)
    },
    /** Whether a due mandate can be tried now. What a check has found does not count: a node may have been wrong. */
    isReady: (digest: Hex, clock: number): boolean => (aside.get(digest)?.retryAt ?? 0) <= clock,
    /** One due mandate of each token that has some set aside, to try whether the token works again. */
    toProbe(now: bigint, clock: number): DueMandate[] {
      const waiting = this.due(now).filter(({ digest }) => !this.isReady(digest, clock))
      const sorted = waiting.sort((a, b) => retryTime(a) - retryTime(b))
      return [...new Map(sorted.toReversed().map((due) => [tokenOf(due), due])).values()]
    },
    releaseToken(token: Address) {
      for (const known of mandates.values()) if (tokenOf(known) === token) aside.delete(known.digest)
    },
    /** How many mandates there are of each state. */
    counts(): ReadonlyMap<(typeof MANDATE_STATES)[number], number> {
      const states = [...read.values()].map((one) =>
        typeof one === "string" ? one : (findings.get(one.digest)?.standing ?? "unchecked"),
      )
      return new Map(MANDATE_STATES.map((state) => [state, states.filter((one) => one === state).length]))
    },
  }
}

export const tokenOf = ({ signed }: KnownMandate): Address => signed.rental.offer.token

/** Less than `extendBefore` seconds are left, and the time is not over. */
function isDue({ signed: { mandate } }: KnownMandate, endsAt: bigint, now: bigint): boolean {
  return now < endsAt && endsAt - now < mandate.extendBefore
}

/** The fields that name another chain or contract than the keeper's. */
function foreignFields(signed: SignedMandate, { chainId, escrow, mandateContract }: ResolvedOptions): string[] {
  const isOther = {
    chainId: signed.chainId !== chainId,
    escrow: !isAddressEqual(signed.escrow, escrow),
    mandateContract: mandateContract === undefined || !isAddressEqual(signed.mandateContract, mandateContract),
  }
  return Object.entries(isOther).flatMap(([field, differs]) => (differs ? [field] : []))
}
