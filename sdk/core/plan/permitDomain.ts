// The domain of a token's permits. Some tokens have another one than their name suggests.
import type { Address } from "../../types.ts"
import { EscrowError } from "../escrowError.ts"
import { textHash } from "../parseAbi.ts"
import type { Chain, TypedDataDomain } from "../port.ts"
import { NUMBER, readValue, STRING, WORD } from "../readContract.ts"
import { hasEscrowBrand } from "../revert.ts"

/** DAI, among others, has another kind of permit with the usual domain. */
export const PERMIT_FIELDS = "address owner,address spender,uint256 value,uint256 nonce,uint256 deadline"

/** The token's own domain separator decides whether its domain is the usual one. */
export async function readPermitDomain(
  chain: Chain,
  { token, owner }: { readonly token: Address; readonly owner: Address },
): Promise<{ readonly domain: TypedDataDomain; readonly nonce: bigint }> {
  const { codec } = chain
  const from = (name: string, output: { readonly type: string }, args: readonly Address[] = []) =>
    readValue(chain, output, { to: token, name, args })
  const [chainId, name, version, nonce, separator, permitType] = await Promise.all([
    chain.chainId(),
    from("name", STRING),
    // `version` is optional in the standard. Tokens without it use "1".
    from("version", STRING),
    from("nonces", NUMBER, [owner]),
    from("DOMAIN_SEPARATOR", WORD),
    from("PERMIT_TYPEHASH", WORD),
  ])
  const domain = { name: String(name), version: String(version ?? "1"), chainId, verifyingContract: token }
  const isUsual = permitType === undefined || permitType === textHash(codec, `Permit(${PERMIT_FIELDS})`)
  if (typeof nonce === "bigint" && isUsual && codec.hashDomain(domain) === separator) return { domain, nonce }
  throw new PermitUnsupportedError({ token })
}

/** What is read or prepared for a permit, or undefined if the token has no permits. */
export function ifSupported<answer>(reading: Promise<answer>): Promise<answer | undefined> {
  return reading.catch((error: unknown) => {
    if (hasEscrowBrand(error) && error.code === "PermitUnsupported") return undefined
    throw error
  })
}

/** The token has no EIP-2612 permit with the usual domain. */
export class PermitUnsupportedError extends EscrowError<"PermitUnsupported", { readonly token: Address }> {
  constructor(args: PermitUnsupportedError["args"], options?: ErrorOptions) {
    super(
      "PermitUnsupported",
      "The token does not support EIP-2612 permits. Approve the escrow instead.",
      args,
      options,
    )
  }
}
