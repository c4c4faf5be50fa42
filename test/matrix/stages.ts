import { type Hex, keccak256, toHex } from "viem"

import { errorText } from "./chain.ts"
import {
  ARBITRATION_WINDOW,
  addressOf,
  cost,
  EVIDENCE_WINDOW,
  HOUR,
  NATIVE,
  NO_PERMIT,
  type Offer,
  type Rental,
  STATUSES,
  T0,
  type World,
} from "./world.ts"

export type Status = (typeof STATUSES)[number]

/** When the rental of every story is deposited, started and cut short, and for how long it was paid. */
export const DEPOSITED = T0 + HOUR
export const STARTED = DEPOSITED + 600n
export const CUT = STARTED + 2n * HOUR + 7n
export const DURATION = 8n * HOUR + 1n

/** A rental that stands in a status, and the deadlines that follow from the protocol page. */
export interface Stage {
  readonly rental: Rental
  readonly id: Hex
  readonly status: Status
  readonly since: bigint
  readonly end: bigint
  /** From when the clock alone decides. */
  readonly closesAt: bigint
}

/** How a stage differs from the plain story. */
export interface Turns {
  readonly offer?: Partial<Offer>
  /** Seconds bought on top, right after the start. */
  readonly extra?: bigint
}

/** Leads a new rental into a status. */
export async function reach(
  world: World,
  status: Status,
  { offer: changes = {}, extra = 0n }: Turns = {},
): Promise<Stage> {
  const offer = world.offer(changes)
  const rental: Rental = { offer, renter: addressOf("renter"), salt: keccak256(toHex("story")) }
  const id = await world.idOf(rental)
  const started = offer.startWindow === 0n ? DEPOSITED : STARTED
  const end = started + DURATION + extra
  const at = (since: bigint, closesAt: bigint): Stage => ({ rental, id, status, since, end, closesAt })
  if (status === "None") return at(0n, 0n)

  await world.deposit(rental, DURATION, DEPOSITED)
  if (status === "Funded") return at(DEPOSITED, DEPOSITED + offer.startWindow)

  if (offer.startWindow > 0n) await world.must(world.call("operator", "start", [rental]), STARTED)
  if (extra > 0n) {
    const price = cost(offer, DURATION + extra) - cost(offer, DURATION)
    const value = offer.token === NATIVE ? price : 0n
    await world.must(world.call("payer", "extend", [rental, extra, NO_PERMIT], value))
  }
  if (status === "Active") return at(started, end + offer.challengeWindow)

  const [role, verb, ...rest] = {
    Interrupted: ["host", "interrupt"] as const,
    Disputed: ["renter", "dispute", "ipfs://evidence", NO_PERMIT] as const,
    Closed: ["renter", "stop"] as const,
  }[status]
  await world.must(world.call(role, verb, [rental, ...rest]), CUT)
  if (status === "Closed") return at(CUT, 0n)
  return at(CUT, CUT + (status === "Disputed" ? ARBITRATION_WINDOW : offer.challengeWindow))
}

/** The whole text of an error that follows from a stage and its clock; every other error is named by the caller. */
export function stageError(name: string, stage: Stage): string | undefined {
  const args: Record<string, readonly unknown[]> = {
    WrongStatus: [stage.id, STATUSES.indexOf(stage.status)],
    RentalExists: [stage.id],
    OfferExpired: [stage.rental.offer.expiry],
    StartWindowOver: [stage.closesAt],
    RentalOver: [stage.end],
    ChallengeWindowOver: [stage.closesAt],
    SettlementDue: [stage.closesAt],
    NotDue: [stage.closesAt],
    EvidenceWindowOpen: [stage.since + EVIDENCE_WINDOW],
    ArbitrationOver: [stage.closesAt],
  }
  const known = args[name]
  return known && errorText(name, known)
}
