// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { getPermitDomain as core } from "../../core/plan/getPermitDomain.ts"
import type { GetPermitDomainParameters } from "../../core/plan/getPermitDomain.ts"
import type { TypedDataDomain } from "../../core/port.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Reads the EIP-712 domain of a token's permits (EIP-2612), checked against the domain separator that the token itself
 * reports.
 *
 * @example
 * import { getPermitDomain } from "@gpuflow/escrow/plan"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const domain = await getPermitDomain(client, { token: "0x…" })
 * console.log(domain ? `Permits of ${domain.name}, version ${domain.version}` : "This token needs an approval.")
 *
 * @param client A viem client
 * @returns The domain, or undefined if the token has no permit that `signPermit` can sign
 * @throws {InvalidInputError} for a value that is not an address
 * @throws {WrongChainError} if the client is configured for another chain
 */
export function getPermitDomain(
  client: Client,
  parameters: getPermitDomain.Parameters,
): Promise<getPermitDomain.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getPermitDomain {
  type Parameters = GetPermitDomainParameters
  type ReturnType = TypedDataDomain | undefined
}
