// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareMandate as core } from "../../core/mandate/prepareMandate.ts"
import type { MandateVerb, MandateVerbParameters } from "../../core/mandate/prepareMandate.ts"
import type { PreparedRequest } from "../../core/rental/send.ts"
import { chainOf } from "../../viem/viemPort.ts"

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
 * @param client A viem client
 * @param verb The verb: `executeMandate`, `revokeMandate` or `revokeAllMandates`
 * @param parameters The parameters of the verb
 * @returns The call
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export function prepareMandate<const verb extends MandateVerb>(
  client: Client,
  verb: verb,
  parameters: prepareMandate.Parameters<verb>,
): prepareMandate.ReturnType {
  return core(chainOf(client), verb, parameters)
}

export declare namespace prepareMandate {
  type Parameters<verb extends MandateVerb> = MandateVerbParameters<verb>
  type ReturnType = PreparedRequest
}
