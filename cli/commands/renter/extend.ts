import { Option } from "@commander-js/extra-typings"
import { bondOf, cost, prepareRequest } from "@gpuflow/escrow"
import type { Hex } from "viem"
import { loadRental } from "../../chain/rental.ts"
import { isNative } from "../../chain/tokens.ts"
import { CliError } from "../../errors.ts"
import { exitCodes } from "../../exitCodes.ts"
import type { Session } from "../../session.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toHash, toPositiveSeconds } from "../../text/parse.ts"
import { formatSeconds } from "../../text/times.ts"
import { newTotal } from "../../text/totals.ts"
import { requireDuration, requireExtendable } from "../../transaction/preconditions.ts"
import { sendSteps } from "../../transaction/send.ts"
import { paymentSteps } from "../../transaction/tokenPayment.ts"
import { writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

export function extend(session: Session) {
  return writeCommand("extend")
    .description("Buy more time for a running rental; anyone can pay")
    .argument("<id>", "Rental id", as(toHash))
    .argument("[time]", "Time to add, such as 1h", as(toPositiveSeconds))
    .addOption(
      new Option(
        "--total <time>",
        "New duration in all, such as 9h, in place of the time to add; repeated after an unknown outcome, it buys once",
      ).argParser(as(toPositiveSeconds)),
    )
    .action((id, time, options) =>
      runWrite(session, options, async (context) => {
        const { client, escrow, account } = context
        const found = await loadRental(context, id)
        requireExtendable(found)
        const { rental, state, unit } = found
        const { offer } = rental
        const { total: duration, added } = newTotal({ present: state.duration, time, total: options.total })
        if (added <= 0n) {
          const present = `Rental ${id} already lasts ${formatSeconds(state.duration)}.`
          throw new CliError(exitCodes.nothing, "NothingToExtend", `${present} To extend it, pass a longer --total.`)
        }
        requireDuration(found, duration)
        const priceOf = (seconds: bigint) => cost(offer.pricePerHour, seconds - state.refundedSeconds)
        const amount = priceOf(duration) - priceOf(state.duration)
        const raise = bondOf(offer, duration) - bondOf(offer, state.duration)
        const prepare = (permit?: Hex) =>
          prepareRequest(client, "extend", { escrow, rental, duration, permit, account })
        const totals = `by ${formatSeconds(added)}, to ${formatSeconds(duration)} in all,`
        const bond = raise > 0n ? ` The host's bond for it rises by ${formatAmount(raise, unit)}.` : ""
        const sentence = `Extend rental ${id} ${totals} for ${formatAmount(amount, unit)}.${bond}`
        const steps = await paymentSteps(context, { unit, amount: isNative(unit) ? 0n : amount }, sentence, prepare)
        return sendSteps(context, options, steps, unit)
      }),
    )
}
