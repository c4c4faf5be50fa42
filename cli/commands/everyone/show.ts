import { accrued, closesAt, cost, dueAt, exitAt, getDue, getStake } from "@gpuflow/escrow"
import type { Context } from "../../chain/context.ts"
import { type Found, find } from "../../chain/rental.ts"
import type { Session } from "../../session.ts"
import { facts, type Result } from "../../terminal/output.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toHash } from "../../text/parse.ts"
import { formatMoment, formatSeconds } from "../../text/times.ts"
import { reading } from "../builders.ts"
import { runReading } from "../run.ts"

export function show(session: Session) {
  return reading("show")
    .description("show a rental: its state, its meter, what is due and when")
    .argument("<id>", "the rental's id", as(toHash))
    .action((id, options) => runReading(session, options, (context) => showRental(context, id)))
}

async function showRental(context: Context, id: `0x${string}`): Promise<Result> {
  const { client, escrow } = context
  const found = await find(context, id)
  const { rental, state, now } = found
  const isOver = state.status === "Closed"
  const canStake = state.status === "Active" || state.status === "Interrupted" || state.status === "Disputed"
  const [due, stake] = await Promise.all([
    getDue(client, { escrow, rental }),
    canStake ? getStake(client, { escrow, rental }) : undefined,
  ])
  const clock = isOver
    ? {}
    : {
        dueAt: dueAt(rental.offer, state),
        closesAt: closesAt(rental.offer, state),
        exitAt: exitAt(rental.offer, state),
      }
  const meter = accrued(rental.offer, state, now)
  const json = { id, chainId: client.chain.id, escrow, now, state, accrued: meter, due, ...clock, stake, rental }
  return { json, text: text(found, { meter, due, stake, ...clock }) }
}

type Told = {
  readonly meter: bigint
  readonly due: { readonly toHost: bigint; readonly fee: bigint; readonly toRenter: bigint }
  readonly stake: bigint | undefined
  readonly dueAt?: bigint
  readonly exitAt?: bigint
}

function text({ id, rental, state, unit, now }: Found, { meter, due, stake, dueAt, exitAt }: Told): string {
  const { offer, renter } = rental
  const amount = (value: bigint) => formatAmount(value, unit)
  const isDue = dueAt !== undefined && dueAt <= now
  return facts([
    ["rental", id],
    ["status", `${state.status} since ${formatMoment(state.since, now)}`],
    ["host", offer.host],
    ["renter", renter],
    ["machine", offer.machine],
    ["price", `${amount(offer.pricePerHour)} an hour, ${amount(cost(offer.pricePerHour, state.duration))} in all`],
    ["promised", formatSeconds(state.duration)],
    ["served", state.status === "Funded" || state.status === "Active" ? undefined : formatSeconds(state.served)],
    ["earned", `${amount(meter)}, of which ${Number(state.feeBps) / 100} % fee`],
    ["bond", amount(offer.bond)],
    ["dispute", stake === undefined ? undefined : `would stake ${amount(stake)}`],
    ["due", dueAt === undefined ? undefined : formatMoment(dueAt, now)],
    ["to claim", isDue ? `${amount(due.toHost)} to the host, ${amount(due.toRenter)} to the renter` : undefined],
    ["out by", exitAt === undefined ? undefined : `${formatMoment(exitAt, now)}, whatever anybody does`],
  ])
}
