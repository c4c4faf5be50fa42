import { parseUnits } from "viem"
import type { Coin } from "./words.ts"

export type CoinName = "USDC" | "POL" | "WETH" | "SOL"

/** A coin of the demo, and the dollar rate that it states. */
export interface Listing extends Coin {
  readonly symbol: CoinName
  readonly name: string
  /** Dollars per coin, in the 8 decimals of a price feed. */
  readonly usd: bigint
}

const RATE_DECIMALS = 8

export const listings: readonly Listing[] = [
  { symbol: "USDC", name: "USD Coin", decimals: 6, usd: parseUnits("1", RATE_DECIMALS) },
  { symbol: "POL", name: "POL", decimals: 18, usd: parseUnits("0.10", RATE_DECIMALS) },
  { symbol: "WETH", name: "Wrapped Ether", decimals: 18, usd: parseUnits("2000", RATE_DECIMALS) },
  { symbol: "SOL", name: "Wrapped SOL", decimals: 9, usd: parseUnits("80", RATE_DECIMALS) },
]

export const rateDecimals = RATE_DECIMALS

/** How many base units of the coin are worth that many dollars. */
export function fromDollars(dollars: string, { decimals, usd }: Listing): bigint {
  return (parseUnits(dollars, RATE_DECIMALS) * 10n ** BigInt(decimals)) / usd
}

const minutes = (count: bigint) => count * 60n
const hours = (count: bigint) => count * 3600n

/** One rental of the day: what is agreed, and what then happens. */
export interface Plan {
  readonly key: string
  readonly title: string
  /** For the table. */
  readonly short: string
  readonly gpu: string
  readonly dollarsPerHour: string
  readonly coin: CoinName
  readonly duration: bigint
  /** What the renter commits to; without one, every second counts. */
  readonly commitment?: bigint
  /** The host's collateral, in dollars. */
  readonly bondDollars?: string
  readonly happens:
    | { readonly what: "served" }
    | { readonly what: "stopped" | "interrupted"; readonly after: bigint }
    | { readonly what: "no-show" }
}

export const terms = {
  feeBps: 1000n,
  startWindow: minutes(30n),
  challengeWindow: hours(6n),
  /** How long the host takes to start a machine. */
  bootTime: minutes(4n),
  offerLifetime: minutes(15n),
} as const

/** The three reference rentals of the market, then what else may become of a rental. */
export const plans: readonly Plan[] = [
  {
    key: "lora",
    title: "Train a LoRA for an image model",
    short: "Train a LoRA",
    gpu: "RTX 4090",
    dollarsPerHour: "0.65",
    coin: "USDC",
    duration: hours(2n),
    happens: { what: "served" },
  },
  {
    key: "fine-tune",
    title: "Fine-tune a 7B language model",
    short: "Fine-tune a 7B model",
    gpu: "A100 80 GB",
    dollarsPerHour: "1.50",
    coin: "USDC",
    duration: hours(8n),
    happens: { what: "served" },
  },
  {
    key: "inference",
    title: "Serve inference around the clock",
    short: "Serve inference",
    gpu: "RTX 4090",
    dollarsPerHour: "0.65",
    coin: "USDC",
    duration: hours(720n),
    happens: { what: "served" },
  },
  {
    key: "early-stop",
    title: "Done early: the renter stops",
    short: "Stopped early",
    gpu: "RTX 4090",
    dollarsPerHour: "0.65",
    coin: "POL",
    duration: hours(2n),
    happens: { what: "stopped", after: minutes(30n) },
  },
  {
    key: "commitment-broken",
    title: "A commitment broken",
    short: "Commitment broken",
    gpu: "A100 80 GB",
    dollarsPerHour: "1.50",
    coin: "WETH",
    duration: hours(8n),
    commitment: hours(4n),
    happens: { what: "stopped", after: hours(1n) },
  },
  {
    key: "host-interruption",
    title: "Interrupted by its host",
    short: "Host interrupted",
    gpu: "RTX 3090",
    dollarsPerHour: "0.40",
    coin: "SOL",
    duration: hours(10n),
    bondDollars: "1.60",
    happens: { what: "interrupted", after: hours(6n) },
  },
  {
    key: "no-show",
    title: "The host does not show up",
    short: "Host did not show up",
    gpu: "H100 80 GB",
    dollarsPerHour: "2.50",
    coin: "POL",
    duration: hours(4n),
    bondDollars: "2.50",
    happens: { what: "no-show" },
  },
]
