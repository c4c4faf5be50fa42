// How far a verb, a payment or a deposit has come, for a page to show.
import type { Hash } from "../types.ts"

/**
 * One report. `checking`: what is read and simulated before the wallet is asked. `step`: a step of a plan begins.
 * `wallet`: the wallet is asked, and its user decides. `sent`: the transaction has a hash. `included`: it is in a block.
 * `confirmed`: it has as many confirmations as were asked for. `final`: the chain reports its block as final.
 */
export type Progress =
  | { readonly phase: "checking" }
  | { readonly phase: "step"; readonly index: number; readonly count: number; readonly sentence: string }
  /** `wallet` is the wallet's name, if it is known. `method` is what the wallet is asked, as in `eth_sendTransaction`. */
  | { readonly phase: "wallet"; readonly method: string; readonly wallet?: string | undefined }
  | { readonly phase: "sent" | "final"; readonly hash: Hash }
  | {
      readonly phase: "included" | "confirmed"
      readonly hash: Hash
      readonly blockNumber: bigint
      readonly confirmations: bigint
    }

/** Where the progress is reported. */
export type ProgressOptions = {
  /** Called with each report. What it throws or returns is ignored. */
  readonly onProgress?: ((progress: Progress) => unknown) | undefined
}
