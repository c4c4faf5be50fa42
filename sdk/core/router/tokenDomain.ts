// The EIP-712 domain of a token, and what the token knows of ERC-3009.
import type { Address, Hex } from "../../types.ts"
import { EscrowError } from "../escrowError.ts"
import { structFields, textHash } from "../parseAbi.ts"
import type { Chain, TypedDataDomain } from "../port.ts"
import { ADDRESS, readContract, readValue, STRING, WORD } from "../readContract.ts"

const RECEIVE_FIELDS = "address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce"

/** The types of what is signed for `receiveWithAuthorization`. */
export const receiveTypes = {
  ReceiveWithAuthorization: /* @__PURE__ */ structFields(RECEIVE_FIELDS),
}

const BOOL = { type: "bool" }
/** Name, version, chain and contract, as EIP-5267 marks the fields that a domain has. */
const USUAL_FIELDS = "0x0f"
const EIP5267 = ["bytes1", "string", "string", "uint256", "address", "bytes32", "uint256[]"].map((type) => ({ type }))

/**
 * The token's domain, by EIP-5267 or else by its name and version. The token's own separator decides which is right.
 * Undefined: the token has another kind of domain.
 */
export async function readTokenDomain(chain: Chain, token: Address): Promise<TypedDataDomain | undefined> {
  const { codec } = chain
  const from = (name: string, output: { readonly type: string }) => readValue(chain, output, { to: token, name })
  const [chainId, described, separator, name, version] = await Promise.all([
    chain.chainId(),
    readContract(chain, { to: token, name: "eip712Domain", outputs: EIP5267 }),
    from("DOMAIN_SEPARATOR", WORD),
    from("name", STRING),
    from("version", STRING),
  ])
  const domainOf = (itsName: unknown, itsVersion: unknown): TypedDataDomain => ({
    name: String(itsName),
    version: String(itsVersion),
    chainId,
    verifyingContract: token,
  })
  const own = described?.[0] === USUAL_FIELDS ? [domainOf(described[1], described[2])] : []
  // Without a separator, only a domain that the token describes itself can be trusted.
  if (separator === undefined) return own[0]
  const candidates = [...own, domainOf(name, version ?? "1"), domainOf(name, "2")]
  return candidates.find((domain) => codec.hashDomain(domain) === separator)
}

/** Whether an authorization of an account is used. Undefined: the token does not know ERC-3009. */
export async function readAuthorizationState(
  chain: Chain,
  { token, payer, nonce }: { readonly token: Address; readonly payer: Address; readonly nonce: Hex },
): Promise<boolean | undefined> {
  const state = { to: token, name: "authorizationState", inputs: [ADDRESS, WORD], args: [payer, nonce] }
  const [used, typeHash] = await Promise.all([
    readValue(chain, BOOL, state),
    readValue(chain, WORD, { to: token, name: "RECEIVE_WITH_AUTHORIZATION_TYPEHASH" }),
  ])
  const isStandard =
    typeHash === undefined || typeHash === textHash(chain.codec, `ReceiveWithAuthorization(${RECEIVE_FIELDS})`)
  return isStandard && typeof used === "boolean" ? used : undefined
}

/** The token has no ERC-3009 authorization that can be signed. */
export class AuthorizationUnsupportedError extends EscrowError<
  "AuthorizationUnsupported",
  { readonly token: Address }
> {
  constructor(args: AuthorizationUnsupportedError["args"], options?: ErrorOptions) {
    super(
      "AuthorizationUnsupported",
      "The token has no authorizations (ERC-3009). Sign with Permit2, or pay directly.",
      args,
      options,
    )
  }
}
