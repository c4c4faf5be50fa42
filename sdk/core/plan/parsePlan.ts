// Plans that a page keeps while it is away.

import { InvalidInputError } from "../codec.ts"
import { hasFields } from "../hasFields.ts"
import type { DepositPlan } from "./planDeposit.ts"
import { parseJson, tagged, withJson } from "./planJson.ts"
import type { PaymentPlan } from "./planPayment.ts"

/**
 * Returns a plan as JSON. For a plan as `planDeposit` and `planPayment` return it, `JSON.stringify` does the same; copies
 * of a plan need this function.
 *
 * @example
 * import { type DepositPlan, serializePlan } from "@gpuflow/escrow/plan"
 *
 * const keep = (plan: DepositPlan) => sessionStorage.setItem("plan", serializePlan(plan))
 *
 * @param plan Plan from `planDeposit` or `planPayment`
 * @returns JSON that `parseDepositPlan` or `parsePaymentPlan` reads
 */
export function serializePlan(plan: DepositPlan | PaymentPlan): string {
  return JSON.stringify(tagged(plan))
}

/**
 * Reads a deposit's plan that was kept as JSON. `runDeposit` checks it against the chain before anything is signed. Read
 * only what your own page has stored: a plan decides what the wallet is asked to sign.
 *
 * @example
 * import { parseDepositPlan } from "@gpuflow/escrow/plan"
 *
 * const kept = () => parseDepositPlan(sessionStorage.getItem("plan") ?? "")
 *
 * @param text The JSON
 * @returns The plan
 * @throws {InvalidInputError} for anything else
 */
export function parseDepositPlan(text: string): DepositPlan {
  return parsePlan(text, ["chainId", "payer", "steps", "summary", "warnings", "blockers", "deposit", "without"])
}

/**
 * Reads a payment's plan that was kept as JSON. `runPayment` checks it against the chain before anything is signed. Read
 * only what your own page has stored: a plan decides what the wallet is asked to sign.
 *
 * @example
 * import { parsePaymentPlan } from "@gpuflow/escrow/plan"
 *
 * const kept = () => parsePaymentPlan(sessionStorage.getItem("plan") ?? "")
 *
 * @param text The JSON
 * @returns The plan
 * @throws {InvalidInputError} for anything else
 */
export function parsePaymentPlan(text: string): PaymentPlan {
  return parsePlan(text, ["chainId", "payer", "token", "amount", "steps", "blockers", "call", "without"])
}

function parsePlan<plan extends object>(text: string, fields: readonly (keyof plan & string)[]): plan {
  const value = parseJson(text)
  if (!hasFields(value)) throw new InvalidInputError({ field: "plan", value: undefined, expected: "a plan as JSON" })
  for (const field of fields) {
    if (!(field in value))
      throw new InvalidInputError({ field: `plan.${field}`, value: undefined, expected: "a value" })
  }
  return withJson(value as plan)
}
