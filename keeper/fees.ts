// What to offer per gas: pure.

export type Fees = {
  readonly maxFeePerGas: bigint
  readonly maxPriorityFeePerGas: bigint
}

/** What the chain says, and what the keeper may pay. */
export type Market = {
  /** Of the latest block. */
  readonly baseFee: bigint
  /** What the endpoints suggest. */
  readonly tips: readonly bigint[]
  readonly minTip: bigint
  readonly cap: bigint
}

/**
 * Fees for a new transaction; nothing while they exceed the cap. The lowest suggestion counts, so that one endpoint
 * that says ten times the price raises nothing.
 */
export function feesFor({ baseFee, tips, minTip, cap }: Market): Fees | undefined {
  if (baseFee + minTip > cap) return undefined
  const suggested = tips.reduce((least, tip) => (tip < least ? tip : least), tips[0] ?? minTip)
  const tip = suggested > minTip ? suggested : minTip
  const room = cap - baseFee
  const maxPriorityFeePerGas = tip < room ? tip : room
  const wanted = 2n * baseFee + maxPriorityFeePerGas
  return { maxFeePerGas: wanted < cap ? wanted : cap, maxPriorityFeePerGas }
}

/** Nodes replace a transaction for a tenth more on both fields; an eighth leaves room for their rounding. */
export function bumped({ maxFeePerGas, maxPriorityFeePerGas }: Fees): Fees {
  return { maxFeePerGas: eighthMore(maxFeePerGas), maxPriorityFeePerGas: eighthMore(maxPriorityFeePerGas) }
}

/** The market's fees, or an eighth more than what stands in the same place; nothing if that exceeds the cap. */
export function feesAbove(market: Market, standing: Fees | undefined): Fees | undefined {
  const fees = feesFor(market)
  if (!standing || !fees) return fees
  const least = bumped(standing)
  const maxFeePerGas = larger(fees.maxFeePerGas, least.maxFeePerGas)
  const maxPriorityFeePerGas = larger(fees.maxPriorityFeePerGas, least.maxPriorityFeePerGas)
  return maxFeePerGas <= market.cap ? { maxFeePerGas, maxPriorityFeePerGas } : undefined
}

const eighthMore = (value: bigint) => (value * 9n + 7n) / 8n
const larger = (a: bigint, b: bigint) => (a > b ? a : b)
