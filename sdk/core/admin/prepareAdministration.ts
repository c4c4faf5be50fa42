import { administrationVerbs } from "../../generated/verbs.ts"
import type { Chain } from "../port.ts"
import type { PreparedRequest } from "../rental/send.ts"

/** A verb of the owner or the guardian, by its name in Solidity. */
export type AdministrationVerb = keyof typeof administrationVerbs

/** The parameters of such a verb. */
export type AdministrationParameters<verb extends AdministrationVerb> = Parameters<
  (typeof administrationVerbs)[verb]
>[1]

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
 * @param verb The verb, by its name in Solidity
 * @param parameters The parameters of the verb
 * @returns The call
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export function prepareAdministration<const verb extends AdministrationVerb>(
  chain: Chain,
  verb: verb,
  parameters: AdministrationParameters<verb>,
): PreparedRequest {
  // The compiler cannot see that a verb and its parameters belong together once they are a union.
  const prepare = administrationVerbs[verb] as (
    chain: Chain,
    parameters: AdministrationParameters<verb>,
  ) => PreparedRequest
  return prepare(chain, parameters)
}
