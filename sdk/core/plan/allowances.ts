// How a spender is allowed to take an account's tokens: by a permit, or by an exact approval.
import type { Address } from "../../types.ts"
import { begun } from "../begun.ts"
import type { AbiItem, Chain, TypedData, Wallet } from "../port.ts"
import type { ReadBatch } from "../readBatch.ts"
import { ADDRESS, isRevert, NUMBER } from "../readContract.ts"
import type { PreparedRequest } from "../rental/send.ts"
import { ifSupported } from "./permitDomain.ts"
import { type PermitRequest, preparePermit, type SignPermitParameters } from "./signPermit.ts"

/** A way of payment that a wallet or a token may not have. */
export type PaymentWay = "batch" | "permit"

/** A step in which the escrow is allowed to take tokens, or in which it takes them with everything else. */
export type AllowanceStep = { readonly sentence: string } & (
  | { readonly kind: "approve"; readonly request: PreparedRequest; readonly amount: bigint }
  | { readonly kind: "permit"; readonly typedData: TypedData; readonly amount: bigint; readonly deadline: bigint }
  | { readonly kind: "batch"; readonly requests: readonly PreparedRequest[]; readonly amount: bigint }
)

type Grant = { readonly token: Address; readonly spender: Address; readonly amount: bigint; readonly allowance: bigint }

/** Some tokens refuse to change an allowance that is not zero. */
export async function approvals(wallet: Wallet, { allowance, ...grant }: Grant): Promise<PreparedRequest[]> {
  const approval = requestApproval(wallet, grant)
  if (allowance === 0n || (await isTaken(wallet, approval))) return [approval]
  return [requestApproval(wallet, { ...grant, amount: 0n }), approval]
}

type Named = { readonly amount: bigint; readonly spender: string; readonly what: string }

export function approvingSteps(
  requests: readonly PreparedRequest[],
  { amount, spender, what }: Named,
): AllowanceStep[] {
  return requests.map((request, index, { length }) => {
    const isReset = length - index > 1
    const sentence = isReset
      ? "Reset the old allowance to zero, as the token requires."
      : `Allow ${spender} exactly ${what}.`
    return { kind: "approve", sentence, request, amount: isReset ? 0n : amount }
  })
}

/**
 * Tokens check permits by the key of the account. An account with code may not have a key, or may not accept its
 * signatures.
 */
export async function permitFor(
  wallet: Wallet,
  reads: ReadBatch,
  parameters: SignPermitParameters,
): Promise<PermitRequest | undefined> {
  const preparing = begun(ifSupported(preparePermit(wallet, parameters, reads)))
  return (await wallet.code(wallet.account)) ? undefined : preparing
}

const BOOL = { type: "bool" }
const approve: AbiItem = { type: "function", name: "approve", inputs: [ADDRESS, NUMBER], outputs: [BOOL] }

function requestApproval(
  { codec }: Chain,
  { token, spender, amount }: Pick<Grant, "token" | "spender" | "amount">,
): PreparedRequest {
  return { to: token, data: codec.encodeCall(approve, [spender, amount]), value: 0n }
}

/** Whether the token would change the allowance. Some tokens return nothing. */
async function isTaken({ call, account }: Wallet, approval: PreparedRequest): Promise<boolean> {
  const answer = await call(approval, { from: account }).catch((error: unknown) => {
    if (!isRevert(error)) throw error
    return undefined
  })
  if (answer === undefined) return false
  return answer === "0x" || BigInt(answer) === 1n
}
