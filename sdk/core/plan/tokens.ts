// The tokens that prices are converted to, by address and never by symbol. The list was not read from a live chain, so
// `probeToken` checks an entry on the chain before anything relies on it.
import { NATIVE } from "../../generated/constants.ts"
import type { Address } from "../../types.ts"
import { isSameAddress } from "../address.ts"

/** A Chainlink price feed (AggregatorV3). */
export type PriceFeed = {
  readonly address: Address
  /** The feed must return this description. */
  readonly description: string
  readonly decimals: number
  /** Maximum age of an answer, seconds. */
  readonly maxAge: bigint
}

/** A token of the SDK's list, or an entry of your own. */
export type Token = {
  readonly chainId: number
  /** Zero: the native coin. */
  readonly address: Address
  /** The name of the entry. It identifies nothing on the chain: code and decimals decide. */
  readonly symbol: string
  /**
   * The symbol of the token's contract, where it is another one: in the list, as far as it is known; in a token from
   * `probeToken`, as the contract answered, empty if it did not answer. Its owner can change it.
   */
  readonly symbolOnChain?: string | undefined
  readonly decimals: number
  /** Feed of its price in dollars. Without a feed, only a stablecoin has a price. */
  readonly feed?: PriceFeed | undefined
  /** Intended to be worth one dollar. */
  readonly stable?: boolean | undefined
  /** False: part of the entry is in doubt. True is not a guarantee, because the list was not read from a live chain. */
  readonly verified: boolean
}

/** A token whose contract matched its entry. */
export type ProbedToken = Token & {
  /** Block of the answers. */
  readonly probedAt: bigint
}

/** Feeds of volatile prices must be at most an hour old. A stablecoin's feed may be silent for a day. */
const HOUR = 3_600n
const DAY = 86_400n

const feed = (address: Address, description: string, maxAge: bigint): PriceFeed => ({
  address,
  description,
  decimals: 8,
  maxAge,
})

const polFeed = feed("0xAB594600376Ec9fD91F8e885dADF0CE036862dE0", "POL / USD", HOUR)
const ethFeed = feed("0xF9680D99D6C9589e2a93a78A04A279e509205945", "ETH / USD", HOUR)
const solFeed = feed("0x10C8264C0935b3B9870013e057f330Ff3e9C56dC", "SOL / USD", HOUR)
const usdcFeed = feed("0xfE4A8cc5b5B2366C1B58Bea3858e81843581b2F7", "USDC / USD", DAY + HOUR)

/** The tokens that this SDK knows, on Polygon and its testnet. `getQuote` probes each token before it uses it. */
export const tokens: readonly Token[] = [
  { chainId: 137, address: NATIVE, symbol: "POL", decimals: 18, feed: polFeed, verified: true },
  {
    chainId: 137,
    address: "0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270",
    symbol: "WPOL",
    decimals: 18,
    feed: polFeed,
    verified: true,
  },
  {
    chainId: 137,
    address: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359",
    symbol: "USDC",
    decimals: 6,
    feed: usdcFeed,
    stable: true,
    verified: true,
  },
  {
    chainId: 137,
    address: "0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174",
    symbol: "USDC.e",
    // As the native USDC, for which it must never be taken.
    symbolOnChain: "USDC",
    decimals: 6,
    stable: true,
    // Its EIP-712 domain is in doubt.
    verified: false,
  },
  {
    chainId: 137,
    address: "0xc2132D05D31c914a87C6611C10748AEb04B58e8F",
    symbol: "USDT",
    // Renamed in 2025, at the same address.
    symbolOnChain: "USDT0",
    decimals: 6,
    stable: true,
    verified: true,
  },
  {
    chainId: 137,
    address: "0x7ceB23fD6bC0adD59E62ac25578270cFf1b9f619",
    symbol: "WETH",
    decimals: 18,
    feed: ethFeed,
    verified: true,
  },
  {
    chainId: 137,
    // Wormhole's; another token that is also called SOL has 18 decimals.
    address: "0xd93f7E271cB87c23AaA73edC008A79646d1F9912",
    symbol: "SOL",
    decimals: 9,
    feed: solFeed,
    verified: true,
  },
  // No feed on the testnet is known.
  { chainId: 80_002, address: NATIVE, symbol: "POL", decimals: 18, verified: true },
  {
    chainId: 80_002,
    address: "0x41E94Eb019C0762f9Bfcf9Fb1E58725BfB0e7582",
    symbol: "USDC",
    decimals: 6,
    stable: true,
    verified: true,
  },
]

/**
 * Finds a token in the SDK's list by its address. Symbols are not unique.
 *
 * @example
 * import { findToken } from "@gpuflow/escrow/plan"
 *
 * const usdc = findToken({ chainId: 137, address: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359" })
 *
 * @returns The entry, or undefined for a token that the SDK does not know
 */
export function findToken({ chainId, address }: findToken.Parameters): Token | undefined {
  return tokens.find((token) => token.chainId === chainId && isSameAddress(token.address, address))
}

export declare namespace findToken {
  type Parameters = {
    /** The chain's id. */
    readonly chainId: number
    /** The token's address. Zero: the native coin. */
    readonly address: Address
  }
}
