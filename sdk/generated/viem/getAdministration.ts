// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { getAdministration as core } from "../../core/admin/getAdministration.ts"
import type { Administration } from "../../core/admin/getAdministration.ts"
import type { ReadParameters } from "../../core/rental/escrowRead.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Reads the accounts that administer an escrow: owner, pending owner, guardian and treasury, all at one block.
 *
 * @example
 * import { getAdministration } from "@gpuflow/escrow/admin"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { owner, treasury } = await getAdministration(client, { escrow: "0x…" })
 *
 * @param client A viem client
 * @returns The addresses. Zero: there is no such account
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getAdministration(
  client: Client,
  parameters: getAdministration.Parameters,
): Promise<getAdministration.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getAdministration {
  type Parameters = ReadParameters
  type ReturnType = Administration
}
