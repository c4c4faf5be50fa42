// Reads that are repeated while a node fails.

import type { EventCursor, Hash, RentalsCursor } from "../types.ts"
import { EscrowError } from "./escrowError.ts"
import { hasFields } from "./hasFields.ts"
import { hasEscrowBrand } from "./revert.ts"

/** How to retry failed requests. */
export type RetryOptions = {
  /** Attempts without progress before giving up. Default: 10. */
  readonly tries?: number | undefined
  /** Milliseconds between two polls, and after a first failure. Default: the client's polling interval. */
  readonly pollingInterval?: number | undefined
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined
}

export const DEFAULT_TRIES = 10
/** Milliseconds. */
const LONGEST_PAUSE = 30_000

/**
 * The kind of a failure. `tooMuch`: a smaller request may succeed. `passing`: the same request may succeed later.
 * `lasting`: no repetition helps.
 */
export type Failure = "tooMuch" | "passing" | "lasting"

/** Milliseconds, doubled after each further failure. */
export function pauseAfter(failures: number, unit: number): number {
  return Math.min(unit * 2 ** Math.max(failures - 1, 0), LONGEST_PAUSE)
}

/** Messages about the rate of requests. They share words with messages about the size of a request. */
const TOO_OFTEN = /\brate\b|ratelimit|too many requests|requests per|throttl|capacity|compute units|credits|\b429\b/i
const SIZE = "(range|results?|logs|blocks|response|query|span)"
const REFUSAL =
  "(too (large|wide|big|many|long)|exceed|limit|maximum|not supported|more than|up to|time ?out|timed out)"
/** Not a constant, which a bundle would hold even if nothing reads it. */
const isTooMuch = (words: string) =>
  new RegExp(`${SIZE}[^.]{0,60}${REFUSAL}|${REFUSAL}[^.]{0,60}${SIZE}`, "i").test(words)
/** HTTP's "content too large", and the JSON-RPC code for an exceeded limit. */
const TOO_MUCH_CODES = [413, -32_005]
/** Unauthorized, and method not found. */
const LASTING_CODES = [401, -32_601]

/** Classifies a failure by the codes and messages of the usual nodes. */
export function classifyFailure(error: unknown): Failure {
  if (isLasting(error)) return "lasting"
  const { words, codes } = readFailure(error)
  if (TOO_OFTEN.test(words) || codes.includes(429)) return "passing"
  return isTooMuch(words) || codes.some((code) => TOO_MUCH_CODES.includes(code)) ? "tooMuch" : "passing"
}

/** Whether no repetition helps. */
export function isLasting(error: unknown): boolean {
  return hasEscrowBrand(error) || readFailure(error).codes.some((code) => LASTING_CODES.includes(code))
}

/** Whether a node reports that it does not have the block. */
export function isUnknownBlock(error: unknown): boolean {
  return /unknown|not found|missing|unavailable/i.test(readFailure(error).words)
}

/**
 * The fields in which libraries put the node's message. Their own messages repeat the request, which may contain the
 * same words.
 */
const WORDS = ["details", "shortMessage", "responseBody"]
const CODES = ["status", "statusCode", "code", "responseStatus"]
const WRAPPED = ["cause", "info", "error", "data"]

export type FailureDetails = { readonly words: string; readonly codes: readonly number[] }

export function readFailure(error: unknown, seen = new Set<object>()): FailureDetails {
  if (!hasFields(error) || seen.has(error)) return { words: "", codes: [] }
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

/** A node lags behind others. Another node may have the answer. */
export class NodeBehindError extends Error {}

/** Waits for a time, or until the signal is aborted. */
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

/** Nothing was answered in time, or before the signal was aborted. */
export class NoAnswerError extends Error {}

type Patience = {
  /** Default: no end. */
  readonly milliseconds?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Milliseconds that are left after the signal was aborted. Default: 0. */
  readonly grace?: number | undefined
}

/** A timer takes no more. */
const LONGEST_TIMER = 2_147_483_647

/** Waits for an answer, but not without end. The request itself goes on. */
export function within<answer>(asked: Promise<answer>, { milliseconds, signal, grace = 0 }: Patience): Promise<answer> {
  return new Promise((resolve, reject) => {
    const timers: ReturnType<typeof setTimeout>[] = []
    const giveUpAfter = (time: number) => {
      const giveUp = () => settle(() => reject(new NoAnswerError("There was no answer.")))
      timers.push(setTimeout(giveUp, Math.min(time, LONGEST_TIMER)))
    }
    const onAbort = () => giveUpAfter(grace)
    const settle = (settled: () => void) => {
      for (const timer of timers) clearTimeout(timer)
      signal?.removeEventListener("abort", onAbort)
      settled()
    }
    if (milliseconds !== undefined) giveUpAfter(milliseconds)
    if (signal?.aborted) onAbort()
    else signal?.addEventListener("abort", onAbort)
    asked.then(
      (answer) => settle(() => resolve(answer)),
      (error: unknown) => settle(() => reject(error)),
    )
  })
}

/** Repeats a read until it succeeds. */
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

/** Wraps a node's failure for the caller, with the cursor to continue from. Returns any other error unchanged. */
export function asReadFailed(cause: unknown, tries = DEFAULT_TRIES, cursor?: EventCursor | RentalsCursor): unknown {
  if (!(cause instanceof NodeBehindError || cause instanceof ReadFailedError)) return cause
  return new ReadFailedError({ tries, ...(cursor && { cursor }) }, { cause: cause.cause ?? cause })
}

/**
 * The node kept failing, or kept giving inconsistent answers. `cause` is the last failure, `hash` the transaction that
 * was waited for.
 */
export class ReadFailedError extends EscrowError<
  "ReadFailed",
  { readonly tries: number; readonly cursor?: EventCursor | RentalsCursor; readonly hash?: Hash }
> {
  constructor(args: ReadFailedError["args"], options?: ErrorOptions) {
    const advice = args.hash
      ? "The transaction may be in the chain. Do not send it again. Wait for its hash, later or with another node."
      : "Continue from the last cursor, later or with another node."
    super("ReadFailed", `The node keeps failing. ${advice}`, args, options)
  }
}
