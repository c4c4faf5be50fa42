// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import { prepareSubmitEvidence } from "../../core/rental/submitEvidence.ts"
import type { SubmitEvidenceParameters } from "../../core/rental/submitEvidence.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

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
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
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
  return sendVerb(walletOf(client, parameters), prepareSubmitEvidence, parameters)
}

export declare namespace submitEvidence {
  type Parameters = SubmitEvidenceParameters & SendParameters
  type ReturnType = TransactionResult
}
