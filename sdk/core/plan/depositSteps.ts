// The steps of a plan of `planDeposit`, as data.
import type { Address } from "../../types.ts"
import type { Mandate } from "../mandate/mandate.ts"
import type { TypedData } from "../port.ts"
import type { PreparedRequest } from "../rental/send.ts"
import type { AllowanceStep } from "./allowances.ts"
import type { RelayStep } from "./relay.ts"

/** The step in which the renter signs a mandate for the rental that was paid. */
export type MandateStep = {
  readonly sentence: string
  readonly kind: "mandate"
  readonly mandateContract: Address
  readonly mandate: Mandate
  readonly typedData: TypedData
  /** What the mandate allows, in words to show before anything is signed. */
  readonly summary: readonly string[]
}

/**
 * One step to confirm. The batch, the deposit, or the relayer's step pays. The steps after it are the mandate's: what the
 * mandate contract may take, and the mandate.
 */
export type DepositStep =
  | AllowanceStep
  | RelayStep
  | MandateStep
  | { readonly sentence: string; readonly kind: "settle"; readonly request: PreparedRequest }
  /** After a permit step, the permit's signature is added to the data of the request. */
  | {
      readonly sentence: string
      readonly kind: "deposit"
      readonly request: PreparedRequest
      readonly amount: bigint
    }

/** The step of a plan in which a mandate is signed. */
export function mandateStepOf(steps: readonly { readonly kind: string }[]): MandateStep | undefined {
  return steps.find((step): step is MandateStep => step.kind === "mandate")
}
