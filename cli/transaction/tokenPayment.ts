// How the escrow gets what a verb has to pull from the account: by a permit where the token has a sound one, else by an
// exact approval.

import { InsufficientBalanceError, type Request, signPermit } from "@gpuflow/escrow"
import { type Address, encodeFunctionData, erc20Abi, type Hex } from "viem"
import { getBalance, getCode, readContract } from "viem/actions"
import type { Acting } from "../chain/context.ts"
import { permitDomain } from "../chain/permitDomain.ts"
import { isNative } from "../chain/tokens.ts"
import { formatAmount, type Unit } from "../text/amounts.ts"
import type { Step } from "./send.ts"

export type Payment = {
  readonly unit: Unit
  /** Base units. */
  readonly amount: bigint
}

/** The approvals that must be sent first; none, where the allowance suffices or the coin is native. */
export async function approvals(acting: Acting, { unit, amount }: Payment): Promise<Step[]> {
  // Checked before anything is allowed or sent: a dry run cannot see what comes after an approval.
  const balance = await balanceOf(acting, unit)
  if (balance < amount) throw new InsufficientBalanceError({ balance, required: amount })
  const allowance = await allowanceOf(acting, unit)
  if (isNative(unit) || allowance >= amount) return []
  const approve = (value: bigint): Request => {
    const data = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [acting.escrow, value] })
    return { to: unit.address, data, value: 0n }
  }
  const exact = { sentence: `Allow the escrow exactly ${formatAmount(amount, unit)}.`, request: approve(amount) }
  // Some tokens change an allowance only from zero.
  return allowance > 0n ? [{ sentence: "Take the old allowance back.", request: approve(0n) }, exact] : [exact]
}

/** The steps of a verb that takes a permit: `prepare` makes its call, with one or without. */
export async function paidBy(
  acting: Acting,
  payment: Payment,
  sentence: string,
  prepare: (permit?: Hex) => Promise<Request>,
): Promise<Step[]> {
  const { unit, amount } = payment
  const first = await approvals(acting, payment)
  const request = await prepare()
  if (first.length === 0 || !(await canPermit(acting, unit.address))) return [...first, { sentence, request }]
  const { client, escrow, account } = acting
  const signed = async () => prepare(await signPermit(client, { escrow, token: unit.address, value: amount, account }))
  const how = `It is paid by a permit of exactly ${formatAmount(amount, unit)}, signed once you agree.`
  return [{ sentence: `${sentence} ${how}`, request, signed }]
}

async function balanceOf({ client, account: { address } }: Acting, unit: Unit): Promise<bigint> {
  if (isNative(unit)) return getBalance(client, { address })
  return readContract(client, { address: unit.address, abi: erc20Abi, functionName: "balanceOf", args: [address] })
}

async function allowanceOf({ client, escrow, account }: Acting, unit: Unit): Promise<bigint> {
  if (isNative(unit)) return 0n
  const args = [account.address, escrow] as const
  return readContract(client, { address: unit.address, abi: erc20Abi, functionName: "allowance", args })
}

/** Tokens check a permit by the account's key, which an account with code may not have. */
async function canPermit(acting: Acting, token: Address): Promise<boolean> {
  const { client, account } = acting
  if (await getCode(client, { address: account.address })) return false
  return (await permitDomain(acting, token, account.address)) !== undefined
}
