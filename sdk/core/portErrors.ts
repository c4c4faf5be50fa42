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

/** The wait for a wallet was ended. The wallet may still do what it was asked. */
export class WalletUnansweredError extends EscrowError<"WalletUnanswered", { readonly method: string }> {
  constructor(args: WalletUnansweredError["args"], options?: ErrorOptions) {
    super(
      "WalletUnanswered",
      "The wallet did not answer before the wait ended. Check whether it still asks for this.",
      args,
      options,
    )
  }
}
