// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareDispute } from "../../core/rental/dispute.ts"
import type { DisputeParameters } from "../../core/rental/dispute.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Disputes a rental as its renter, until the challenge window ends. Payments due are made first. A running rental ends,
 * and the unbilled part of the price comes back, less the stake of 5 % of what is at risk (`getStake`). If that refund
 * does not cover the stake, the sender pays the difference. A token is taken by allowance or permit. The native coin is
 * sent with the transaction, with a margin whose excess comes back.
 *
 * @example
 * import { dispute, findEvent, getRental } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { rental } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const { events } = await dispute(client, { escrow: "0x…", rental, evidenceURI: "ipfs://…" })
 * const contested = findEvent(events, "Disputed")?.args.contested
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {WrongStatusError} if the rental is not in a status that allows it
 * @throws {NotRenterError} for any other account
 * @throws {ChallengeWindowOverError} once the closing settlement is due
 * @throws {NothingAtRiskError} if neither price nor bond is left
 * @throws {InsufficientAllowanceError} if the escrow may not take what the stake lacks
 * @throws {InsufficientBalanceError} if the sender does not have it
 * @throws {WrongValueError} if less native coin is sent than the stake lacks, or any for a token
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function dispute(client: Client, parameters: dispute.Parameters): Promise<dispute.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareDispute, parameters)
}

export declare namespace dispute {
  type Parameters = DisputeParameters & SendParameters
  type ReturnType = TransactionResult
}
