// Errors of the hooks and of their queries.
import { EscrowError } from "../core/escrowError.ts"
import type { AnyEscrowError } from "../generated/anyEscrowError.ts"

/**
 * An error of a query or of a mutation. The escrow's errors are typed. Those of a wallet or a node are passed on
 * unchanged.
 */
export type QueryError = AnyEscrowError | ChainNotConfiguredError | WalletNotConnectedError | Error

/** No client is configured for the chain. */
export class ChainNotConfiguredError extends EscrowError<
  "ChainNotConfigured",
  { readonly chainId: number; readonly configured: readonly number[] }
> {
  constructor(args: ChainNotConfiguredError["args"], options?: ErrorOptions) {
    super(
      "ChainNotConfigured",
      "wagmi is not configured for this chain. Add the chain, or pass another `chainId`.",
      args,
      options,
    )
  }
}

/** No wallet is connected. */
export class WalletNotConnectedError extends EscrowError<"WalletNotConnected", Record<never, never>> {
  constructor(args: WalletNotConnectedError["args"], options?: ErrorOptions) {
    super("WalletNotConnected", "No wallet is connected. Connect one first.", args, options)
  }
}
