/**
 * What broadcasting a transaction led to:
 * - `accepted` and `alreadyKnown`: a node has the transaction.
 * - `nonceTooLow`: a block has used the nonce, perhaps for this transaction.
 * - `underpricedReplacement`: a node has another transaction with the same nonce and a higher fee.
 * - `rejected`: no node took the transaction.
 * - `unknown`: a node may have taken the transaction, but did not confirm it.
 */
type BroadcastStatus = "accepted" | "alreadyKnown" | "nonceTooLow" | "underpricedReplacement" | "unknown" | "rejected"

/**
 * Why a node did not take a transaction:
 * - `feeCap`: it may cost more than the node's own limit per transaction.
 * - `size`: it uses too much gas, or is too long.
 * - `unrecognised`: the keeper does not know the node's words. The node may have taken the transaction.
 * - `funds`: the account cannot pay for it.
 * - `price`: its fee per gas is too low.
 * - `node`: the node takes no transaction of this account now, for example because of a rate limit.
 */
export type Refusal = "feeCap" | "size" | "unrecognised" | "funds" | "price" | "node"

export type BroadcastResult = {
  readonly status: BroadcastStatus
  readonly reason: string
  /** Missing if no node refused the transaction. */
  readonly refusal?: Refusal
}

/** Of several results the first in this order counts: a node that may have the transaction outweighs one that rejected it. */
const STATUSES: readonly BroadcastStatus[] = [
  "accepted",
  "alreadyKnown",
  "nonceTooLow",
  "underpricedReplacement",
  "unknown",
  "rejected",
]

/** Of several refusals the first in this order counts: those that another transaction may avoid come first. */
const REFUSALS: readonly Refusal[] = ["feeCap", "size", "unrecognised", "funds", "price", "node"]

/** The words of bor, geth, erigon, nethermind, reth, besu, hardhat, anvil, and of providers. The first match counts. */
const WORDS: readonly (readonly [BroadcastStatus | Refusal, RegExp])[] = [
  ["alreadyKnown", /already ?(known|imported|exists|in (the )?(mem|tx)?pool)|known transaction|same hash/i],
  ["nonceTooLow", /nonce (is )?too low|old ?nonce|lower than the current nonce|^mined$|already (mined|finalized)/i],
  [
    "underpricedReplacement",
    /replac(e|ement)[^.]*(underpriced|too low|fee|not ?allowed)|could not replace|transaction with (the )?same nonce/i,
  ],
  ["funds", /insufficient ?(funds|balance)|enough (funds|balance)|exceeds (the )?(account )?balance|upfront cost/i],
  [
    "price",
    /underpriced|(tip|fee) ?cap less|tip ?cap|less than (the )?(block )?base ?fee|too low for the next block|below (the )?(configured )?minimum|fee ?too ?low|gas ?price[^.]*too low/i,
  ],
  [
    "feeCap",
    /exceeds the configured cap|fee ?cap|(tx|transaction|total|max\w*) ?(fee|cost)s?\b[^.]*(exceed|too high|above|over the|higher than the)|fee ?too ?high/i,
  ],
  [
    "node",
    /\brate\b|too many requests|per (second|minute|day|month)|(request|capacity|compute|quota|usage|credit|daily|monthly|plan|tier)s?\b[^.]*(limit|exceed|reached|exhausted)|api ?key|unauthori[sz]ed|not authori[sz]ed|forbidden|not permitted|method[^.]*(not|unavailable|disabled)|syncing|pool is full|too many transactions|account ?(slots|limit)|in-?flight|delegated|already reserved|replace pending|nonce[^.]*(too (high|far)|gap|max value)|nonce ?gap|invalid ?sender|sender[^.]*(not an|banned|blocked|contract)|spammer|chain ?id|replay-protected|type[^.]*not[^.]*(supported|activated)|invalid[^.]*signature/i,
  ],
  [
    "size",
    /gas ?limit|intrinsic ?gas|gas[^.]*(exceed|too (low|high))|exceed[^.]*gas|gas ?uint|insufficient gas|at least \d+ gas|oversized|rlp ?too ?long|too (large|big)|(tx|transaction|max\w*) ?size|beyond limit/i,
  ],
]

const isRefusal = (found: string | undefined): found is Refusal => REFUSALS.some((refusal) => refusal === found)

/** The result of an error that a node answered with. */
export function resultOfAnswer(reason: string): BroadcastResult {
  const [found] = WORDS.find(([, pattern]) => pattern.test(reason)) ?? []
  if (isRefusal(found)) return { status: "rejected", reason, refusal: found }
  return found ? { status: found, reason } : { status: "unknown", reason, refusal: "unrecognised" }
}

/** One result of those of all endpoints. */
export function combineResults(results: readonly BroadcastResult[]): BroadcastResult {
  const status = STATUSES.find((known) => results.some((result) => result.status === known))
  const refusal = REFUSALS.find((known) => results.some((result) => result.refusal === known))
  const decisive = results.find((result) => result.status === status)
  if (!status || !decisive) return { status: "unknown", reason: "The transaction was sent to no endpoint." }
  if (!refusal || (status !== "unknown" && status !== "rejected")) return { status, reason: decisive.reason }
  const refused = results.find((result) => result.refusal === refusal)
  return { status, refusal, reason: refused?.reason ?? decisive.reason }
}

const UNITS = { wei: 1, gwei: 1e9, ether: 1e18 } as const

/** The limit in wei that a node names, if it does. Some nodes round it to hundredths of a coin. */
export function feeCapIn(reason: string): bigint | undefined {
  const [, amount, unit = "ether"] = /cap \((\d+(?:\.\d+)?) (wei|gwei|ether)?/i.exec(reason) ?? []
  if (amount === undefined) return undefined
  const factor = unit === "wei" || unit === "gwei" ? UNITS[unit] : UNITS.ether
  return unit === "wei" ? BigInt(amount) : BigInt(Math.round(Number(amount) * factor))
}

/** Whether a node refuses a price because of the tip, and not because of the base fee. */
export function isAboutTip(reason: string): boolean {
  return !/base ?fee/i.test(reason)
}

/** The least tip in wei per gas that a node names, if it does. */
export function minTipIn(reason: string): bigint | undefined {
  const [, amount] =
    /(?:minimum (?:tip )?(?:needed|required)|tip (?:needed|required))\D{0,5}(\d{1,30})\b/i.exec(reason) ?? []
  return amount === undefined ? undefined : BigInt(amount)
}
