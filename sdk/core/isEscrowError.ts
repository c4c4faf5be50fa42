import type { AnyEscrowError } from "../generated/anyEscrowError.ts"
import { hasEscrowBrand } from "./revert.ts"

/**
 * Checks whether an error is one of this SDK's, even if another copy of the SDK threw it.
 *
 * @example
 * import { isEscrowError, type Rental, settle } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental // from `getRental`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * try {
 *   await settle(client, { escrow: "0x…", rental })
 * } catch (error) {
 *   if (!isEscrowError(error) || error.code !== "NotDue") throw error
 *   console.log(`Try again at ${error.args.dueAt}.`)
 * }
 *
 * @param error Any thrown value
 * @returns True for this SDK's errors. Then `code` identifies the error, and `args` has that error's type
 */
export function isEscrowError(error: unknown): error is AnyEscrowError {
  return hasEscrowBrand(error)
}
