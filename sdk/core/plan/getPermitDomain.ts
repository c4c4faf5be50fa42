import type { Address } from "../../types.ts"
import { assertAddress } from "../codec.ts"
import type { Chain, TypedDataDomain } from "../port.ts"
import { hasEscrowBrand } from "../revert.ts"
import { readPermitDomain } from "./permitDomain.ts"

/** Parameters of `getPermitDomain`. */
export type GetPermitDomainParameters = {
  /** The token's address. */
  readonly token: Address
}

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
 * @returns The domain, or undefined if the token has no permit that `signPermit` can sign
 * @throws {InvalidInputError} for a value that is not an address
 * @throws {WrongChainError} if the client is configured for another chain
 */
export async function getPermitDomain(
  chain: Chain,
  { token }: GetPermitDomainParameters,
): Promise<TypedDataDomain | undefined> {
  assertAddress(chain.codec, "token", token)
  try {
    return (await readPermitDomain(chain, { token, owner: token })).domain
  } catch (error) {
    if (hasEscrowBrand(error) && error.code === "PermitUnsupported") return undefined
    throw error
  }
}
