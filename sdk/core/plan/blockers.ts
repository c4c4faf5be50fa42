// What keeps a plan from being carried out, known before anything is signed.

import type { Address, Hex } from "../../types.ts"
import { EscrowError } from "../escrowError.ts"
import type { Wallet } from "../port.ts"
import type { StepKind } from "../progress.ts"
import { MIN_POLYGON_TIP } from "../rental/estimateFees.ts"

/** A reason for which a plan cannot be carried out. `gas`: the account has too little of the chain's coin. */
export type PlanBlocker = {
  readonly kind: "gas"
  readonly sentence: string
  /** The account that would send the transactions. */
  readonly account: Address
  /** What the account has left of the chain's coin, wei. */
  readonly balance: bigint
  /** What a transaction needs at least, wei. */
  readonly required: bigint
  /** Why the payment cannot be relayed instead: the error's code. The sentence has the reason in words. */
  readonly relayRefusal?: string
}

/** Wei: a deposit's gas (docs/gas.md) at the lowest price that Polygon's nodes take. */
export const LEAST_COINS = 100_000n * MIN_POLYGON_TIP

/** Whether an account is a contract. One that delegates to code (EIP-7702) is still controlled by its key. */
export function isContract(code: Hex = "0x"): boolean {
  return code !== "0x" && !code.startsWith("0xef0100")
}

/** Parameters of `blockersOf`. */
type BlockersParameters = {
  /** The payer's code. */
  readonly code: Hex | undefined
  readonly steps: readonly { readonly kind: StepKind }[]
  /** The payer's balance of the native coin after the payment, wei. */
  readonly coins: bigint
  readonly sponsored: boolean
}

/** The kinds of steps that cost the account gas. */
const PAID_FOR: readonly StepKind[] = ["settle", "approve", "deposit", "pay"]

/** A batch's wallet may pay for the gas, and a contract never does. Other accounts pay for their transactions. */
export function blockersOf(
  account: Address,
  { code, steps, coins, sponsored }: BlockersParameters,
): readonly PlanBlocker[] {
  if (sponsored || coins >= LEAST_COINS || steps.some(({ kind }) => kind === "batch")) return []
  if (!steps.some(({ kind }) => PAID_FOR.includes(kind))) return []
  if (isContract(code)) return []
  const sentence =
    "The account has too little of the chain's coin for a transaction fee. Fund it before anything is signed."
  return [{ kind: "gas", sentence, account, balance: coins > 0n ? coins : 0n, required: LEAST_COINS }]
}

/** The blockers of a payment that cannot be relayed either. */
export function withRefusal(
  blockers: readonly PlanBlocker[],
  refusal: EscrowError | undefined,
): readonly PlanBlocker[] {
  if (!refusal) return blockers
  const { code, message } = refusal
  return blockers.map((blocker) => ({
    ...blocker,
    sentence: `${blocker.sentence} A relayer cannot send it: ${message}`,
    relayRefusal: code,
  }))
}

/**
 * Refuses a plan whose blockers still hold.
 *
 * @throws {InsufficientCoinsError} while the account cannot pay for a transaction
 */
export async function requireUnblocked(
  wallet: Wallet,
  { blockers, spent }: { readonly blockers: readonly PlanBlocker[]; readonly spent: bigint },
): Promise<void> {
  const [first] = blockers
  if (!first) return
  const left = (await wallet.balance(wallet.account)) - spent
  const { account, required } = first
  if (left < required) throw new InsufficientCoinsError({ account, balance: left > 0n ? left : 0n, required })
}

/** The account cannot pay for a transaction. */
export class InsufficientCoinsError extends EscrowError<
  "InsufficientCoins",
  { readonly account: Address; readonly balance: bigint; readonly required: bigint }
> {
  constructor(args: InsufficientCoinsError["args"], options?: ErrorOptions) {
    super(
      "InsufficientCoins",
      "The account has too little of the chain's coin for a transaction fee. Fund it, or plan with `sponsored` if another account pays.",
      args,
      options,
    )
  }
}
