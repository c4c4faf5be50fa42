// Errors as HTTP answers (RFC 9457), each with a name and a sentence that says what to do.
import { STATUS_CODES } from "node:http"
import { stringify } from "viem"

/** Why a request is not carried out. Throw it in a handler. */
export class Problem extends Error {
  override readonly name = "Problem"
  readonly status: number
  readonly code: string
  readonly args: object
  /** Seconds after which the client may try again. */
  readonly retryAfter: number | undefined

  /** `detail` says what happened, then what to do. Whole numbers in `args` become decimal text. */
  constructor(status: number, code: string, detail: string, args: object = {}, retryAfter?: number) {
    super(detail)
    this.status = status
    this.code = code
    this.args = args
    this.retryAfter = retryAfter
  }

  /** The body, as `application/problem+json`. */
  body(): string {
    const { status, code, message, args } = this
    return `${stringify({ type: "about:blank", title: STATUS_CODES[status], status, code, detail: message, args })}\n`
  }
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string }

/** What is wrong with a request, field by field. */
export function problemOfIssues(issues: readonly Issue[]): Problem {
  const fields = issues.map(({ path, message }) => ({ field: path.map(String).join("."), problem: message }))
  const detail = fields.map(({ field, problem }) => [field, problem].filter(Boolean).join(": ")).join(" ")
  return new Problem(400, "InvalidInput", detail, { fields })
}

export function problemResponse(problem: Problem): Response {
  const headers: Record<string, string> = { "content-type": "application/problem+json", "cache-control": "no-store" }
  if (problem.retryAfter !== undefined) headers["retry-after"] = String(problem.retryAfter)
  return new Response(problem.body(), { status: problem.status, headers })
}
