// What a client lacks, whichever library it belongs to.
import { EscrowError } from "./escrowError.ts"

/** No account to act for. */
export class AccountMissingError extends EscrowError<"AccountMissing", Record<never, never>> {
  constructor(options?: ErrorOptions) {
    super("AccountMissing", "No account to act for. Give the client one, or pass `account`.", {}, options)
  }
}

/** The wallet is on another chain than its client. */
export class WrongChainError extends EscrowError<
  "WrongChain",
  { readonly chainId: number; readonly expected: number }
> {
  constructor(args: WrongChainError["args"], options?: ErrorOptions) {
    super("WrongChain", "The wallet is on another chain. Switch it to the expected one.", args, options)
  }
}
