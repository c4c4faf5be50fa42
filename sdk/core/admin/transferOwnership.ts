import { transferOwnershipFunction } from "../../generated/abiItems.ts"
import type { Address } from "../../types.ts"
import type { Chain } from "../port.ts"
import { type EscrowParameters, escrowCall } from "../rental/escrowCall.ts"
import type { PreparedRequest } from "../rental/send.ts"

/** Parameters of `transferOwnership`. */
export type TransferOwnershipParameters = EscrowParameters & {
  /** Account that may accept the ownership. Zero: cancels a transfer that was not accepted. */
  readonly newOwner: Address
}

/**
 * Names the next owner. Only the owner may. Nothing changes until the named account accepts.
 *
 * @example
 * import { transferOwnership } from "@gpuflow/escrow/admin"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await transferOwnership(client, { escrow: "0x…", newOwner: "0x…" })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function prepareTransferOwnership(
  chain: Chain,
  { escrow, newOwner }: TransferOwnershipParameters,
): PreparedRequest {
  return escrowCall(chain, escrow, transferOwnershipFunction, [newOwner])
}
