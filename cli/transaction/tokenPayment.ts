// How the escrow receives tokens from the account: by a permit if the token supports one, or else by an exact approval.

import { InsufficientBalanceError, type PreparedRequest, signPermit } from "@gpuflow/escrow"
import { type Address, encodeFunctionData, erc20Abi, type Hex } from "viem"
import { getBalance, getCode, readContract } from "viem/actions"
import type { AccountContext } from "../chain/context.ts"
import { findPermitDomain } from "../chain/permitDomain.ts"
import { isNative } from "../chain/tokens.ts"
import { formatAmount, type Unit } from "../text/amounts.ts"
import type { Step } from "./step.ts"

type TokenPayment = {
  readonly unit: Unit
  /** Base units. */
  readonly amount: bigint
}

/** The approvals to send first. There are none if the allowance suffices, or for the native coin. */
export async function approvalSteps(context: AccountContext, { unit, amount }: TokenPayment): Promise<Step[]> {
  // Checked before anything is approved or sent: a dry run cannot simulate what follows an approval.
  const balance = await getTokenBalance(context, unit)
  if (balance < amount) throw new InsufficientBalanceError({ balance, required: amount })
  const allowance = await getAllowance(context, unit)
  if (isNative(unit) || allowance >= amount) return []
  const approve = (value: bigint): PreparedRequest => {
    const data = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [context.escrow, value] })
    return { to: unit.address, data, value: 0n }
  }
  const exact = {
    sentence: `Approve the escrow to spend exactly ${formatAmount(amount, unit)}.`,
    request: approve(amount),
  }
  // Some tokens can change an allowance only from zero.
  return allowance > 0n ? [{ sentence: "Reset the current allowance to zero.", request: approve(0n) }, exact] : [exact]
}

/** The steps of an action that accepts a permit. `prepare` makes its request, with a permit or without. */
export async function paymentSteps(
  context: AccountContext,
  payment: TokenPayment,
  sentence: string,
  prepare: (permit?: Hex) => Promise<PreparedRequest>,
): Promise<Step[]> {
  const { unit, amount } = payment
  const approvals = await approvalSteps(context, payment)
  const request = await prepare()
  if (approvals.length === 0 || !(await canPermit(context, unit.address))) return [...approvals, { sentence, request }]
  const { client, escrow, account } = context
  const signed = async () => prepare(await signPermit(client, { escrow, token: unit.address, value: amount, account }))
  const how = `It is paid with a permit for exactly ${formatAmount(amount, unit)}, signed after you confirm.`
  return [{ sentence: `${sentence} ${how}`, request, signed }]
}

async function getTokenBalance({ client, account: { address } }: AccountContext, unit: Unit): Promise<bigint> {
  if (isNative(unit)) return getBalance(client, { address })
  return readContract(client, { address: unit.address, abi: erc20Abi, functionName: "balanceOf", args: [address] })
}

async function getAllowance({ client, escrow, account }: AccountContext, unit: Unit): Promise<bigint> {
  if (isNative(unit)) return 0n
  const args = [account.address, escrow] as const
  return readContract(client, { address: unit.address, abi: erc20Abi, functionName: "allowance", args })
}

/** Tokens verify a permit with the account's key, which an account with code may not have. */
async function canPermit(context: AccountContext, token: Address): Promise<boolean> {
  const { client, account } = context
  if (await getCode(client, { address: account.address })) return false
  return (await findPermitDomain(context, token, account.address)) !== undefined
}
