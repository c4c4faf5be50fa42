import { Option } from "@commander-js/extra-typings"
import type { Hash } from "viem"
import type { AccountContext } from "../../chain/context.ts"
import { loadRental } from "../../chain/rental.ts"
import { extendGasless } from "../../gasless/extendGasless.ts"
import { type GaslessOptions, requireRelayed } from "../../gasless/purchasing.ts"
import type { Session } from "../../session.ts"
import type { Result } from "../../terminal/output.ts"
import { as, toHash, toPositiveSeconds } from "../../text/parse.ts"
import { type Extension, planExtension } from "../../transaction/extension.ts"
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
      runWrite(session, options, (context) => extendRental(context, options, { id, time, total: options.total })),
    )
}

/** Buys more time for a rental. */
export async function extendRental(
  context: AccountContext,
  options: GaslessOptions,
  { id, ...extension }: Extension & { readonly id: Hash },
): Promise<Result> {
  requireRelayed(options)
  if (options.gasless) return extendGasless(context, options, { id, ...extension })
  const found = await loadRental(context, id)
  const { rental, unit } = found
  const { duration, describe } = planExtension(found, extension)
  return sendPayment(context, options, {
    call: { verb: "extend", parameters: { escrow: context.escrow, rental, duration } },
    unit,
    describe: ({ amount }) => describe(amount),
    payment: ({ amount }) => ({ verb: "extend", rental: id, offer: rental.offer, duration, amount }),
  })
}
