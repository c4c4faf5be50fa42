// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { summarizeMandate as core } from "../../core/mandate/summarizeMandate.ts"
import type { MandateSummary, SummarizeMandateParameters } from "../../core/mandate/summarizeMandate.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Reads what a mandate allows, in words and figures, to be shown before the renter signs.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { type Mandate, summarizeMandate } from "@gpuflow/escrow/mandate"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const mandate: Mandate // from `buildMandate`
 * declare const rental: Rental // from `getRental`
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { sentences } = await summarizeMandate(client, { escrow: "0x…", mandateContract: "0x…", mandate, rental })
 * for (const sentence of sentences) console.log(sentence)
 *
 * @param client A viem client
 * @returns Sentences, and the figures that they are made of
 * @throws {WrongStatusError} if the rental has ended, or is not paid and `duration` is missing
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {EscrowNotFoundError} if there is no escrow at the address
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function summarizeMandate(
  client: Client,
  parameters: summarizeMandate.Parameters,
): Promise<summarizeMandate.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace summarizeMandate {
  type Parameters = SummarizeMandateParameters
  type ReturnType = MandateSummary
}
