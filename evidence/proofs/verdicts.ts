export type Verdict = "proven" | "violated" | "unknown" | "not reported"

/** One assertion or lemma, and whether its verdict is the expected one. */
export interface Claim {
  /** File and function, or the lemma's file. */
  readonly place: string
  /** A lemma's sentence; empty for an assertion, whose source says it. */
  readonly sentence: string
  readonly solver: "CHC" | "z3"
  /** A canary must be violated: it shows that the checker can find a violation. */
  readonly canary: boolean
  readonly verdict: Verdict
  readonly expected: boolean
  readonly seconds: number
}

/** One assertion of a file, the function that makes it, and its verdict. */
export interface Assertion {
  readonly contract: string
  readonly name: string
  /** Where it begins in the file, in bytes. */
  readonly start: number
  verdict: Verdict
  seconds: number
}
