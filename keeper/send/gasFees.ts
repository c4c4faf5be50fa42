export type GasFees = {
  readonly maxFeePerGas: bigint
  readonly maxPriorityFeePerGas: bigint
}

/** The chain's fees, and what the keeper may pay, in wei per gas. */
export type FeeMarket = {
  /** Of the latest block. */
  readonly baseFee: bigint
  /** One per endpoint. */
  readonly suggestedTips: readonly bigint[]
  readonly minTip: bigint
  readonly maxFeePerGas: bigint
}

/**
 * The fees for a transaction: those of the market, or an eighth more than those of the transaction that it replaces.
 * Returns nothing if they exceed the maximum.
 */
export function gasFees(market: FeeMarket, replaced?: GasFees): GasFees | undefined {
  const fees = marketFees(market)
  if (!replaced || !fees) return fees
  const least = raisedFees(replaced)
  const maxFeePerGas = larger(fees.maxFeePerGas, least.maxFeePerGas)
  const maxPriorityFeePerGas = larger(fees.maxPriorityFeePerGas, least.maxPriorityFeePerGas)
  return maxFeePerGas <= market.maxFeePerGas ? { maxFeePerGas, maxPriorityFeePerGas } : undefined
}

/** The lowest suggested tip counts, so that one endpoint with a wrong price does not raise the fees. */
function marketFees({ baseFee, suggestedTips, minTip, maxFeePerGas: max }: FeeMarket): GasFees | undefined {
  if (baseFee + minTip > max) return undefined
  const lowest = suggestedTips.reduce((least, tip) => smaller(least, tip), suggestedTips[0] ?? minTip)
  const maxPriorityFeePerGas = smaller(larger(lowest, minTip), max - baseFee)
  return { maxFeePerGas: smaller(2n * baseFee + maxPriorityFeePerGas, max), maxPriorityFeePerGas }
}

/** Nodes replace a transaction if both fees rise by a tenth. An eighth leaves room for their rounding. */
export function raisedFees({ maxFeePerGas, maxPriorityFeePerGas }: GasFees): GasFees {
  return { maxFeePerGas: eighthMore(maxFeePerGas), maxPriorityFeePerGas: eighthMore(maxPriorityFeePerGas) }
}

const eighthMore = (value: bigint) => (value * 9n + 7n) / 8n
const larger = (a: bigint, b: bigint) => (a > b ? a : b)
const smaller = (a: bigint, b: bigint) => (a < b ? a : b)
