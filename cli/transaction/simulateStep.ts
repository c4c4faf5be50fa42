import { isEscrowError, type PreparedRequest, simulateRequest } from "@gpuflow/escrow"
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
  } catch (error) {
    if (isDependent && isEscrowError(error) && PREVENTED.includes(error.code)) return false
    throw error
  }
}

/** Simulates steps before the user is asked to confirm them. */
export async function simulateSteps(context: AccountContext, steps: readonly Step[]): Promise<void> {
  for (const [index, { request, isSigned }] of steps.entries()) {
    await simulateStep(context, request, index > 0 || isSigned === true)
  }
}
