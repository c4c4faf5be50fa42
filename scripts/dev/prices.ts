// What an amount of dollars is in each coin of the local market, by the chain's price feeds.
import { getDollarValue, quote } from "@gpuflow/escrow/plan"
import type { TestEscrow } from "@gpuflow/escrow/testing"

import type { Coin } from "./hosts.ts"

/** Base units of a coin for an amount in dollars. */
export type Prices = (coin: Coin, dollars: string) => bigint

const coins: readonly Coin[] = ["USDC", "POL", "WETH", "SOL"]

/** Reads each feed once. */
export async function readPrices({ client, tokens }: TestEscrow): Promise<Prices> {
  const read = coins.map(
    async (coin) => [coin, await getDollarValue(client, { token: tokens[coin], amount: 1n })] as const,
  )
  const values = new Map(await Promise.all(read))
  return (coin, dollarsPerHour) => {
    const value = values.get(coin)
    if (!value) throw new Error(`${coin} has no price.`)
    const { token, rate, valuedAt: now } = value
    const terms = { dollarsPerHour, hours: 1n, slippageBps: 0n, validFor: 1n }
    return quote({ token, rate, now, ...terms }).pricePerHour
  }
}
