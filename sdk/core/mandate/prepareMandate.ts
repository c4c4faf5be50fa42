import { mandateVerbs } from "../../generated/verbs.ts"
import type { Chain } from "../port.ts"
import type { PreparedRequest } from "../rental/send.ts"

/** A verb of the mandate contract. */
export type MandateVerb = keyof typeof mandateVerbs

/** The parameters of such a verb. */
export type MandateVerbParameters<verb extends MandateVerb> = Parameters<(typeof mandateVerbs)[verb]>[1]

/**
 * Prepares a verb of the mandate contract as a call that is ready to be signed. A keeper sends it in its own way, a
 * wallet in a batch, or a Safe.
 *
 * @example
 * import { prepareMandate, type SignedMandate } from "@gpuflow/escrow/mandate"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const signed: SignedMandate // from `parseMandate`
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { to, data } = prepareMandate(client, "executeMandate", { signed, tip: 10_000n })
 *
 * @param verb The verb: `executeMandate`, `revokeMandate` or `revokeAllMandates`
 * @param parameters The parameters of the verb
 * @returns The call
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export function prepareMandate<const verb extends MandateVerb>(
  chain: Chain,
  verb: verb,
  parameters: MandateVerbParameters<verb>,
): PreparedRequest {
  // The compiler cannot see that a verb and its parameters belong together once they are a union.
  const prepare = mandateVerbs[verb] as (chain: Chain, parameters: MandateVerbParameters<verb>) => PreparedRequest
  return prepare(chain, parameters)
}
