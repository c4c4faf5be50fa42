import { renounceOwnershipFunction } from "../../generated/abiItems.ts"

import type { Chain } from "../port.ts"
import { type EscrowParameters, escrowCall } from "../rental/escrowCall.ts"
import type { PreparedRequest } from "../rental/send.ts"

/**
 * Leaves the escrow without an owner, permanently. Markets and fees stay as they are. The guardian can still close
 * markets.
 *
 * @example
 * import { renounceOwnership } from "@gpuflow/escrow/admin"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await renounceOwnership(client, { escrow: "0x…" })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function prepareRenounceOwnership(chain: Chain, { escrow }: EscrowParameters): PreparedRequest {
  return escrowCall(chain, escrow, renounceOwnershipFunction, [])
}
