import { parseUnits } from "viem"
import type { Coin } from "./formatting.ts"

export type CoinName = "USDC" | "POL" | "WETH" | "SOL"

/** A coin of the demo, with its fixed rate in dollars. */
export interface Listing extends Coin {
  readonly symbol: CoinName
  readonly name: string
  /** Dollars per coin, in the 8 decimals of a price feed. */
  readonly usd: bigint
  /** Whether a signed permit takes the place of an approval. */
  readonly hasPermits: boolean
}

const RATE_DECIMALS = 8

export const listings: readonly Listing[] = [
  { symbol: "USDC", name: "USD Coin", decimals: 6, usd: parseUnits("1", RATE_DECIMALS), hasPermits: true },
  { symbol: "POL", name: "POL", decimals: 18, usd: parseUnits("0.10", RATE_DECIMALS), hasPermits: false },
  { symbol: "WETH", name: "Wrapped Ether", decimals: 18, usd: parseUnits("2000", RATE_DECIMALS), hasPermits: false },
  { symbol: "SOL", name: "Wrapped SOL", decimals: 9, usd: parseUnits("80", RATE_DECIMALS), hasPermits: false },
]

export const rateDecimals = RATE_DECIMALS

/** The base units of a coin that are worth this many dollars. */
export function fromDollars(dollars: string, { decimals, usd }: Listing): bigint {
  return (parseUnits(dollars, RATE_DECIMALS) * 10n ** BigInt(decimals)) / usd
}
