import { setGuardianFunction } from "../../generated/abiItems.ts"
import type { Address } from "../../types.ts"
import type { Chain } from "../port.ts"
import { type EscrowParameters, escrowCall } from "../rental/escrowCall.ts"
import type { PreparedRequest } from "../rental/send.ts"

/** Parameters of `setGuardian`. */
export type SetGuardianParameters = EscrowParameters & {
  /** Account that may close markets. Zero: there is no guardian. */
  readonly guardian: Address
}

/**
 * Sets the account that may close markets. Only the owner may.
 *
 * @example
 * import { setGuardian } from "@gpuflow/escrow/admin"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await setGuardian(client, { escrow: "0x…", guardian: "0x…" })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function prepareSetGuardian(chain: Chain, { escrow, guardian }: SetGuardianParameters): PreparedRequest {
  return escrowCall(chain, escrow, setGuardianFunction, [guardian])
}
