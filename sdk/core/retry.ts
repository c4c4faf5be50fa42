// Reads that outlast a node's bad moments, and logs of many blocks from nodes that answer only so much at a time.
// What to do next is decided by plain values; only the last two functions meet a clock.
import { ReadFailedError } from "../errors.ts"
import type { EventCursor, RentalsCursor } from "../types.ts"
import { isBranded } from "./revert.ts"

/** How hard to try. */
export type Persistence = {
  /** Times to ask before giving up, without anything gained in between; without it, 10. */
  readonly tries?: number | undefined
  /** Milliseconds between two looks, and after a first failure; without it, the client's polling interval. */
  readonly pollingInterval?: number | undefined
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined
}

export const TRIES = 10
/** Milliseconds. */
const LONGEST_PAUSE = 30_000

/** What a failure calls for: a smaller question, the same one later, or nothing that helps. */
export type Failure = "tooMuch" | "passing" | "lasting"

/** How many blocks to ask for at once, and what led to it. */
export type Pace = {
  readonly size: bigint
  /** The largest size that was answered lately; 0: none. */
  readonly answered: bigint
  /** The smallest size that was refused lately. */
  readonly refused: bigint | undefined
  /** Answers in a row since then. */
  readonly answers: number
  /** Failures in a row. */
  readonly failures: number
}

const LARGEST = 100_000n
/** Answers after which a refused size is tried again: what was dense may have passed. */
const FORGIVEN_AFTER = 64

export const startingPace: Pace = { size: 2_000n, answered: 0n, refused: undefined, answers: 0, failures: 0 }

/** Twice as many blocks, or halfway to what was refused, until that is near. */
export function afterAnswer({ size, refused, answers }: Pace): Pace {
  const isForgiven = refused === undefined || answers + 1 >= FORGIVEN_AFTER
  const gap = isForgiven ? size : (refused - size) / 2n
  return {
    size: gap * 8n < size ? size : least(size + gap, LARGEST),
    answered: size,
    refused: isForgiven ? undefined : refused,
    answers: answers + 1,
    failures: 0,
  }
}

/** What was answered before, or half as many blocks; from the second failure on also if only the time may show it. */
export function afterFailure({ size, answered, refused, answers, failures }: Pace, failure: Failure): Pace {
  const smaller = answered > 0n && answered < size ? answered : atLeastOne(size / 2n)
  if (failure === "tooMuch" && size > 1n) {
    return { size: smaller, answered: answered < size ? answered : 0n, refused: size, answers: 0, failures }
  }
  return { size: failures > 0 ? smaller : size, answered, refused, answers, failures: failures + 1 }
}

/** Milliseconds: twice as long after each further failure. */
export function pauseAfter(failures: number, unit: number): number {
  return Math.min(unit * 2 ** Math.max(failures - 1, 0), LONGEST_PAUSE)
}

const least = (a: bigint, b: bigint) => (a < b ? a : b)
const atLeastOne = (value: bigint) => (value > 1n ? value : 1n)

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
export function failureOf(error: unknown): Failure {
  if (isBranded(error)) return "lasting"
  const { words, codes } = tellingsOf(error)
  if (codes.some((code) => LASTING_CODES.includes(code))) return "lasting"
  if (TOO_OFTEN.test(words) || codes.includes(429)) return "passing"
  return TOO_MUCH.test(words) || codes.some((code) => TOO_MUCH_CODES.includes(code)) ? "tooMuch" : "passing"
}

/** Whether a node says that it does not have what it was asked about. */
export function isUnknown(error: unknown): boolean {
  return /unknown|not found|missing|unavailable/i.test(tellingsOf(error).words)
}

/** Where libraries put what a node said; their own messages repeat the request, in which the same words may stand. */
const WORDS = ["details", "shortMessage", "responseBody"]
const CODES = ["status", "statusCode", "code", "responseStatus"]
const WRAPPED = ["cause", "info", "error", "data"]

type Tellings = { readonly words: string; readonly codes: readonly number[] }

function tellingsOf(error: unknown, seen = new Set<object>()): Tellings {
  if (typeof error !== "object" || error === null || seen.has(error)) return { words: "", codes: [] }
  seen.add(error)
  const field = (name: string): unknown => Reflect.get(error, name)
  const own = field("shortMessage") === undefined ? [...WORDS, "message"] : WORDS
  const inner = WRAPPED.map((name) => tellingsOf(field(name), seen))
  return {
    words: [...own.map(field), ...inner.map(({ words }) => words)]
      .filter((word) => typeof word === "string")
      .join("\n"),
    codes: [...CODES.map((name) => Number.parseInt(String(field(name)), 10)), ...inner.flatMap(({ codes }) => codes)],
  }
}

/** An answer that a node behind the others gives; another one may know more. */
export class Behind extends Error {}

/** Waits, or stops waiting when the signal is given. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
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
export async function persist<answer>(
  ask: () => Promise<answer>,
  { tries = TRIES, pollingInterval = 1_000, signal }: Persistence,
): Promise<answer> {
  for (let failures = 1; ; ++failures) {
    try {
      return await ask()
    } catch (cause) {
      if (failureOf(cause) === "lasting" || signal?.aborted) throw cause
      if (failures >= tries) throw cause instanceof Behind ? cause : new ReadFailedError({ tries }, { cause })
      await pause(cause instanceof Behind ? pollingInterval : pauseAfter(failures, pollingInterval), signal)
    }
  }
}

/** The first blocks of a range, as many as are answered at once. */
export async function persistInRange<answer>(
  ask: (fromBlock: bigint, toBlock: bigint) => Promise<answer>,
  { fromBlock, toBlock, pace: before }: { readonly fromBlock: bigint; readonly toBlock: bigint; readonly pace: Pace },
  { tries = TRIES, pollingInterval = 1_000, signal }: Persistence,
): Promise<{ readonly answer: answer; readonly toBlock: bigint; readonly pace: Pace }> {
  let pace = before
  while (true) {
    const last = least(toBlock, fromBlock + pace.size - 1n)
    try {
      const answer = await ask(fromBlock, last)
      return { answer, toBlock: last, pace: afterAnswer(pace) }
    } catch (cause) {
      const failure = failureOf(cause)
      if (failure === "lasting" || signal?.aborted) throw cause
      // No smaller than what was asked, which may be less than the pace.
      pace = afterFailure({ ...pace, size: last - fromBlock + 1n }, failure)
      if (pace.failures >= tries) throw cause instanceof Behind ? cause : new ReadFailedError({ tries }, { cause })
      await pause(pauseAfter(pace.failures, pace.failures > 0 ? pollingInterval : 0), signal)
    }
  }
}

/** What a caller sees of a node's failure, with the cursor to come back to; whatever else failed as it is. */
export function asReadFailed(cause: unknown, tries = TRIES, cursor?: EventCursor | RentalsCursor): unknown {
  if (!(cause instanceof Behind || cause instanceof ReadFailedError)) return cause
  return new ReadFailedError({ tries, ...(cursor && { cursor }) }, { cause: cause.cause ?? cause })
}
