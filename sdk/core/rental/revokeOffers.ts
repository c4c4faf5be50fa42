import { revokeOffersFunction } from "../../generated/abiItems.ts"
import type { Hex } from "../../types.ts"
import type { Chain } from "../port.ts"
import { type EscrowParameters, escrowCall } from "./escrowCall.ts"
import type { PreparedRequest } from "./send.ts"

/** Parameters of `revokeOffers`. */
export type RevokeOffersParameters = EscrowParameters & {
  /** The host's id of the machine, 32 bytes. */
  readonly machine: Hex
}

/**
 * Revokes every offer of the sender for one machine. Open rentals continue.
 *
 * @example
 * import { revokeOffers } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { events } = await revokeOffers(client, { escrow: "0x…", machine: "0x…" })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function prepareRevokeOffers(chain: Chain, { escrow, machine }: RevokeOffersParameters): PreparedRequest {
  return escrowCall(chain, escrow, revokeOffersFunction, [machine])
}
