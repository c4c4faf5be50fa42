// Errors of a client, on any library.
import { EscrowError } from "./escrowError.ts"

/** No account is configured. */
export class AccountMissingError extends EscrowError<"AccountMissing", Record<never, never>> {
  constructor(options?: ErrorOptions) {
    super("AccountMissing", "No account is configured. Pass `account`, or create the client with one.", {}, options)
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
