// What a host's own transactions cost in a month. They are found by the events of its rentals, so a transaction that
// failed, or that touched no rental, is not among them.
import { type Address, getAddress, type Hash, isAddressEqual, zeroAddress } from "viem"
import { getBlock, getTransactionReceipt } from "viem/actions"

import type { Context } from "../chain/context.ts"
import { inTurns } from "../chain/inTurns.ts"
import type { RentalTransaction } from "../chain/payouts.ts"

/** A transaction of the host or an operator, and what it cost. */
export type GasCost = {
  readonly time: bigint
  readonly block: bigint
  readonly transaction: Hash
  readonly sender: Address
  /** What happened in it. */
  readonly events: readonly string[]
  readonly wei: bigint
  /** In millionths of a dollar, rounded down. Undefined: no price was found at that block. */
  readonly value: bigint | undefined
}

type Wanted = {
  readonly host: Address
  readonly from: bigint
  readonly until: bigint
  readonly readValue: (token: Address, amount: bigint, block: bigint) => Promise<bigint | undefined>
}

/** `transactions`: the oldest first. */
export async function readGasCosts(
  context: Context,
  { host, from, until, readValue }: Wanted,
  transactions: readonly RentalTransaction[],
): Promise<GasCost[]> {
  const { client } = context
  const [first, end] = [await firstSince(context, transactions, from), await firstSince(context, transactions, until)]
  const costs = await inTurns(transactions.slice(first, end), async ({ hash, block, events, operators }) => {
    const { from: sender, gasUsed, effectiveGasPrice } = await getTransactionReceipt(client, { hash })
    if (![host, ...operators].some((party) => isAddressEqual(party, sender))) return undefined
    const wei = gasUsed * effectiveGasPrice
    const { timestamp: time } = await getBlock(client, { blockNumber: block })
    return {
      time,
      block,
      transaction: hash,
      sender: getAddress(sender),
      events,
      wei,
      value: await readValue(zeroAddress, wei, block),
    }
  })
  return costs.filter((cost) => cost !== undefined)
}

/** The place of the first transaction at a time or later, found with few blocks read. */
async function firstSince(
  { client }: Context,
  transactions: readonly RentalTransaction[],
  time: bigint,
): Promise<number> {
  let [low, high] = [0, transactions.length]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const { timestamp } = await getBlock(client, { blockNumber: transactions[middle]?.block ?? 0n })
    if (timestamp < time) low = middle + 1
    else high = middle
  }
  return low
}
