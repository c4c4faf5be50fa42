// What a plan knows of a mandate that is signed after the payment. `core/mandate/extendUpTo.ts` builds and signs it, so that
// a page without mandates does not load it.
import type { Address, Hex, Rental, Risk } from "../../types.ts"
import type { Mandate, SignedMandate } from "../mandate/mandate.ts"
import type { TypedData, Wallet } from "../port.ts"
import type { ProgressOptions } from "../progress.ts"

/** The step in which the renter signs a mandate for the rental that was paid. */
export type MandateStep = {
  readonly sentence: string
  readonly kind: "mandate"
  readonly mandateContract: Address
  readonly mandate: Mandate
  readonly typedData: TypedData
  /** What the mandate allows, in words to show before anything is signed. */
  readonly summary: readonly string[]
  readonly warnings: readonly Risk<"mandate">[]
}

/** The rental that is paid first, and for how long. */
export type MandatedRental = {
  readonly escrow: Address
  readonly rental: Rental
  readonly duration: bigint
}

/** What is signed, and the permit that travels with it. */
export type MandateSigning = MandatedRental & {
  readonly step: MandateStep
  readonly permit: Hex | undefined
  readonly options: ProgressOptions
}

/** A mandate for the rental of a deposit, for `planDeposit`. `extendUpTo` of `@gpuflow/escrow/mandate` makes one. */
export type PlannedMandate = {
  /** The mandate contract's address. */
  readonly address: Address
  readonly plan: (wallet: Wallet, rental: MandatedRental) => Promise<MandateStep>
  readonly sign: (wallet: Wallet, signing: MandateSigning) => Promise<SignedMandate>
}

/** The mandate of a deposit. The rental is paid in both cases, so a failure is returned and not thrown. */
export type MandateOutcome =
  | { readonly status: "signed"; readonly signed: SignedMandate }
  | { readonly status: "failed"; readonly cause: unknown }

/** The step of a plan in which a mandate is signed. */
export function mandateStepOf(steps: readonly { readonly kind: string }[]): MandateStep | undefined {
  return steps.find((step): step is MandateStep => step.kind === "mandate")
}
