// `extend --gasless`: more time for a running rental. Anyone can pay.
import type { Hash } from "viem"
import type { AccountContext } from "../chain/context.ts"
import { loadRental } from "../chain/rental.ts"
import type { Result } from "../terminal/output.ts"
import { type Extension, planExtension } from "../transaction/extension.ts"
import { buyGasless } from "./buyGasless.ts"
import type { GaslessOptions } from "./purchasing.ts"

export async function extendGasless(
  context: AccountContext,
  options: GaslessOptions,
  { id, ...extension }: Extension & { readonly id: Hash },
): Promise<Result> {
  const { unit } = await loadRental(context, id)
  const { time = "", total = "" } = extension
  return buyGasless(context, options, {
    verb: "extend",
    unit,
    named: ["extend", id, time, "of", total],
    async plan(earlier) {
      const found = await loadRental(context, id)
      const [open] = earlier?.isOpen ? earlier.signed.orders : []
      // While the earlier one can still be sent, its duration is meant: the time is not added twice.
      const { duration, describe } = planExtension(found, open ? { total: open.duration } : extension)
      return { orders: [{ rental: found.rental, duration }], lines: [describe()] }
    },
  })
}
