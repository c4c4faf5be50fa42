// What a relayer asks for: the gas of a purchase at its present price, in the token of the fee.

import { getDollarValue } from "@gpuflow/escrow/plan"
import type { PurchaseVerb, SignedPayment } from "@gpuflow/escrow/router"
import { type Address, type Client, zeroAddress } from "viem"
import { reasonOf } from "../log.ts"
import type { ChainView } from "./chainView.ts"
import type { ResolvedRelayerOptions } from "./relayerOptions.ts"

export type FeeBook = ReturnType<typeof createFeeBook>

type Method = SignedPayment["method"]

/** What of a purchase its gas depends on. */
export type PurchaseShape = { readonly verb: PurchaseVerb; readonly method: Method; readonly orders: number }

/** Base units of the token for 10^18 gas at a price of one wei. A fraction, so that nothing is rounded twice. */
type Rate = { readonly numerator: bigint; readonly denominator: bigint }

/** A price in dollars. */
type Price = { readonly answer: bigint; readonly decimals: number }

/**
 * Gas that the router takes, measured with a dollar that behaves as USDC does and rounded up. The test of the relayer
 * compares them with real purchases.
 */
const GAS = {
  Authorization: { base: 190_000n, order: 120_000n },
  Permit2: { base: 245_000n, order: 120_000n },
} as const
/** An extension reads more than it writes. */
const EXTENSION = 60_000n

export function gasOf({ verb, method, orders }: PurchaseShape): bigint {
  const { base, order } = GAS[method]
  return base + (verb === "extend" ? EXTENSION : order * BigInt(orders))
}

/** Milliseconds for which a price feed's answer is used. */
const PRICE_LIFETIME = 30_000

/** Quotes fees, and remembers the lowest price of gas that quotes still hold for. */
export function createFeeBook(options: ResolvedRelayerOptions, clock: () => number = () => performance.now()) {
  const { quoteSeconds, margin, polPrice } = options
  const prices = new Map<Address, { readonly reading: Promise<Rate>; readonly readAt: number }>()
  let quoted: readonly { readonly gasPrice: bigint; readonly until: number }[] = []

  /** The token's rate, or why there is none now. The feeds are asked at most twice a minute. */
  async function requireRate({ endpoints: { client } }: ChainView, token: Address): Promise<Rate> {
    try {
      return await rateOf(client, token)
    } catch (cause) {
      throw new PriceMissingError(token, cause)
    }
  }

  async function rateOf(client: Client, token: Address): Promise<Rate> {
    const known = prices.get(token)
    if (known && clock() - known.readAt < PRICE_LIFETIME) return known.reading
    const reading = readRate(client, token)
    prices.set(token, { reading, readAt: clock() })
    reading.catch(() => prices.delete(token))
    return reading
  }

  async function readRate(client: Client, token: Address): Promise<Rate> {
    const [pol, { rate, token: known }] = await Promise.all([
      polPrice === undefined ? priceOfPol(client) : decimalPrice(polPrice),
      getDollarValue(client, { token, amount: 0n, assumePeg: true }),
    ])
    return {
      numerator: pol.answer * 10n ** BigInt(known.decimals + rate.decimals),
      denominator: rate.answer * 10n ** BigInt(18 + pol.decimals),
    }
  }

  /** The lowest price of gas that was quoted within the last seconds, or the present one. */
  function lowestPrice(gasPrice: bigint): bigint {
    quoted = quoted.filter(({ until }) => until > clock())
    return quoted.reduce((least, one) => (one.gasPrice < least ? one.gasPrice : least), gasPrice)
  }

  const withMargin = (gasPrice: bigint) => (gasPrice * BigInt(Math.round((100 + margin) * 1_000))) / 100_000n

  return {
    /** The fee to ask for, which is accepted for as long as a quote lasts. */
    async quote(view: ChainView, token: Address, gas: bigint): Promise<bigint> {
      const { gasPrice } = view
      const rate = await requireRate(view, token)
      const until = clock() + quoteSeconds * 1_000
      quoted = [...quoted.filter((one) => one.until > clock() && one.gasPrice !== gasPrice), { gasPrice, until }]
      return priceOf(withMargin(gasPrice) * gas, rate)
    },
    /** The least fee that is accepted: the lowest one that was quoted and has not expired, or the present one. */
    async floor(view: ChainView, token: Address, gas: bigint): Promise<bigint> {
      return priceOf(withMargin(lowestPrice(view.gasPrice)) * gas, await requireRate(view, token))
    },
    /** What the gas costs now, without a margin. */
    async cost(view: ChainView, token: Address, gas: bigint): Promise<bigint> {
      return priceOf(view.gasPrice * gas, await requireRate(view, token))
    },
  }
}

/** A feed has no answer that can be used now. That is not the payer's fault. */
class PriceMissingError extends Error {
  override readonly name = "PriceMissingError"

  constructor(token: Address, cause: unknown) {
    super(`The price of POL or of ${token} is not known. ${reasonOf(cause)}`, { cause })
  }
}

/** Base units for an amount of wei, rounded up. */
function priceOf(wei: bigint, { numerator, denominator }: Rate): bigint {
  return (wei * numerator + denominator - 1n) / denominator
}

async function priceOfPol(client: Client): Promise<Price> {
  const { rate } = await getDollarValue(client, { token: zeroAddress, amount: 0n })
  return rate
}

const PLACES = 8
const decimalPrice = (dollars: number): Price => ({
  answer: BigInt(Math.round(dollars * 10 ** PLACES)),
  decimals: PLACES,
})
