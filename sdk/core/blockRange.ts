// Logs of many blocks, from nodes that limit the number of blocks per request.
import { InvalidInputError } from "./codec.ts"
import {
  classifyFailure,
  DEFAULT_TRIES,
  type Failure,
  NodeBehindError,
  pauseAfter,
  ReadFailedError,
  type RetryOptions,
  sleep,
} from "./retry.ts"

/** How many blocks to request at once, and the history that led to it. */
export type RangePace = {
  readonly size: bigint
  /** The largest size that was answered lately. 0: none. */
  readonly answered: bigint
  /** The smallest size that was refused lately. */
  readonly refused: bigint | undefined
  /** Answers in a row since then. */
  readonly answers: number
  /** Failures in a row. */
  readonly failures: number
}

const LARGEST = 100_000n
/** Answers after which a refused size is tried again, because later blocks may hold fewer logs. */
const FORGIVEN_AFTER = 64

export const initialPace: RangePace = { size: 2_000n, answered: 0n, refused: undefined, answers: 0, failures: 0 }

/** What is known of a node from earlier requests, in blocks. */
export type KnownBlockRange = {
  /** The largest range that it answered. */
  readonly answered: bigint
  /** The smallest range that it refused, if it refused one. */
  readonly refused?: bigint | undefined
}

/** The pace to begin with. */
export function paceOf(known: KnownBlockRange | undefined): RangePace {
  if (!known) return initialPace
  const { answered, refused } = known
  const isBlockCount = (value: unknown) => typeof value === "bigint" && value > 0n
  if (!isBlockCount(answered) || !(refused === undefined || isBlockCount(refused))) {
    throw new InvalidInputError({ field: "blockRange", value: known, expected: "numbers of blocks of type bigint" })
  }
  const size = min(answered, LARGEST)
  return {
    ...initialPace,
    size,
    answered: size,
    refused: refused !== undefined && refused > size ? refused : undefined,
  }
}

/** Returns twice as many blocks, or the middle between the size and the refused one, until both are close. */
export function afterAnswer({ size, refused, answers }: RangePace): RangePace {
  const isForgiven = refused === undefined || answers + 1 >= FORGIVEN_AFTER
  const gap = isForgiven ? size : (refused - size) / 2n
  return {
    size: gap * 8n < size ? size : min(size + gap, LARGEST),
    answered: size,
    refused: isForgiven ? undefined : refused,
    answers: answers + 1,
    failures: 0,
  }
}

/**
 * Returns the size that was answered before, or half as many blocks. From the second failure on, other failures shrink
 * it too, because a time-out may mean that the range was too large.
 */
export function afterFailure({ size, answered, refused, answers, failures }: RangePace, failure: Failure): RangePace {
  const smaller = answered > 0n && answered < size ? answered : atLeastOne(size / 2n)
  if (failure === "tooMuch" && size > 1n) {
    return { size: smaller, answered: answered < size ? answered : 0n, refused: size, answers: 0, failures }
  }
  return { size: failures > 0 ? smaller : size, answered, refused, answers, failures: failures + 1 }
}

/** Reads the first blocks of a range, as many as the node answers at once. */
export async function retryBlockRange<answer>(
  read: (fromBlock: bigint, toBlock: bigint) => Promise<answer>,
  {
    fromBlock,
    toBlock,
    pace: before,
  }: { readonly fromBlock: bigint; readonly toBlock: bigint; readonly pace: RangePace },
  { tries = DEFAULT_TRIES, pollingInterval = 1_000, signal }: RetryOptions,
): Promise<{ readonly answer: answer; readonly toBlock: bigint; readonly pace: RangePace }> {
  let pace = before
  while (true) {
    const last = min(toBlock, fromBlock + pace.size - 1n)
    try {
      const answer = await read(fromBlock, last)
      return { answer, toBlock: last, pace: afterAnswer(pace) }
    } catch (cause) {
      const failure = classifyFailure(cause)
      if (failure === "lasting" || signal?.aborted) throw cause
      // The request may have been smaller than the pace.
      pace = afterFailure({ ...pace, size: last - fromBlock + 1n }, failure)
      if (pace.failures >= tries)
        throw cause instanceof NodeBehindError ? cause : new ReadFailedError({ tries }, { cause })
      await sleep(pauseAfter(pace.failures, pace.failures > 0 ? pollingInterval : 0), signal)
    }
  }
}

export const min = (a: bigint, b: bigint) => (a < b ? a : b)
const atLeastOne = (value: bigint) => (value > 1n ? value : 1n)
