// Sends what is left of a plan, one transaction after the other.
import { setTimeout as pause } from "node:timers/promises"
import { waitForTransaction } from "@gpuflow/escrow"
import { type Client, type Hash, numberToHex } from "viem"
import { estimateGas, getTransactionCount } from "viem/actions"
import { PendingTransactionsError, StepRevertedError, StepUnfinishedError } from "./errors.ts"
import { type Fees, feesOf } from "./fees.ts"
import type { Plan, Step } from "./plan.ts"

export type WaitOptions = { readonly confirmations: number; readonly stalledAfter: number }

/** The most gas that one transaction may use (EIP-7825). */
const TRANSACTION_GAS = 2n ** 24n

/** Waits until no transaction of an earlier run is pending, and returns the next nonce. */
export async function settledNonce(client: Client, { deployer }: Plan, { stalledAfter }: WaitOptions): Promise<number> {
  const until = Date.now() + stalledAfter * 1_000
  for (;;) {
    const [mined, known] = await Promise.all([
      getTransactionCount(client, { address: deployer }),
      getTransactionCount(client, { address: deployer, blockTag: "pending" }),
    ])
    if (known <= mined) return mined
    if (Date.now() >= until) throw new PendingTransactionsError({ deployer, pending: known - mined })
    await pause(client.pollingInterval)
  }
}

type Sending = {
  readonly steps: readonly Step[]
  readonly nonce: number
  readonly cap?: bigint | undefined
  readonly wait: WaitOptions
  readonly onSent: (step: Step, hash: Hash) => void
}

export async function sendSteps(client: Client, { deployer }: Plan, { steps, nonce, cap, wait, onSent }: Sending) {
  // The nonces are fixed before: if the node does not show a pending transaction of an earlier run, only one of the two is mined.
  for (const [index, step] of steps.entries()) {
    const hash = await send(client, { from: deployer, step, nonce: nonce + index, fees: await feesOf(client, cap) })
    onSent(step, hash)
    await finish(client, step.name, hash, wait)
  }
}

type One = { readonly from: Plan["deployer"]; readonly step: Step; readonly nonce: number; readonly fees: Fees }

async function send(client: Client, { from, step: { to, data }, nonce, fees }: One): Promise<Hash> {
  const needed = await estimateGas(client, { account: from, to, data, nonce })
  const limit = (needed * 6n) / 5n
  const transaction = {
    from,
    to,
    data,
    nonce: numberToHex(nonce),
    gas: numberToHex(limit < TRANSACTION_GAS ? limit : TRANSACTION_GAS),
    maxFeePerGas: numberToHex(fees.maxFeePerGas),
    maxPriorityFeePerGas: numberToHex(fees.maxPriorityFeePerGas),
  }
  return client.request({ method: "eth_sendTransaction", params: [transaction] }, { retryCount: 0 })
}

async function finish(client: Client, step: Step["name"], hash: Hash, wait: WaitOptions): Promise<void> {
  const outcome = await waitForTransaction(client, { hash, ...wait })
  if (outcome.status === "replaced" && outcome.repriced && outcome.replacement) {
    return finish(client, step, outcome.replacement, wait)
  }
  if (outcome.status !== "included") throw new StepUnfinishedError({ step, hash })
  if (outcome.receipt.status === "reverted") throw new StepRevertedError({ step, hash })
}
