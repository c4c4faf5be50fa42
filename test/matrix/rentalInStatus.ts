import { type Hex, keccak256, maxUint256, toHex } from "viem"

import { NATIVE } from "../support/escrow.ts"
import {
  ARBITRATION_WINDOW,
  cost,
  EVIDENCE_WINDOW,
  HOUR,
  NO_PERMIT,
  type Offer,
  type Rental,
  STATUSES,
  T0,
} from "../support/offer.ts"
import { errorText } from "../support/outcome.ts"
import { addressOf } from "../support/parties.ts"
import type { World } from "../support/world.ts"

export type Status = (typeof STATUSES)[number]

/** When the rental of every story is deposited, started and cut short, and for how long it was paid. */
export const DEPOSITED = T0 + HOUR
export const STARTED = DEPOSITED + 600n
export const CUT = STARTED + 2n * HOUR + 7n
export const DURATION = 8n * HOUR + 1n
/** More than any stake; what is too much in coins comes back. */
export const STAKE_AT_MOST = 10n ** 9n

/** A rental that stands in a status, and the deadlines that follow from the protocol page. */
export interface RentalInStatus {
  readonly rental: Rental
  readonly id: Hex
  readonly status: Status
  readonly since: bigint
  /** Seconds promised, with what was bought on top. */
  readonly duration: bigint
  readonly refundedSeconds: bigint
  readonly end: bigint
  /** From when the clock alone decides. */
  readonly closesAt: bigint
  /** From when the clock pays anything: the same, or a rolling offer's first payment before it. */
  readonly dueAt: bigint
}

/** How a rental differs from the plain story. */
export interface Variation {
  readonly offer?: Partial<Offer>
  /** Seconds bought on top, right after the start. */
  readonly extra?: bigint
  /** Seconds that the host gives back once the rental is in its status. */
  readonly refund?: bigint
  /** How many seconds after the rental came into its status it does so; 100 by default. */
  readonly refundAfter?: bigint
}

/** Leads a new rental into a status. */
export async function bringTo(world: World, status: Status, variation: Variation = {}): Promise<RentalInStatus> {
  const offer = world.offer(variation.offer)
  const rental: Rental = { offer, renter: addressOf("renter"), salt: keccak256(toHex("story")) }
  const prepared = inStatus(rental, await world.idOf(rental), status, variation)
  if (status === "None") return prepared

  await world.deposit(rental, DURATION, DEPOSITED)
  if (status === "Funded") return prepared

  if (offer.startWindow > 0n) await world.must(world.call("operator", "start", [rental]), STARTED)
  if (variation.extra !== undefined) {
    await world.extend(
      rental,
      { before: DURATION, duration: prepared.duration },
      prepared.end - prepared.duration + 10n,
    )
  }
  if (status === "Interrupted") await world.must(world.call("host", "interrupt", [rental, maxUint256]), CUT)
  if (status === "Disputed") {
    const value = offer.token === NATIVE ? STAKE_AT_MOST : 0n
    await world.must(world.call("renter", "dispute", [rental, "ipfs://evidence", NO_PERMIT], value), CUT)
  }
  if (status === "Closed") await world.must(world.call("renter", "stop", [rental, maxUint256]), CUT)
  if (variation.refund !== undefined) {
    const at = prepared.since + (variation.refundAfter ?? 100n)
    await world.must(world.call("host", "refund", [rental, variation.refund]), at)
  }
  return prepared
}

/** The deadlines of section 6 of the protocol page. */
function inStatus(rental: Rental, id: Hex, status: Status, { extra = 0n, refund = 0n }: Variation): RentalInStatus {
  const { startWindow, challengeWindow, rolling } = rental.offer
  const started = startWindow === 0n ? DEPOSITED : STARTED
  const duration = DURATION + extra
  const end = started + duration
  const since = { None: 0n, Funded: DEPOSITED, Active: started, Interrupted: CUT, Disputed: CUT, Closed: CUT }[status]
  const closesAt = {
    None: 0n,
    Funded: DEPOSITED + startWindow,
    Active: end + challengeWindow,
    Interrupted: CUT + challengeWindow,
    Disputed: CUT + ARBITRATION_WINDOW,
    Closed: 0n,
  }[status]
  const rolls = rolling && (status === "Active" || status === "Interrupted")
  const dueAt = rolls ? started + challengeWindow + refund + firstPricedSecond(rental.offer) : closesAt
  return { rental, id, status, since, duration, refundedSeconds: refund, end, closesAt, dueAt }
}

/** How many seconds cost one base unit at least: counted, not divided. */
function firstPricedSecond(offer: Offer): bigint {
  let seconds = 1n
  while (cost(offer, seconds) === 0n) seconds += 1n
  return seconds
}

/** The whole text of an error that follows from a rental in its status; every other error is named by the caller. */
export function errorInStatus(name: string, prepared: RentalInStatus): string | undefined {
  const args: Record<string, readonly unknown[]> = {
    WrongStatus: [prepared.id, STATUSES.indexOf(prepared.status)],
    RentalExists: [prepared.id],
    OfferExpired: [prepared.rental.offer.expiry],
    StartWindowOver: [prepared.closesAt],
    RentalOver: [prepared.end],
    ChallengeWindowOver: [prepared.closesAt],
    SettlementDue: [prepared.closesAt],
    NotDue: [prepared.dueAt],
    EvidenceWindowOpen: [prepared.since + EVIDENCE_WINDOW],
    ArbitrationOver: [prepared.closesAt],
  }
  const known = args[name]
  return known && errorText(name, known)
}
