// Several calls that the wallet sends as one transaction (EIP-5792).

import type { Hash } from "../../types.ts"
import { askWallet } from "../askWallet.ts"
import { begun } from "../begun.ts"
import { EscrowError } from "../escrowError.ts"
import type { Wallet } from "../port.ts"
import { report } from "../progress.ts"
import { fieldOf } from "../readContract.ts"
import type { PreparedRequest } from "../rental/send.ts"
import {
  DEFAULT_STALLED_AFTER,
  isContractWallet,
  LONGEST_POLL,
  POLL_PATIENCE,
  type WaitOptions,
} from "../rental/waitForTransaction.ts"
import { isLasting, sleep, within } from "../retry.ts"

const VERSION = "2.0.0"
/** Milliseconds. Some wallets never answer a method that they do not know. */
const CAPABILITIES_PATIENCE = 3_000

/**
 * Whether the wallet reports that it executes several calls atomically. A wallet that would have to be upgraded first
 * does not count.
 */
export async function canBatch(wallet: Wallet): Promise<boolean> {
  const { request, account } = wallet
  if (!request) return false
  const identifying = begun(wallet.chainId())
  // Most wallets and all nodes do not have this method.
  const asked = request("wallet_getCapabilities", [account])
  const answer = await within(asked, { milliseconds: CAPABILITIES_PATIENCE }).catch(() => undefined)
  const chainId = await identifying
  const byChain = new Map(Object.entries(Object(answer)).map(([key, value]) => [Number(key), value]))
  // Zero stands for every chain that is not listed.
  return (supportOn(byChain.get(chainId)) ?? supportOn(byChain.get(0))) === true
}

/** Whether a chain's entry promises atomic batches. Undefined: it does not say. */
function supportOn(capabilities: unknown): boolean | undefined {
  const status = fieldOf(fieldOf(capabilities, "atomic"), "status")
  if (status !== undefined) return status === "supported"
  // The first drafts of EIP-5792.
  const supported = fieldOf(fieldOf(capabilities, "atomicBatch"), "supported")
  return supported === undefined ? undefined : supported === true
}

/** Passes the calls to the wallet, to be executed atomically. Returns the wallet's id of the batch. */
export async function sendBatch(
  wallet: Wallet,
  requests: readonly PreparedRequest[],
  { chainId, ...options }: WaitOptions & { readonly chainId: number },
): Promise<string> {
  const { request, account } = wallet
  if (!request) throw new TypeError("The account has no wallet.")
  const calls = requests.map(({ to, data, value }) => ({ to, data, ...(value > 0n ? { value: hex(value) } : {}) }))
  const batch = { version: VERSION, from: account, chainId: hex(chainId), atomicRequired: true, calls }
  const answer = await askWallet("wallet_sendCalls", () => request("wallet_sendCalls", [batch]), options)
  const id = typeof answer === "string" ? answer : fieldOf(answer, "id")
  // Without an id the status cannot be read, but the wallet may still execute the batch.
  if (typeof id !== "string" || id === "") throw new BatchStalledError({})
  report(options, { phase: "batched", id })
  return id
}

/** Waits for the transaction that the wallet makes of a batch. */
export async function waitForBatch(
  wallet: Wallet,
  { id, stalledAfter = DEFAULT_STALLED_AFTER, signal, onProgress }: WaitOptions & { readonly id: string },
): Promise<Hash> {
  const { request, account, pollingInterval } = wallet
  const end = Date.now() + stalledAfter * 1000
  while (true) {
    let cause: unknown
    const asked = request?.("wallet_getCallsStatus", [id]) ?? Promise.resolve(undefined)
    const milliseconds = Math.min(LONGEST_POLL, Math.max(POLL_PATIENCE, end - Date.now()))
    const answer = await within(asked, { milliseconds, signal, grace: POLL_PATIENCE }).catch((failure: unknown) => {
      cause = failure
    })
    const status = statusOf(answer)
    const receipts = fieldOf(answer, "receipts")
    const hash = Array.isArray(receipts) ? fieldOf(receipts.at(-1), "transactionHash") : undefined
    if (status >= 200 && status < 300 && isHash(hash)) {
      report({ onProgress }, { phase: "sent", hash })
      return hash
    }
    // Some wallets know the transaction's hash a moment after its success.
    if (status >= 300) throw new BatchFailedError({ id, status })
    // The wallet already has the batch, so a passing failure does not end the wait.
    if ((cause !== undefined && isLasting(cause)) || signal?.aborted || Date.now() >= end) {
      const isProposal = cause === undefined && (await isContractWallet(wallet, account))
      throw new BatchStalledError(isProposal ? { id, where: "co-signers" } : { id }, { cause })
    }
    await sleep(pollingInterval, signal)
  }
}

/** EIP-5792 counts as HTTP does. Its first drafts had words, and left it to the receipt whether the calls succeeded. */
function statusOf(answer: unknown): number {
  const status = fieldOf(answer, "status")
  return status === "CONFIRMED" ? 200 : Number(status)
}

function isHash(value: unknown): value is Hash {
  return typeof value === "string" && /^0x[\da-f]{64}$/i.test(value)
}

function hex(value: bigint | number): string {
  return `0x${value.toString(16)}`
}

/** The wallet could not execute a batch of calls. `status` is that of EIP-5792. */
export class BatchFailedError extends EscrowError<"BatchFailed", { readonly id: string; readonly status: number }> {
  constructor(args: BatchFailedError["args"], options?: ErrorOptions) {
    super(
      "BatchFailed",
      "The wallet could not execute the batch. Plan the payment again, or without batches.",
      args,
      options,
    )
  }
}

/**
 * The wallet has a batch of calls but reports no progress. Without `id`, the wallet returned none. `where` says that a
 * contract wallet's other owners have to sign.
 */
export class BatchStalledError extends EscrowError<
  "BatchStalled",
  { readonly id?: string; readonly where?: "co-signers" }
> {
  constructor(args: BatchStalledError["args"], options?: ErrorOptions) {
    const state = args.where ? "is waiting for co-signers" : "reports no progress"
    super(
      "BatchStalled",
      `The wallet has the batch but ${state}. Do not send it again. Check its status in the wallet.`,
      args,
      options,
    )
  }
}
