import { Option } from "@commander-js/extra-typings"
import { billedByRenter, cost, forfeitedStake, stakeOf, stopBound, stopPayout } from "@gpuflow/escrow"
import { prepareRequest } from "@gpuflow/escrow/requests"
import type { Address, Hash } from "viem"
import { freeConcession } from "../../chain/concession.ts"
import type { AccountContext } from "../../chain/context.ts"
import { endsAt, type LoadedRental, loadRental } from "../../chain/rental.ts"
import type { Session } from "../../session.ts"
import type { Result } from "../../terminal/output.ts"
import { formatAmount, toAmount } from "../../text/amounts.ts"
import { as, toHash } from "../../text/parse.ts"
import { formatMoment, formatSeconds } from "../../text/times.ts"
import { requireStoppable } from "../../transaction/preconditions.ts"
import { sendSteps, type WriteOptions } from "../../transaction/send.ts"
import { writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

const DAY = 86_400n

export function stop(session: Session) {
  return writeCommand("stop")
    .description("End a rental, as its renter; in a dispute, concede")
    .argument("<id>", "Rental id", as(toHash))
    .addOption(
      new Option(
        "--max-to-host <amount>",
        "Most that the host may get by this transaction, after the fee, such as `1.50 USDC`; it fails otherwise (default: what it would get two minutes later, with --safe a day later; nothing before the start)",
      ),
    )
    .action((id, options) => runWrite(session, options, (context) => stopRental(context, options, id)))
}

type StopOptions = WriteOptions & {
  readonly maxToHost?: string | undefined
  readonly safe?: Address | undefined
}

/** Ends a rental, as its renter. */
export async function stopRental(context: AccountContext, options: StopOptions, id: Hash): Promise<Result> {
  const { client, escrow, account } = context
  const found = await loadRental(context, id)
  requireStoppable(found, account)
  const { rental, state, unit, now } = found
  const { maxToHost: given } = options
  // The owners of a Safe need time to sign.
  const latest = options.safe ? now + DAY : now
  const maxToHost = given === undefined ? stopBound(rental.offer, state, latest) : toAmount(given, unit)
  const request = await prepareRequest(client, "stop", { escrow, rental, maxToHost, account })
  const sentence = `${describeConsequence(found)} ${describeBound(found, maxToHost)}`
  return sendSteps(context, options, [{ sentence, request }], unit)
}

function describeConsequence(found: LoadedRental): string {
  const { id, state } = found
  if (state.status === "Funded") return `Cancel rental ${id}: you get a full refund.`
  if (state.status === "Disputed") return `Concede the dispute over rental ${id}: ${describeConcession(found)}`
  if (state.status === "Interrupted") return `Release rental ${id}: the host is paid for the time served.`
  const end = endsAt(state) ?? 0n
  if (end <= found.now) {
    return `Close rental ${id}, whose rented time ended at ${formatMoment(end, found.now)}: ${describeBill(found)}`
  }
  return `Stop rental ${id}: ${describeBill(found)}`
}

function describeBill({ rental: { offer }, state, unit, now }: LoadedRental): string {
  const billed = billedByRenter(offer, state, now)
  const isMinimum = billed === offer.minDuration && billed > now - state.since
  const reason = isMinimum ? ", the minimum duration" : ""
  const amount = formatAmount(cost(offer.pricePerHour, billed - state.refundedSeconds), unit)
  return `the bill is ${amount} for ${formatSeconds(billed)}${reason}.`
}

function describeConcession(found: LoadedRental): string {
  const { rental, state, unit, now } = found
  const stake = stakeOf(rental.offer, state, now)
  const free = freeConcession(found)
  if (free)
    return `the host gets the contested amount, and you get your whole stake of ${formatAmount(stake, unit)} back, which is so ${free}.`
  const lost = formatAmount(forfeitedStake(state, stake, now), unit)
  return `the host gets the contested amount, and ${lost} of your stake of ${formatAmount(stake, unit)}, which grows with time.`
}

function describeBound({ rental, state, unit, now }: LoadedRental, maxToHost: bigint): string {
  if (maxToHost === 0n) return "The transaction fails if the host would get anything."
  const payout = formatAmount(stopPayout(rental.offer, state, now), unit)
  return `The host would get ${payout} now, after the fee. The transaction fails if that is more than ${formatAmount(maxToHost, unit)}.`
}
