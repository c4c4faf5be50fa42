// What a tip is worth, against the gas of the extension that earns it.
import { isEscrowError } from "@gpuflow/escrow"
import { type Address, type Client, formatUnits, zeroAddress } from "viem"

import type { ResolvedOptions } from "../keeperOptions.ts"
import { NODE_ERRORS } from "./simulation.ts"
import { DOLLAR_DECIMALS, type TokenPrices } from "./tokenPrices.ts"

/** Gas of an extension by mandate, for a check before its gas can be estimated. */
export const EXTENSION_GAS = 300_000n

/** What the operator asks for, and what tokens are worth. */
type TipPolicy = {
  readonly options: Pick<ResolvedOptions, "mandateTipPercent" | "minTip">
  readonly prices: TokenPrices
}

type Extension = {
  readonly token: Address
  readonly tip: bigint
  readonly gas: bigint
  readonly baseFee: bigint
}

/** Why a tip does not pay for the gas, or nothing if it does, or need not. */
export async function missingTip(
  { options, prices }: TipPolicy,
  client: Client,
  { token, tip, gas, baseFee }: Extension,
): Promise<string | undefined> {
  const { mandateTipPercent: percent, minTip } = options
  if (percent === 0) return undefined
  const cost = gas * (baseFee + minTip)
  try {
    const [earned, spent] = await Promise.all([
      prices.valueOf(client, token, tip),
      prices.valueOf(client, zeroAddress, cost),
    ])
    const required = (spent * BigInt(percent) + 99n) / 100n
    if (earned >= required) return undefined
    const inDollars = (value: bigint) => `${formatUnits(value, DOLLAR_DECIMALS)} dollars`
    return `The tip is worth ${inDollars(earned)}, and the keeper asks for ${inDollars(required)}.`
  } catch (error) {
    if (!isEscrowError(error) || NODE_ERRORS.includes(error.code)) throw error
    return `The tip cannot be compared with the cost of gas. ${error.message}`
  }
}

/** The highest tip that a mandate can still pay, if a higher one is what exhausts it. */
export function payableTip(error: unknown, tip: bigint): bigint | undefined {
  if (!isEscrowError(error) || error.code !== "MandateExhausted") return undefined
  const { amount, left } = error.args as { readonly amount: bigint; readonly left: bigint }
  const least = left - (amount - tip)
  return tip > 0n && least >= 0n ? least : undefined
}
