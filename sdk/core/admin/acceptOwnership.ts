import { acceptOwnershipFunction } from "../../generated/abiItems.ts"

import type { Chain } from "../port.ts"
import { type EscrowParameters, escrowCall } from "../rental/escrowCall.ts"
import type { PreparedRequest } from "../rental/send.ts"

/**
 * Becomes the owner. Call it with the account that the owner named.
 *
 * @example
 * import { acceptOwnership } from "@gpuflow/escrow/admin"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await acceptOwnership(client, { escrow: "0x…" })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account but the named one
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function prepareAcceptOwnership(chain: Chain, { escrow }: EscrowParameters): PreparedRequest {
  return escrowCall(chain, escrow, acceptOwnershipFunction, [])
}
