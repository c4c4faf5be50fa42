import type { Address } from "../../types.ts"
import { assertAddress } from "../codec.ts"
import { EscrowError } from "../escrowError.ts"
import { latestBlock } from "../latestBlock.ts"
import type { Chain } from "../port.ts"
import { getTokenMetadata } from "./getTokenMetadata.ts"
import { findToken, type ProbedToken, type Token } from "./tokens.ts"

/** Parameters of `probeToken`. */
export type ProbeTokenParameters = {
  /** Address of a token that the SDK knows, zero for the native coin. Or an entry of your own. */
  readonly token: Address | Token
}

/**
 * Checks on the chain that a token has code and the decimals of its entry. Its symbol is not checked, because a token's
 * owner can change it. If the contract has another one, it is in `symbolOnChain`.
 *
 * @example
 * import { probeToken } from "@gpuflow/escrow/plan"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { decimals } = await probeToken(client, { token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359" })
 *
 * @returns The entry, with the block at which it was checked
 * @throws {TokenUnknownError} for an address that the SDK does not know on this chain
 * @throws {TokenMismatchError} if it has no code or other decimals
 */
export async function probeToken(chain: Chain, { token: given }: ProbeTokenParameters): Promise<ProbedToken> {
  const chainId = await chain.chainId()
  const token = await entryOf(chain, given, chainId)
  const { address } = token
  if (token.chainId !== chainId) throw mismatch(address, "chainId", chainId, token.chainId)
  const { number: probedAt } = await latestBlock(chain)
  const { hasCode, decimals, symbol } = await getTokenMetadata(chain, { token: address })
  if (!hasCode) throw mismatch(address, "code", undefined, "a contract")
  if (decimals !== token.decimals) throw mismatch(address, "decimals", decimals, token.decimals)
  const { symbolOnChain: _, ...entry } = token
  return { ...entry, ...(symbol === token.symbol ? {} : { symbolOnChain: symbol ?? "" }), probedAt }
}

async function entryOf({ codec }: Chain, given: Address | Token, chainId: number): Promise<Token> {
  if (typeof given === "object") {
    assertAddress(codec, "token.address", given.address)
    return given
  }
  assertAddress(codec, "token", given)
  const known = findToken({ chainId, address: given })
  if (!known) throw new TokenUnknownError({ token: given, chainId })
  return known
}

function mismatch(token: Address, field: TokenMismatchError["args"]["field"], value: unknown, expected: unknown) {
  return new TokenMismatchError({ token, field, value, expected })
}

/** A token differs from its entry. `field` names the difference. */
export class TokenMismatchError extends EscrowError<
  "TokenMismatch",
  {
    readonly token: Address
    readonly field: "chainId" | "code" | "decimals"
    readonly value: unknown
    readonly expected: unknown
  }
> {
  constructor(args: TokenMismatchError["args"], options?: ErrorOptions) {
    super(
      "TokenMismatch",
      "The token differs from its entry. Check its address, or pass an entry of your own.",
      args,
      options,
    )
  }
}

/** The token is not in the SDK's list. */
export class TokenUnknownError extends EscrowError<
  "TokenUnknown",
  { readonly token: Address; readonly chainId: number }
> {
  constructor(args: TokenUnknownError["args"], options?: ErrorOptions) {
    super("TokenUnknown", "The token is not known. Check its address, or pass an entry of your own.", args, options)
  }
}
