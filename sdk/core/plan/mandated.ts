// What a plan knows of a mandate that is signed after the payment. `core/mandate/extendUpTo.ts` builds and signs it, so that
// a page without mandates does not load it.
import type { Address, Rental, Risk } from "../../types.ts"
import type { SignedMandate } from "../mandate/mandate.ts"
import type { Wallet } from "../port.ts"
import type { TransactionResult } from "../rental/send.ts"
import type { WaitOptions } from "../rental/waitForTransaction.ts"
import type { PaymentWay } from "./allowances.ts"
import type { DepositStep } from "./depositSteps.ts"

/** The rental that is paid first, for how long, and the steps of the plan. */
export type MandatedDeposit = {
  readonly escrow: Address
  readonly rental: Rental
  readonly duration: bigint
  readonly steps: readonly DepositStep[]
  /** Ways of payment that are to be avoided. */
  readonly without: readonly PaymentWay[]
}

/** The steps of the payment and of the mandate, and what speaks against the mandate's terms. */
export type MandatePlan = {
  readonly steps: readonly DepositStep[]
  readonly warnings: readonly Risk<"mandate">[]
}

/** How the mandate's steps are carried out. */
export type MandateRun = MandatedDeposit & {
  /** Called before each step is signed or sent. */
  readonly before: (step: DepositStep) => unknown
  readonly waitOptions: WaitOptions
}

/** What the mandate's steps have led to, and what was sent for them. */
export type MandateResult = {
  readonly mandate: MandateOutcome
  readonly transactions: readonly TransactionResult[]
}

/** A mandate for the rental of a deposit, for `planDeposit`. `extendUpTo` of `@gpuflow/escrow/mandate` makes one. */
export type PlannedMandate = {
  /** The mandate contract's address. */
  readonly address: Address
  readonly plan: (wallet: Wallet, deposit: MandatedDeposit) => Promise<MandatePlan>
  readonly run: (wallet: Wallet, run: MandateRun) => Promise<MandateResult>
}

/** The mandate of a deposit. The rental is paid in both cases, so a failure is returned and not thrown. */
export type MandateOutcome =
  | { readonly status: "signed"; readonly signed: SignedMandate }
  | { readonly status: "failed"; readonly cause: unknown }
