// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { getMandateStatus as core } from "../../core/mandate/getMandateStatus.ts"
import type { GetMandateStatusParameters, MandateStatus } from "../../core/mandate/getMandateStatus.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Reads what the mandates of a renter with this salt have spent, whether the renter has revoked them, and the renter's
 * epoch.
 *
 * @example
 * import { getMandateStatus } from "@gpuflow/escrow/mandate"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { spent, revoked } = await getMandateStatus(client, { mandateContract: "0x…", renter: "0x…", salt: "0x…" })
 *
 * @param client A viem client
 * @returns The sum, the revocation, and the epoch
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export function getMandateStatus(
  client: Client,
  parameters: getMandateStatus.Parameters,
): Promise<getMandateStatus.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getMandateStatus {
  type Parameters = GetMandateStatusParameters
  type ReturnType = MandateStatus
}
