// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareAdministration as core } from "../../core/admin/prepareAdministration.ts"
import type { AdministrationParameters, AdministrationVerb } from "../../core/admin/prepareAdministration.ts"
import type { PreparedRequest } from "../../core/rental/send.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Prepares a verb of the owner or the guardian as a call that is ready to be signed. A timelock can schedule it, or a
 * Safe send it.
 *
 * @example
 * import { prepareAdministration } from "@gpuflow/escrow/admin"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { to, data, value } = prepareAdministration(client, "setTreasury", { escrow: "0x…", treasury: "0x…" })
 *
 * @param client A viem client
 * @param verb The verb, by its name in Solidity
 * @param parameters The parameters of the verb
 * @returns The call
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export function prepareAdministration<const verb extends AdministrationVerb>(
  client: Client,
  verb: verb,
  parameters: prepareAdministration.Parameters<verb>,
): prepareAdministration.ReturnType {
  return core(chainOf(client), verb, parameters)
}

export declare namespace prepareAdministration {
  type Parameters<verb extends AdministrationVerb> = AdministrationParameters<verb>
  type ReturnType = PreparedRequest
}
