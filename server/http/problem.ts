// Errors as HTTP answers, each with a name and a sentence that says what to do.
import { ServiceProblem } from "@gpuflow/keeper/service"

/** Why a request is not carried out. Throw it in a handler. */
export class Problem extends ServiceProblem {
  readonly args: object

  /** `detail` says what happened, then what to do. Whole numbers in `args` become decimal text. */
  constructor(status: number, code: string, detail: string, args: object = {}, retryAfter?: number) {
    super(status, code, detail, { type: "about:blank", args }, retryAfter)
    this.args = args
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
