import { isEscrowError } from "@gpuflow/escrow"
import { toMandateError } from "@gpuflow/escrow/mandate"
import { type PreparedRequest, simulateRequest } from "@gpuflow/escrow/requests"
import type { AccountContext } from "../chain/context.ts"
import type { Step } from "./step.ts"

/** Errors of a simulation that the preceding step will prevent. */
const PREVENTED = ["InsufficientAllowance", "MachineBusy", "WrongNonce"]

/**
 * Fails as the contract would. Resolves with false if the outcome depends on a preceding approval, permit or settlement,
 * which is not simulated.
 */
export async function simulateStep(
  { client, account }: AccountContext,
  request: PreparedRequest,
  isDependent: boolean,
): Promise<boolean> {
  try {
    await simulateRequest(client, { request, account })
    return true
  } catch (failure) {
    // Also what the mandate contract says.
    const error = toMandateError(failure)
    if (isDependent && isEscrowError(error) && PREVENTED.includes(error.code)) return false
    throw error
  }
}

/** A step to simulate. A step without a request is a signature. */
export type SimulatedStep = Pick<Step, "sentence" | "note" | "isSigned"> & {
  readonly request?: PreparedRequest | undefined
}

/** Simulates steps before the user is asked to confirm them. */
export async function simulateSteps(context: AccountContext, steps: readonly SimulatedStep[]): Promise<void> {
  for (const [index, { request, isSigned }] of steps.entries()) {
    if (request) await simulateStep(context, request, index > 0 || isSigned === true)
  }
}
