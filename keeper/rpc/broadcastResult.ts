/**
 * What broadcasting a transaction led to:
 * - `accepted` and `alreadyKnown`: a node has the transaction.
 * - `nonceTooLow`: a block has used the nonce, perhaps for this transaction.
 * - `underpricedReplacement`: a node has another transaction with the same nonce and a higher fee.
 * - `rejected`: no node took the transaction, for example for lack of funds or a low fee.
 * - `unknown`: a node may have taken the transaction, but did not confirm it.
 */
export type BroadcastResult = { readonly status: BroadcastStatus; readonly reason: string }
type BroadcastStatus = "accepted" | "alreadyKnown" | "nonceTooLow" | "underpricedReplacement" | "unknown" | "rejected"

/** Of several results the first in this order counts: a node that may have the transaction outweighs one that rejected it. */
const PRECEDENCE: readonly BroadcastStatus[] = [
  "accepted",
  "alreadyKnown",
  "nonceTooLow",
  "underpricedReplacement",
  "unknown",
  "rejected",
]

/** The wording of common nodes. The first match counts. */
const MESSAGES: readonly (readonly [BroadcastStatus, RegExp])[] = [
  ["alreadyKnown", /already known|known transaction|already imported|already exists/i],
  ["nonceTooLow", /nonce (is )?too low|old nonce|lower than the current nonce/i],
  ["underpricedReplacement", /replac(e|ement)[^.]*(underpriced|too low|fee)|could not replace/i],
  [
    "rejected",
    /insufficient funds|enough funds|exceeds the balance|underpriced|tip cap|below (the )?minimum|fee cap|intrinsic gas|block gas limit|gas limit|pool is full|not permitted/i,
  ],
]

export function statusOfMessage(message: string): BroadcastStatus {
  return MESSAGES.find(([, pattern]) => pattern.test(message))?.[0] ?? "unknown"
}

export function combineResults(results: readonly BroadcastResult[]): BroadcastResult {
  for (const status of PRECEDENCE) {
    const result = results.find((candidate) => candidate.status === status)
    if (result) return result
  }
  return { status: "unknown", reason: "The transaction was sent to no endpoint." }
}

export function isInsufficientFunds(message: string): boolean {
  return /insufficient funds|enough funds|exceeds the balance/i.test(message)
}
