// Several calls that the wallet sends as one transaction (EIP-5792).

import type { Hash } from "../../types.ts"
import { EscrowError } from "../escrowError.ts"
import type { Wallet } from "../port.ts"
import { fieldOf } from "../readContract.ts"
import type { PreparedRequest } from "../rental/send.ts"
import { DEFAULT_STALLED_AFTER, type WaitOptions } from "../rental/waitForTransaction.ts"
import { classifyFailure, sleep } from "../retry.ts"

const VERSION = "2.0.0"

/**
 * Whether the wallet reports that it executes several calls atomically. A wallet that would have to be upgraded first
 * does not count.
 */
export async function canBatch(wallet: Wallet): Promise<boolean> {
  const { request, account } = wallet
  if (!request) return false
  const chainId = await wallet.chainId()
  // Most wallets and all nodes do not have this method.
  const answer = await request("wallet_getCapabilities", [account]).catch(() => undefined)
  const byChain = new Map(Object.entries(Object(answer)).map(([key, value]) => [Number(key), value]))
  const statusOn = (key: number) => fieldOf(fieldOf(byChain.get(key), "atomic"), "status")
  // Zero stands for every chain that is not listed.
  return (statusOn(chainId) ?? statusOn(0)) === "supported"
}

/** Passes the calls to the wallet, to be executed atomically. Returns the wallet's id of the batch. */
export async function sendBatch(wallet: Wallet, requests: readonly PreparedRequest[]): Promise<string> {
  const { request, account } = wallet
  if (!request) throw new TypeError("The account has no wallet that can send a batch.")
  const calls = requests.map(({ to, data, value }) => ({ to, data, ...(value > 0n ? { value: hex(value) } : {}) }))
  const chainId = hex(await wallet.chainId())
  const batch = { version: VERSION, from: account, chainId, atomicRequired: true, calls }
  const answer = await request("wallet_sendCalls", [batch])
  const id = typeof answer === "string" ? answer : fieldOf(answer, "id")
  // Without an id the status cannot be read, but the wallet may still execute the batch.
  if (typeof id !== "string" || id === "") throw new BatchStalledError({})
  return id
}

/** Waits for the transaction that the wallet makes of a batch. */
export async function waitForBatch(
  { request, pollingInterval }: Wallet,
  { id, stalledAfter = DEFAULT_STALLED_AFTER, signal }: WaitOptions & { readonly id: string },
): Promise<Hash> {
  const since = Date.now()
  while (true) {
    let cause: unknown
    const answer = await request?.("wallet_getCallsStatus", [id]).catch((failure: unknown) => {
      // The wallet already has the batch, so a passing failure does not end the wait.
      if (classifyFailure(failure) === "lasting") throw failure
      cause = failure
    })
    const status = Number(fieldOf(answer, "status"))
    const receipts = fieldOf(answer, "receipts")
    const hash = Array.isArray(receipts) ? fieldOf(receipts.at(-1), "transactionHash") : undefined
    if (status >= 200 && status < 300 && isHash(hash)) return hash
    // Some wallets know the transaction's hash a moment after its success.
    if (status >= 300) throw new BatchFailedError({ id, status })
    if (signal?.aborted || Date.now() - since >= stalledAfter * 1000) throw new BatchStalledError({ id }, { cause })
    await sleep(pollingInterval, signal)
  }
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
      "The wallet could not execute the batch. Plan the deposit again, without batches if it fails once more.",
      args,
      options,
    )
  }
}

/** The wallet has a batch of calls but reports no progress. Without `id`, the wallet returned none. */
export class BatchStalledError extends EscrowError<"BatchStalled", { readonly id?: string }> {
  constructor(args: BatchStalledError["args"], options?: ErrorOptions) {
    super(
      "BatchStalled",
      "The wallet has the batch but reports no progress. Do not send it again. Check its status in the wallet.",
      args,
      options,
    )
  }
}
