import { getDollarValue } from "@gpuflow/escrow/plan"
import { type Address, type Client, parseUnits } from "viem"

/** Milliseconds for which a price is used. */
const PRICE_AGE = 60_000
/** Dollars have six decimals. */
export const DOLLAR_DECIMALS = 6
/** Base units whose price is read, so many that rounding does not show. */
const PRICED_UNITS = 10n ** 30n

export type TokenPrices = ReturnType<typeof createTokenPrices>

/** Reads the prices of tokens in dollars, by the feeds that the SDK knows, once for a while. */
export function createTokenPrices(clock: () => number = () => performance.now()) {
  const prices = new Map<Address, { readonly readAt: number; readonly price: Promise<bigint> }>()
  async function readPrice(client: Client, token: Address): Promise<bigint> {
    const { dollars } = await getDollarValue(client, { token, amount: PRICED_UNITS, assumePeg: true })
    return parseUnits(dollars, DOLLAR_DECIMALS)
  }
  return {
    /** Millionths of a dollar that an amount is worth. */
    async valueOf(client: Client, token: Address, amount: bigint): Promise<bigint> {
      const known = prices.get(token)
      const isFresh = known !== undefined && clock() - known.readAt < PRICE_AGE
      const price = isFresh ? known.price : readPrice(client, token)
      if (!isFresh) prices.set(token, { readAt: clock(), price })
      try {
        return (amount * (await price)) / PRICED_UNITS
      } catch (error) {
        prices.delete(token)
        throw error
      }
    },
  }
}
