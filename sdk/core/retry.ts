// Reads that are repeated while a node fails.

import type { EventCursor, RentalsCursor } from "../types.ts"
import { EscrowError } from "./escrowError.ts"
import { hasEscrowBrand } from "./revert.ts"

/** How hard to try. */
export type RetryOptions = {
  /** Times to ask before giving up, without anything gained in between; without it, 10. */
  readonly tries?: number | undefined
  /** Milliseconds between two looks, and after a first failure; without it, the client's polling interval. */
  readonly pollingInterval?: number | undefined
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined
}

export const DEFAULT_TRIES = 10
/** Milliseconds. */
const LONGEST_PAUSE = 30_000

/** What a failure calls for: a smaller question, the same one later, or nothing that helps. */
export type Failure = "tooMuch" | "passing" | "lasting"

/** Milliseconds: twice as long after each further failure. */
export function pauseAfter(failures: number, unit: number): number {
  return Math.min(unit * 2 ** Math.max(failures - 1, 0), LONGEST_PAUSE)
}

/** What says that requests come too often, in words that sizes are refused in too. */
const TOO_OFTEN = /\brate\b|ratelimit|too many requests|requests per|throttl|capacity|compute units|credits|\b429\b/i
const SIZE = "(range|results?|logs|blocks|response|query|span)"
const REFUSAL =
  "(too (large|wide|big|many|long)|exceed|limit|maximum|not supported|more than|up to|time ?out|timed out)"
const TOO_MUCH = new RegExp(`${SIZE}[^.]{0,60}${REFUSAL}|${REFUSAL}[^.]{0,60}${SIZE}`, "i")
/** HTTP's "content too large", and the code by which nodes refuse what is beyond a limit of theirs. */
const TOO_MUCH_CODES = [413, -32_005]
/** Not allowed, and not known. */
const LASTING_CODES = [401, -32_601]

/** What kind of failure a library threw, by the codes and words of the usual nodes. */
export function classifyFailure(error: unknown): Failure {
  if (hasEscrowBrand(error)) return "lasting"
  const { words, codes } = readFailure(error)
  if (codes.some((code) => LASTING_CODES.includes(code))) return "lasting"
  if (TOO_OFTEN.test(words) || codes.includes(429)) return "passing"
  return TOO_MUCH.test(words) || codes.some((code) => TOO_MUCH_CODES.includes(code)) ? "tooMuch" : "passing"
}

/** Whether a node says that it does not have what it was asked about. */
export function isUnknownBlock(error: unknown): boolean {
  return /unknown|not found|missing|unavailable/i.test(readFailure(error).words)
}

/** Where libraries put what a node said; their own messages repeat the request, in which the same words may stand. */
const WORDS = ["details", "shortMessage", "responseBody"]
const CODES = ["status", "statusCode", "code", "responseStatus"]
const WRAPPED = ["cause", "info", "error", "data"]

type FailureDetails = { readonly words: string; readonly codes: readonly number[] }

function readFailure(error: unknown, seen = new Set<object>()): FailureDetails {
  if (typeof error !== "object" || error === null || seen.has(error)) return { words: "", codes: [] }
  seen.add(error)
  const field = (name: string): unknown => Reflect.get(error, name)
  const own = field("shortMessage") === undefined ? [...WORDS, "message"] : WORDS
  const inner = WRAPPED.map((name) => readFailure(field(name), seen))
  return {
    words: [...own.map(field), ...inner.map(({ words }) => words)]
      .filter((word) => typeof word === "string")
      .join("\n"),
    codes: [...CODES.map((name) => Number.parseInt(String(field(name)), 10)), ...inner.flatMap(({ codes }) => codes)],
  }
}

/** An answer that a node behind the others gives; another one may know more. */
export class NodeBehindError extends Error {}

/** Waits, or stops waiting when the signal is given. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener("abort", done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal?.addEventListener("abort", done)
  })
}

/** Asks until there is an answer. */
export async function retry<answer>(
  read: () => Promise<answer>,
  { tries = DEFAULT_TRIES, pollingInterval = 1_000, signal }: RetryOptions,
): Promise<answer> {
  for (let failures = 1; ; ++failures) {
    try {
      return await read()
    } catch (cause) {
      if (classifyFailure(cause) === "lasting" || signal?.aborted) throw cause
      if (failures >= tries) throw cause instanceof NodeBehindError ? cause : new ReadFailedError({ tries }, { cause })
      await sleep(cause instanceof NodeBehindError ? pollingInterval : pauseAfter(failures, pollingInterval), signal)
    }
  }
}

/** What a caller sees of a node's failure, with the cursor to come back to; whatever else failed as it is. */
export function asReadFailed(cause: unknown, tries = DEFAULT_TRIES, cursor?: EventCursor | RentalsCursor): unknown {
  if (!(cause instanceof NodeBehindError || cause instanceof ReadFailedError)) return cause
  return new ReadFailedError({ tries, ...(cursor && { cursor }) }, { cause: cause.cause ?? cause })
}

/** The node kept failing, or kept giving answers that do not fit together; `cause` is the last failure. */
export class ReadFailedError extends EscrowError<
  "ReadFailed",
  { readonly tries: number; readonly cursor?: EventCursor | RentalsCursor }
> {
  constructor(args: ReadFailedError["args"], options?: ErrorOptions) {
    super(
      "ReadFailed",
      "The node keeps failing. Go on from the last cursor, later or with another node.",
      args,
      options,
    )
  }
}
