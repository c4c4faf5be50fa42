import { setTreasuryFunction } from "../../generated/abiItems.ts"
import type { Address } from "../../types.ts"
import type { Chain } from "../port.ts"
import { type EscrowParameters, escrowCall } from "../rental/escrowCall.ts"
import type { PreparedRequest } from "../rental/send.ts"

/** Parameters of `setTreasury`. */
export type SetTreasuryParameters = EscrowParameters & {
  /** Account that receives the fees. It must be neither zero nor the escrow. */
  readonly treasury: Address
}

/**
 * Sets the account that receives the fees. Only the owner may.
 *
 * @example
 * import { setTreasury } from "@gpuflow/escrow/admin"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await setTreasury(client, { escrow: "0x…", treasury: "0x…" })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
 * @throws {InvalidTreasuryError} for zero and the escrow
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function prepareSetTreasury(chain: Chain, { escrow, treasury }: SetTreasuryParameters): PreparedRequest {
  return escrowCall(chain, escrow, setTreasuryFunction, [treasury])
}
