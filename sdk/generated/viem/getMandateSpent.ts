// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { getMandateSpent as core } from "../../core/mandate/getMandateSpent.ts"
import type { GetMandateSpentParameters } from "../../core/mandate/getMandateSpent.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Reads what the mandates of a renter with this salt have spent so far, tips included.
 *
 * @example
 * import { getMandateSpent } from "@gpuflow/escrow/mandate"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const spent = await getMandateSpent(client, { mandateContract: "0x…", renter: "0x…", salt: "0x…" })
 *
 * @param client A viem client
 * @returns Base units of the rental's token
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export function getMandateSpent(
  client: Client,
  parameters: getMandateSpent.Parameters,
): Promise<getMandateSpent.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getMandateSpent {
  type Parameters = GetMandateSpentParameters
  type ReturnType = bigint
}
