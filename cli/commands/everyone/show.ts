import {
  accrued,
  bondOf,
  closesAt,
  cost,
  dueAt,
  exitAt,
  forfeitedStake,
  freeToConcedeUntil,
  getDue,
  getStake,
} from "@gpuflow/escrow"
import type { Hash } from "viem"
import { freeConcession } from "../../chain/concession.ts"
import type { Context } from "../../chain/context.ts"
import { endsAt, type LoadedRental, loadRental } from "../../chain/rental.ts"
import type { Session } from "../../session.ts"
import type { Result } from "../../terminal/output.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { facts } from "../../terminal/table.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toHash } from "../../text/parse.ts"
import { formatEnd, formatLocal, formatMoment, formatSeconds } from "../../text/times.ts"
import { readCommand } from "../builders.ts"
import { runRead } from "../run.ts"

export function show(session: Session) {
  return readCommand("show")
    .description("Show a rental: its status, earnings, due payment and deadlines")
    .argument("<id>", "Rental id", as(toHash))
    .action((id, options) => runRead(session, options, (context) => showRental(context, id)))
}

/** A rental, with the figures that follow from its state. */
export async function showRental(context: Context, id: Hash): Promise<Result> {
  const { client, escrow } = context
  const found = await loadRental(context, id)
  const { rental, state, now } = found
  const isClosed = state.status === "Closed"
  const hasStake = state.status === "Active" || state.status === "Interrupted" || state.status === "Disputed"
  const [due, stake] = await Promise.all([
    getDue(client, { escrow, rental }),
    hasStake ? getStake(client, { escrow, rental }) : undefined,
  ])
  const deadlines = isClosed
    ? {}
    : {
        dueAt: dueAt(rental.offer, state),
        closesAt: closesAt(rental.offer, state),
        exitAt: exitAt(rental.offer, state),
      }
  const earned = accrued(rental.offer, state, now)
  const bond = bondOf(rental.offer, state.duration)
  const concession =
    state.status === "Disputed"
      ? { cost: forfeitedStake(state, stake ?? 0n, now), freeUntil: freeToConcedeUntil(state) }
      : undefined
  const figures = { accrued: earned, bond, due, ...deadlines, stake, concession }
  const json = { id, chainId: client.chain.id, escrow, now, state, endsAt: endsAt(state), ...figures, rental }
  return {
    json,
    text: describe(columnsOf(context.session.stdout), found, {
      earned,
      bond,
      due,
      stake,
      cost: concession?.cost,
      ...deadlines,
    }),
  }
}

type Figures = {
  readonly earned: bigint
  readonly bond: bigint
  readonly due: { readonly toHost: bigint; readonly fee: bigint; readonly toRenter: bigint }
  readonly stake: bigint | undefined
  /** What conceding costs of the stake. */
  readonly cost: bigint | undefined
  readonly dueAt?: bigint
  readonly exitAt?: bigint
}

function describe(
  columns: number | undefined,
  found: LoadedRental,
  { earned, bond, due, stake, cost: lost, dueAt, exitAt }: Figures,
): string {
  const { id, rental, state, unit, now } = found
  const { offer, renter } = rental
  const amount = (value: bigint) => formatAmount(value, unit)
  const isDue = dueAt !== undefined && dueAt <= now
  const end = endsAt(state)
  return facts(columns, [
    ["rental", id],
    ["status", `${state.status} since ${formatMoment(state.since, now)}`],
    ["host", offer.host],
    ["renter", renter],
    ["machine", offer.machine],
    ["token", unit.symbol === offer.token ? offer.token : `${unit.symbol} at ${offer.token}`],
    ["note", unit.warning],
    ["price", `${amount(offer.pricePerHour)} per hour, ${amount(cost(offer.pricePerHour, state.duration))} in total`],
    ["duration", formatSeconds(state.duration)],
    ["rented time", end === undefined ? undefined : `${formatEnd(end, now)}, at ${formatLocal(end)}`],
    ["served", state.status === "Funded" || state.status === "Active" ? undefined : formatSeconds(state.billedSeconds)],
    ["earned", `${amount(earned)}, including a fee of ${Number(state.feeBps) / 100} %`],
    ["bond", amount(bond)],
    ["stake", stake === undefined ? undefined : describeStake(state.status, amount(stake))],
    ["to concede", lost === undefined ? undefined : (freeConcession(found) ?? `${amount(lost)} of the stake now`)],
    ["due", dueAt === undefined ? undefined : formatMoment(dueAt, now)],
    ["claimable", isDue ? `${amount(due.toHost)} to the host, ${amount(due.toRenter)} to the renter` : undefined],
    ["released", exitAt === undefined ? undefined : `no later than ${formatMoment(exitAt, now)}`],
  ])
}

function describeStake(status: string, amount: string): string {
  return status === "Disputed" ? amount : `${amount} to open a dispute now`
}
