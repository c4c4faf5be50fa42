// `rent --gasless`: one machine, or several at once: all of them, or none.
import { randomBytes } from "node:crypto"
import { bondOf, type RiskyTerm } from "@gpuflow/escrow"
import { hashOffer } from "@gpuflow/escrow/offer"
import { type DepositPlan, planDeposit } from "@gpuflow/escrow/plan"
import type { PurchaseOrder } from "@gpuflow/escrow/router"
import { type Address, type Hex, keccak256, toHex } from "viem"
import type { AccountContext } from "../chain/context.ts"
import type { SignedOffer } from "../offer/offerSource.ts"
import type { Result } from "../terminal/output.ts"
import { formatAmount, type Unit } from "../text/amounts.ts"
import { formatSeconds } from "../text/times.ts"
import { buyGasless, type EarlierPurchase } from "./buyGasless.ts"
import type { GaslessOptions } from "./purchasing.ts"

type RentOptions = GaslessOptions & {
  readonly for: bigint
  readonly order?: string | undefined
  readonly renter?: Address | undefined
  readonly accept?: readonly RiskyTerm[] | undefined
}

export function rentGasless(
  context: AccountContext,
  options: RentOptions,
  { offers, unit }: { readonly offers: readonly SignedOffer[]; readonly unit: Unit },
): Promise<Result> {
  const { for: duration, order = "" } = options
  const renter = options.renter ?? context.account.address
  return buyGasless(context, options, {
    verb: "rent",
    unit,
    named: [renter, duration, order, ...offers.map(({ offer }) => hashOffer(offer))],
    async plan(earlier) {
      const salt = saltOf(options, earlier)
      const orders = offers.map(({ offer, hostSignature }) => ({
        rental: { offer, renter, salt },
        duration,
        hostSignature,
      }))
      const plans = await Promise.all(orders.map((order) => planOrder(context, options, order)))
      const rentals = plans.map(({ summary }, index) => {
        const offer = orders[index]?.rental.offer
        const bond = offer ? bondOf(offer, duration) : 0n
        const secured = bond > 0n ? `the host's bond ${formatAmount(bond, unit)}` : "no bond"
        return `Rental ${summary.id}: ${formatSeconds(duration)} for ${formatAmount(summary.price, unit)}, ${secured}.`
      })
      const warnings = plans.flatMap((plan) => plan.warnings.map(({ sentence }) => `Note: ${sentence}`))
      return { orders, lines: [...rentals, ...warnings] }
    },
  })
}

/** The same id as before, so that at most one of two purchases is paid. */
function saltOf({ order }: RentOptions, earlier: EarlierPurchase | undefined): Hex {
  const [first] = earlier?.signed.orders ?? []
  if (first) return first.rental.salt
  return order === undefined ? toHex(randomBytes(32)) : keccak256(toHex(order))
}

/** The terms that `rent` checks and shows. Its steps are those of a payer with POL, and are not taken. */
function planOrder(
  { client, escrow, account }: AccountContext,
  { accept }: RentOptions,
  { rental, duration, hostSignature = "0x" }: PurchaseOrder,
): Promise<DepositPlan> {
  return planDeposit(client, { escrow, rental, duration, hostSignature, accept, account })
}
