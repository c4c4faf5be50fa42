import { NATIVE } from "../../generated/constants.ts"
import type { Address } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { assertAddress } from "../codec.ts"
import type { Chain } from "../port.ts"
import { isAborted, NUMBER, readContract, readText } from "../readContract.ts"

/** What a token's contract says of itself. */
export type TokenMetadata = {
  readonly address: Address
  /** Whether there is a contract at the address. The native coin counts as one. */
  readonly hasCode: boolean
  /** Undefined: the contract does not say, or not with a number that the standard allows. */
  readonly decimals: number | undefined
  /**
   * At most 64 characters, with \uFFFD in place of invisible ones. Undefined: the contract does not say. Its owner can
   * choose any text, including another token's symbol.
   */
  readonly symbol: string | undefined
  /** As `symbol`. */
  readonly name: string | undefined
}

/** Parameters of `getTokenMetadata`. */
export type GetTokenMetadataParameters = {
  /** The token's address. Zero: the native coin. */
  readonly token: Address
}

/**
 * Reads what a token's contract says of itself. Anything may be missing: a contract that reverts or answers nonsense is
 * not an error. Symbols and names are not unique, and owners can change them. Identify a token by its address.
 *
 * @example
 * import { getTokenMetadata } from "@gpuflow/escrow/plan"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { symbol, decimals } = await getTokenMetadata(client, { token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359" })
 *
 * @returns Whether there is a contract, and its decimals, symbol and name
 * @throws {InvalidInputError} for an invalid address
 */
export async function getTokenMetadata(chain: Chain, { token }: GetTokenMetadataParameters): Promise<TokenMetadata> {
  assertAddress(chain.codec, "token", token)
  if (isSameAddress(token, NATIVE)) {
    return { address: NATIVE, hasCode: true, decimals: 18, symbol: "POL", name: "POL" }
  }
  const [code, decimals, symbol, name] = await Promise.all([
    chain.code(token),
    ifAnswered(readContract(chain, { to: token, name: "decimals", outputs: [NUMBER] })),
    ifAnswered(readText(chain, { to: token, name: "symbol" })),
    ifAnswered(readText(chain, { to: token, name: "name" })),
  ])
  return {
    address: token,
    hasCode: code !== undefined && code !== "0x",
    decimals: toDecimals(decimals?.[0]),
    symbol: toVisible(symbol),
    name: toVisible(name),
  }
}

/** A contract that runs until the node stops it does not answer. */
async function ifAnswered<answer>(reading: Promise<answer>): Promise<answer | undefined> {
  return reading.catch((error: unknown) => {
    if (isAborted(error)) return undefined
    throw error
  })
}

const LARGEST_DECIMALS = 255n

function toDecimals(value: unknown): number | undefined {
  return typeof value === "bigint" && value <= LARGEST_DECIMALS ? Number(value) : undefined
}

const LONGEST_TEXT = 64

/** A stranger's text in a form that controls no terminal or page, or undefined if nothing of it can be seen. */
function toVisible(text: string | undefined): string | undefined {
  if (text === undefined || text.trim() === "") return undefined
  return text.slice(0, LONGEST_TEXT).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "\uFFFD")
}
