// Errors on ethers alone. They import nothing of ethers, because pages on viem know their types.
import { EscrowError } from "../core/escrowError.ts"

/** The signer has no provider. */
export class ProviderMissingError extends EscrowError<"ProviderMissing", Record<never, never>> {
  constructor(options?: ErrorOptions) {
    super("ProviderMissing", "The signer has no provider. Connect it first.", {}, options)
  }
}
