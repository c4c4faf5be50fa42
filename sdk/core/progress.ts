// How far an action has come, and how to end it.
import type { Hash } from "../types.ts"
import { EscrowError } from "./escrowError.ts"

/**
 * How far an action has come. The phases follow one another for each transaction, `confirmed` and `final` as far as the
 * options ask for them. After a reorganisation of the chain, a transaction is `sent` again.
 */
export type Progress =
  /** Reads and simulates, before the account is asked for anything. */
  | { readonly phase: "checking"; readonly what: CheckedSubject }
  /** A step of a plan begins. `count` changes if the wallet cannot go the planned way of payment. */
  | {
      readonly phase: "step"
      /** From 1. */
      readonly index: number
      readonly count: number
      readonly kind: StepKind
      readonly sentence: string
    }
  /** The account is asked to sign or to send, and its user decides. `wallet` is the name that was passed. */
  | { readonly phase: "wallet"; readonly method: WalletMethod; readonly wallet?: string }
  /** The wallet has a batch of calls (EIP-5792) and makes a transaction of it. Store the id. */
  | { readonly phase: "batched"; readonly id: string }
  /** `sent`: the transaction has a hash. Store it. `final`: the chain reports the transaction's block as final. */
  | { readonly phase: "sent" | "final"; readonly hash: Hash }
  /**
   * `included`: the transaction is in a block. It is reported again with each further block, until the transaction is
   * `confirmed`: it has as many confirmations as were asked for.
   */
  | {
      readonly phase: "included" | "confirmed"
      readonly hash: Hash
      readonly blockNumber: bigint
      /** Blocks so far, including the block of the transaction. */
      readonly confirmations: number
      readonly required: number
    }

/**
 * What is checked: a plan's terms, balances and ways of payment; whether the payment of a plan would succeed now; or a
 * call, which is simulated before it is sent.
 */
export type CheckedSubject = "plan" | "payment" | "call"

/** What the account is asked to do. A local key does it without a wallet. */
export type WalletMethod = "eth_sendTransaction" | "eth_signTypedData_v4" | "wallet_sendCalls"

/** The kinds of a plan's steps. */
export type StepKind = "settle" | "approve" | "permit" | "batch" | "deposit" | "pay" | "sign" | "relay" | "mandate"

/** How to follow an action, and how to end it. */
export type ProgressOptions = {
  /** Called with each phase. What it throws is ignored. */
  readonly onProgress?: ((progress: Progress) => unknown) | undefined
  /** Name of the wallet, as EIP-6963 announces it, for `onProgress`. */
  readonly walletName?: string | undefined
  /** Ends the action: with `CancelledError` before anything is sent, later only the wait (`stalled`). */
  readonly signal?: AbortSignal | undefined
}

/** Reports without delay. Whatever a listener does, the action goes on: what was sent must stay in sight. */
export async function report({ onProgress }: ProgressOptions, progress: Progress): Promise<void> {
  try {
    await onProgress?.(progress)
  } catch {}
}

/** Reports that a check begins, unless the signal was aborted. */
export function beginCheck(options: ProgressOptions, what: CheckedSubject): void {
  requireGoing(options)
  report(options, { phase: "checking", what })
}

export function reportWallet(options: ProgressOptions, method: WalletMethod): void {
  const { walletName } = options
  report(options, { phase: "wallet", method, ...(walletName === undefined ? {} : { wallet: walletName }) })
}

/** Ends a check that nothing depends on any more. */
export function cancellable<answer>(checking: Promise<answer>, { signal }: ProgressOptions): Promise<answer> {
  if (!signal) return checking
  return new Promise((resolve, reject) => {
    const cancel = () => reject(new CancelledError({}, { cause: signal.reason }))
    const settled = () => signal.removeEventListener("abort", cancel)
    if (signal.aborted) cancel()
    else signal.addEventListener("abort", cancel)
    checking.then(resolve, reject).finally(settled)
  })
}

/** Nothing may be asked for or sent after the signal. */
export function requireGoing({ signal }: ProgressOptions): void {
  if (signal?.aborted) throw new CancelledError({}, { cause: signal.reason })
}

/** A cancellation names what was sent before it. */
export function withSent(error: unknown, sent: readonly { readonly hash: Hash }[]): unknown {
  if (!(error instanceof CancelledError) || sent.length === 0) return error
  return new CancelledError({ sent: sent.map(({ hash }) => hash) }, { cause: error.cause })
}

/**
 * The action was ended by its signal while nothing was under way. `sent` has the transactions that were included
 * before, such as an approval. `cause` is the signal's reason.
 */
export class CancelledError extends EscrowError<"Cancelled", { readonly sent?: readonly Hash[] }> {
  constructor(args: CancelledError["args"], options?: ErrorOptions) {
    super("Cancelled", "The action was cancelled. Nothing more was signed or sent.", args, options)
  }
}
