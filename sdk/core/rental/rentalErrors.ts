// Errors of reading an escrow or a rental.
import type { Address, Hex } from "../../types.ts"
import { EscrowError } from "../escrowError.ts"

/** There is no contract at the escrow's address. */
export class EscrowNotFoundError extends EscrowError<"EscrowNotFound", { readonly escrow: Address }> {
  constructor(args: EscrowNotFoundError["args"], options?: ErrorOptions) {
    super(
      "EscrowNotFound",
      "There is no contract at this address. Check the address and the client's chain.",
      args,
      options,
    )
  }
}

/** There is no rental with this id. */
export class RentalNotFoundError extends EscrowError<"RentalNotFound", { readonly id: Hex }> {
  constructor(args: RentalNotFoundError["args"], options?: ErrorOptions) {
    super("RentalNotFound", "There is no rental with this id. Check the id, the escrow and the chain.", args, options)
  }
}

/** The node does not have the block that holds the terms. */
export class TermsNotFoundError extends EscrowError<
  "TermsNotFound",
  { readonly id: Hex; readonly depositBlock: bigint }
> {
  constructor(args: TermsNotFoundError["args"], options?: ErrorOptions) {
    super("TermsNotFound", "The node has no logs of the deposit's block. Use a node that keeps them.", args, options)
  }
}

/** The node returned terms that do not belong to the id. */
export class TermsMismatchError extends EscrowError<"TermsMismatch", { readonly id: Hex; readonly actual: Hex }> {
  constructor(args: TermsMismatchError["args"], options?: ErrorOptions) {
    super("TermsMismatch", "The node returned the terms of another rental. Use a node that you trust.", args, options)
  }
}
