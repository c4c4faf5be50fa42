import type { Client } from "viem"

import { requestSubmitEvidence, type SubmitEvidenceParameters } from "../core/rental/escrowCall.ts"
import type { TransactionResult } from "../core/rental/send.ts"
import { type SendParameters, write } from "../viem/sendVerb.ts"

/**
 * Adds evidence to a dispute, as its renter, host or operator: an event, which the arbiter reads.
 *
 * @example
 * import { getRental, submitEvidence } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { rental } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const { events } = await submitEvidence(client, { escrow: "0x…", rental, uri: "ipfs://…" })
 *
 * @param client A viem client with an account
 * @param parameters.escrow The escrow's address
 * @param parameters.rental The rental, as `getRental` gives it
 * @param parameters.uri Where the evidence is
 * @param parameters.account Who sends it; without it, the client's account
 * @param parameters.confirmations Blocks to wait for; without it, 1
 * @returns Hash, receipt and the escrow's events of the transaction
 * @throws {WrongStatusError} unless the rental is disputed
 * @throws {NotPartyError} for any other account
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function submitEvidence(
  client: Client,
  parameters: submitEvidence.Parameters,
): Promise<submitEvidence.ReturnType> {
  return write(client, requestSubmitEvidence, parameters)
}

export declare namespace submitEvidence {
  type Parameters = SubmitEvidenceParameters & SendParameters
  type ReturnType = TransactionResult
}
