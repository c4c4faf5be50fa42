import { Option } from "@commander-js/extra-typings"
import { bondOf } from "@gpuflow/escrow"
import { loadRental } from "../../chain/rental.ts"
import { CliError } from "../../errors.ts"
import { exitCodes } from "../../exitCodes.ts"
import type { Session } from "../../session.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toHash, toPositiveSeconds } from "../../text/parse.ts"
import { formatSeconds } from "../../text/times.ts"
import { newTotal } from "../../text/totals.ts"
import { sendPayment } from "../../transaction/payment.ts"
import { requireDuration, requireExtendable } from "../../transaction/preconditions.ts"
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
        const raise = bondOf(offer, duration) - bondOf(offer, state.duration)
        const totals = `by ${formatSeconds(added)}, to ${formatSeconds(duration)} in all,`
        const bond = raise > 0n ? ` The host's bond for it rises by ${formatAmount(raise, unit)}.` : ""
        return sendPayment(context, options, {
          call: { verb: "extend", parameters: { escrow: context.escrow, rental, duration } },
          unit,
          describe: ({ amount }) => `Extend rental ${id} ${totals} for ${formatAmount(amount, unit)}.${bond}`,
        })
      }),
    )
}
