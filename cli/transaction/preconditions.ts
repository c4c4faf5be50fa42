// What a rental's state allows. Commands check it before they ask for confirmation, so that nothing is asked that the
// contract can only refuse. What was done before has the exit code for nothing to do.

import { billed, closesAt, EVIDENCE_WINDOW, type Offer, type Rental, type Status } from "@gpuflow/escrow"
import type { Account, Address } from "viem"
import { endsAt, type LoadedRental } from "../chain/rental.ts"
import { CliError, UsageError } from "../errors.ts"
import { type ExitCode, exitCodes } from "../exitCodes.ts"
import { formatMoment, formatSeconds } from "../text/times.ts"

export function requireStartable(found: LoadedRental, account: Account): void {
  const { id, rental, state } = found
  if (state.status !== "Funded") {
    const started =
      state.status === "Active" ? startedAt(found) : `Rental ${id} is ${inWords(state.status)} since ${sinceOf(found)}.`
    throw nothing("AlreadyStarted", found, started)
  }
  requireStartWindow(found, "start")
  requireAccount(account, hostSide(rental), "NotHostOrOperator", `start rental ${id}`)
}

export function requireStoppable(found: LoadedRental, account: Account): void {
  const { id, rental } = found
  requireOpen(found, "stop")
  requireAccount(account, renterSide(rental), "NotRenter", `stop rental ${id}`)
}

export function requireExtendable(found: LoadedRental): void {
  const { id, state } = found
  if (state.status === "Funded") {
    throw refused("WrongStatus", found, `Rental ${id} has not started yet. Extend it once the host has started it.`)
  }
  requireRunning(found, "extend", "Rent the machine again for more time.")
}

/** `duration` is the new one, in all. */
export function requireDuration({ id, rental: { offer }, state }: LoadedRental, duration: bigint): void {
  if (duration <= offer.maxDuration) return
  const left = offer.maxDuration - state.duration
  const advice = left > 0n ? `Pass at most ${formatSeconds(left)} more.` : "It cannot be extended any further."
  throw new UsageError(
    `The offer of rental ${id} allows ${formatSeconds(offer.maxDuration)} in all, and ${formatSeconds(state.duration)} are paid. ${advice}`,
    { id, duration, maximum: offer.maxDuration },
  )
}

export function requireInterruptible(found: LoadedRental, account: Account): void {
  const { id, rental, state } = found
  if (state.status === "Funded") requireStartWindow(found, "be declined")
  else if (state.status === "Interrupted") {
    throw nothing("AlreadyInterrupted", found, `Rental ${id} was already interrupted at ${sinceOf(found)}.`)
  } else requireRunning(found, "interrupt", `Run \`gpuflow-escrow claim ${id}\` once its payment is due.`)
  requireAccount(account, hostSide(rental), "NotHostOrOperator", `interrupt rental ${id}`)
}

/** `refundedSeconds` is the new total. */
export function requireRefundable(found: LoadedRental, account: Account, refundedSeconds: bigint): void {
  const { id, rental, state, now } = found
  requireOpen(found, "refund")
  if (state.status === "Funded") {
    const advice = `Run \`gpuflow-escrow interrupt ${id}\` to decline it, which refunds everything.`
    throw refused("WrongStatus", found, `Rental ${id} has not started, so no time was served. ${advice}`)
  }
  const closing = closesAt(rental.offer, state)
  if (now >= closing) {
    const message = `Rental ${id} has been due for settlement since ${formatMoment(closing, now)}, so it cannot be refunded any more.`
    throw refused("SettlementDue", found, `${message} Run \`gpuflow-escrow claim ${id}\`.`)
  }
  requireAccount(account, [["host", rental.offer.host]], "NotHost", `refund rental ${id}`)
  const most = billed(state, now) - state.paidSeconds
  if (refundedSeconds <= most) return
  const [can, asked] = [formatSeconds(most > 0n ? most : 0n), formatSeconds(refundedSeconds)]
  throw new UsageError(
    `At most ${can} of rental ${id} can be refunded in all now, because no more is served and not yet collected. This would make ${asked}. Pass a shorter time.`,
    { id, refundedSeconds, maximum: most },
  )
}

export function requireDisputable(found: LoadedRental, account: Account): void {
  const { id, rental, state, now } = found
  requireOpen(found, "dispute")
  if (state.status === "Disputed") {
    throw nothing("AlreadyDisputed", found, `Rental ${id} was already disputed at ${sinceOf(found)}.`)
  }
  if (state.status === "Funded") {
    const advice = `Run \`gpuflow-escrow stop ${id}\` to cancel it for a full refund.`
    throw refused("WrongStatus", found, `Rental ${id} has not started, so there is nothing to dispute. ${advice}`)
  }
  const deadline = closesAt(rental.offer, state)
  if (now >= deadline) {
    const message = `The time to dispute rental ${id} ended at ${formatMoment(deadline, now)}.`
    throw refused("ChallengeWindowOver", found, `${message} Run \`gpuflow-escrow claim ${id}\` to settle it.`)
  }
  requireAccount(account, renterSide(rental), "NotRenter", `dispute rental ${id}`)
}

