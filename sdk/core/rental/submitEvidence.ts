import { submitEvidenceFunction } from "../../generated/abiItems.ts"

import type { Chain } from "../port.ts"
import { escrowCall, type RentalParameters } from "./escrowCall.ts"
import type { PreparedRequest } from "./send.ts"

/** Parameters of `submitEvidence`. */
export type SubmitEvidenceParameters = RentalParameters & {
  /** Where the evidence is. */
  readonly evidenceURI: string
}

/**
 * Adds evidence to a dispute as its renter, host or operator. It is an event that the arbiter reads.
 *
 * @example
 * import { getRental, submitEvidence } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { rental } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const { events } = await submitEvidence(client, { escrow: "0x…", rental, evidenceURI: "ipfs://…" })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {WrongStatusError} unless the rental is disputed
 * @throws {NotPartyError} for any other account
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function prepareSubmitEvidence(
  chain: Chain,
  { escrow, rental, evidenceURI }: SubmitEvidenceParameters,
): PreparedRequest {
  return escrowCall(chain, escrow, submitEvidenceFunction, [rental, evidenceURI])
}
