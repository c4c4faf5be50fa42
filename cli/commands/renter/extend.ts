import { Option } from "@commander-js/extra-typings"
import { loadRental } from "../../chain/rental.ts"
import { extendGasless } from "../../gasless/extendGasless.ts"
import { requireRelayed } from "../../gasless/purchasing.ts"
import type { Session } from "../../session.ts"
import { as, toHash, toPositiveSeconds } from "../../text/parse.ts"
import { planExtension } from "../../transaction/extension.ts"
import { sendPayment } from "../../transaction/payment.ts"
import { gaslessOption, maxFeeOption, relayOption, routerOption, writeCommand } from "../builders.ts"
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
    .addOption(gaslessOption())
    .addOption(relayOption())
    .addOption(maxFeeOption())
    .addOption(routerOption())
    .action((id, time, options) =>
      runWrite(session, options, async (context) => {
        const { total, gasless } = options
        requireRelayed(options)
        if (gasless) return extendGasless(context, options, { id, time, total })
        const found = await loadRental(context, id)
        const { duration, describe } = planExtension(found, { time, total })
        return sendPayment(context, options, {
          call: { verb: "extend", parameters: { escrow: context.escrow, rental: found.rental, duration } },
          unit: found.unit,
          describe: ({ amount }) => describe(amount),
        })
      }),
    )
}
