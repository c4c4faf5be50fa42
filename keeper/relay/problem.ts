// Errors of the SDK as HTTP answers, under the same names.
import type { EscrowError } from "@gpuflow/escrow/router"
import { Problem } from "../problem.ts"

type Refused = { readonly reason: string; readonly code: string; readonly detail: string; readonly args: object }

/** A problem of the SDK's error. */
export function problemOf(status: number, { code, message, args }: EscrowError): Problem {
  return new Problem(status, code, message, { args })
}

export const asRefused = (reason: string, { code, message, args }: EscrowError): Refused => ({
  reason,
  code,
  detail: message,
  args,
})
