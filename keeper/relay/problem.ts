// Errors as HTTP answers (RFC 9457), named as in the SDK.
import { STATUS_CODES } from "node:http"
import type { EscrowError } from "@gpuflow/escrow/router"
import { stringify } from "viem"

type Refused = { readonly reason: string; readonly code: string; readonly detail: string; readonly args: object }

/** Why a request is not carried out. */
export class Problem extends Error {
  override readonly name = "Problem"
  readonly status: number
  readonly code: string
  readonly more: object
  /** Seconds after which the client may try again. */
  readonly retryAfter: number | undefined

  constructor(status: number, code: string, detail: string, more: object = {}, retryAfter?: number) {
    super(detail)
    this.status = status
    this.code = code
    this.more = more
    this.retryAfter = retryAfter
  }

  /** The body, as `application/problem+json`. Whole numbers are decimal strings. */
  body(): string {
    const { status, code, message, more } = this
    return toJson({ title: STATUS_CODES[status], status, code, detail: message, ...more })
  }
}

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

/** viem writes a bigint as a decimal string. */
export const toJson = (value: unknown): string => `${stringify(value)}\n`
