// The fee per gas, and the balance that the deployer needs.
import { type Address, type Client, parseGwei } from "viem"
import { estimateFeesPerGas, getBalance, getBlock } from "viem/actions"

import { FeeCapError, UnderfundedError } from "./errors.ts"

export type Fees = { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }

/** Polygon's nodes refuse tips below 25 gwei. Its documentation recommends 30. */
const LEAST_TIP = parseGwei("30")

/** The node's suggestion, with a tip that Polygon accepts, up to the cap. */
export async function feesOf(client: Client, cap?: bigint): Promise<Fees> {
  const [suggested, { baseFeePerGas }] = await Promise.all([estimateFeesPerGas(client), getBlock(client)])
  const { maxPriorityFeePerGas: tip } = suggested
  const maxPriorityFeePerGas = tip > LEAST_TIP ? tip : LEAST_TIP
  const maxFeePerGas = suggested.maxFeePerGas - tip + maxPriorityFeePerGas
  if (cap === undefined || maxFeePerGas <= cap) return { maxFeePerGas, maxPriorityFeePerGas }
  const required = (baseFeePerGas ?? 0n) + LEAST_TIP
  if (cap < required) throw new FeeCapError({ cap, required })
  return { maxFeePerGas: cap, maxPriorityFeePerGas: maxPriorityFeePerGas < cap ? maxPriorityFeePerGas : cap }
}

export async function requireFunds(client: Client, deployer: Address, gas: bigint, { maxFeePerGas }: Fees) {
  const balance = await getBalance(client, { address: deployer })
  // The balance must cover the whole gas limit, which is a fifth above the estimate.
  const required = (gas * maxFeePerGas * 6n) / 5n
  if (balance < required) throw new UnderfundedError({ deployer, balance, required })
}
