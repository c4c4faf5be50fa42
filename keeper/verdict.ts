// What a node says to a transaction, in the words of the usual ones: pure.

/**
 * `sent` and `known`: it is on its way. `used`: its place is taken, by itself perhaps. `underpriced`: another one stands
 * there. `refused`: this node has not taken it, for lack of coins or of fees. `unknown`: it may have.
 */
export type Verdict = { readonly kind: Kind; readonly reason: string }
type Kind = "sent" | "known" | "used" | "underpriced" | "unknown" | "refused"

/** The first that any endpoint says counts: one that may have taken it outweighs one that has not. */
const STRENGTH: readonly Kind[] = ["sent", "known", "used", "underpriced", "unknown", "refused"]

const WORDS: readonly (readonly [Kind, RegExp])[] = [
  ["known", /already known|known transaction|already imported|already exists/i],
  ["used", /nonce (is )?too low|old nonce|lower than the current nonce/i],
  ["underpriced", /replac(e|ement)[^.]*(underpriced|too low|fee)|could not replace/i],
  [
    "refused",
    /insufficient funds|enough funds|exceeds the balance|underpriced|tip cap|below (the )?minimum|fee cap|intrinsic gas|block gas limit|gas limit|pool is full|not permitted/i,
  ],
]

export function verdictOf(reason: string): Kind {
  return WORDS.find(([, words]) => words.test(reason))?.[0] ?? "unknown"
}

export function strongest(verdicts: readonly Verdict[]): Verdict {
  const of = (kind: Kind) => verdicts.find((verdict) => verdict.kind === kind)
  for (const kind of STRENGTH) {
    const found = of(kind)
    if (found) return found
  }
  return { kind: "unknown", reason: "No endpoint was asked." }
}

/** Whether the account has too few coins, which only its owner can change. */
export function isPoor(reason: string): boolean {
  return /insufficient funds|enough funds|exceeds the balance/i.test(reason)
}