export function requireDisputed(found: LoadedRental): void {
  const { id, state } = found
  requireOpen(found, "rule on")
  if (state.status === "Disputed") return
  throw refused("WrongStatus", found, `Rental ${id} is ${inWords(state.status)}, not disputed. Check the rental id.`)
}

export function requireParty({ id, rental }: LoadedRental, account: Account): void {
  const parties = [...renterSide(rental), ...hostSide(rental)]
  requireAccount(account, parties, "NotParty", `submit evidence about rental ${id}`)
}

export function requireResolvable(found: LoadedRental, account: Account): void {
  const { id, rental, state, now } = found
  requireDisputed(found)
  requireAccount(account, [["arbiter", rental.offer.arbiter]], "NotArbiter", `resolve the dispute over rental ${id}`)
  const [opens, closes] = [state.since + EVIDENCE_WINDOW, closesAt(rental.offer, state)]
  if (now < opens) {
    const message = `The parties can submit evidence about rental ${id} until ${formatMoment(opens, now)}.`
    throw refused("EvidenceWindowOpen", found, `${message} Resolve the dispute after that.`)
  }
  if (now >= closes) {
    const message = `The time to resolve the dispute over rental ${id} ended at ${formatMoment(closes, now)}.`
    throw refused("ArbitrationOver", found, `${message} Run \`gpuflow-escrow claim ${id}\` to settle it.`)
  }
}

function requireOpen(found: LoadedRental, verb: string): void {
  const { id, state } = found
  if (state.status !== "Closed") return
  throw nothing(
    "AlreadyClosed",
    found,
    `Rental ${id} was already closed at ${sinceOf(found)}. There is nothing to ${verb}.`,
  )
}

function requireStartWindow(found: LoadedRental, verb: string): void {
  const { id, rental, state, now } = found
  const deadline = state.since + rental.offer.startWindow
  if (now < deadline) return
  const message = `The time to start rental ${id} ended at ${formatMoment(deadline, now)}, so it can no longer ${verb}.`
  throw refused(
    "StartWindowOver",
    found,
    `${message} Run \`gpuflow-escrow claim ${id}\` to return the payment to the renter.`,
  )
}

function requireRunning(found: LoadedRental, verb: string, advice: string): void {
  const { id, state, now } = found
  requireOpen(found, verb)
  if (state.status !== "Active") {
    throw refused(
      "WrongStatus",
      found,
      `Rental ${id} is ${inWords(state.status)} since ${sinceOf(found)}, so there is no running time to ${verb}.`,
    )
  }
  const end = endsAt(state) ?? 0n
  if (now < end) return
  throw refused(
    "RentalOver",
    found,
    `The rented time of rental ${id} ended at ${formatMoment(end, now)}, so there is nothing left to ${verb}. ${advice}`,
  )
}

function startedAt(found: LoadedRental): string {
  const { id, state, now } = found
  const end = endsAt(state) ?? 0n
  const runs = end > now ? "It runs until" : "Its rented time ended at"
  return `Rental ${id} already started at ${sinceOf(found)}. ${runs} ${formatMoment(end, now)}.`
}

const sinceOf = ({ state, now }: LoadedRental): string => formatMoment(state.since, now)
const inWords = (status: Status): string => status.toLowerCase()

type Side = readonly (readonly [role: string, address: Address])[]

const renterSide = ({ renter }: Rental): Side => [["renter", renter]]
function hostSide({ offer: { host, operator } }: { readonly offer: Offer }): Side {
  const side = [["host", host]] as const
  return BigInt(operator) === 0n ? side : [...side, ["operator", operator]]
}

function requireAccount({ address }: Account, side: Side, code: string, action: string): void {
  if (side.some(([, party]) => party.toLowerCase() === address.toLowerCase())) return
  const parties = side.map(([role, party]) => `its ${role} ${party}`).join(" or ")
  throw new CliError(
    exitCodes.refused,
    code,
    `Only ${parties} can ${action}, and your account is ${address}. Use another account.`,
    { account: address },
  )
}

const nothing = (code: string, found: LoadedRental, message: string) => failure(exitCodes.nothing, code, found, message)
const refused = (code: string, found: LoadedRental, message: string) => failure(exitCodes.refused, code, found, message)

function failure(exit: ExitCode, code: string, { id, state, now }: LoadedRental, message: string): CliError {
  return new CliError(exit, code, message, { id, status: state.status, since: state.since, now })
}
