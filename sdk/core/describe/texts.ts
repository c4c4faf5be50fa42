// The form of a table of texts, in any language.
import type { AnyEscrowError } from "../../generated/anyEscrowError.ts"

/** What to do about an error, as far as a page can tell. */
export type ErrorKind =
  | "rejected"
  | "funds"
  | "gas"
  | "network"
  | "chain"
  | "termsChanged"
  | "busy"
  | "tooEarly"
  | "tooLate"
  | "unsupportedWallet"
  | "bug"

/** A failure of a wallet, a node or a library, which is not one of this SDK's errors. */
export type FailureName =
  | "rejected"
  | "aborted"
  | "pending"
  | "balance"
  | "coins"
  | "fees"
  | "nonce"
  | "network"
  | "rate"
  | "chain"
  | "unsupported"
  | "notConnected"
  | "reverted"
  | "unknown"

/**
 * The text of an error. `{busyUntil, time}` is replaced by an argument of the error in the form that is named: `time`,
 * `duration`, `amount` (of the token), `coin` (of the chain), `percent`, `account`, `name` (by the table of names) or
 * `text`. A part in brackets is left out if an argument in it is not known.
 */
export type ErrorText = {
  /** A few words. */
  readonly title: string
  /** What happened. */
  readonly sentence: string
  /** What to do. */
  readonly action: string
}

/** All texts of a language. */
export type ErrorTexts = {
  /** By the error's `code`. */
  readonly errors: Readonly<Record<AnyEscrowError["code"], ErrorText>>
  readonly failures: Readonly<Record<FailureName, ErrorText>>
  /** Words for the fields of an offer, and for risky terms. */
  readonly names: Readonly<Record<string, string>>
}
