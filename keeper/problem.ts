// Errors as HTTP answers (RFC 9457), of every service.
import { STATUS_CODES } from "node:http"
import { stringify } from "viem"

/** Why a request is not carried out. */
export class Problem extends Error {
  override readonly name: string = "Problem"
  readonly status: number
  readonly code: string
  /** What the answer says beside. */
  readonly more: object
  /** Seconds after which the client may try again. */
  readonly retryAfter: number | undefined

  /** `detail` says what happened, then what to do. */
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

/** viem writes a bigint as a decimal string. */
export const toJson = (value: unknown): string => `${stringify(value)}\n`
