// Several calls as one transaction of the wallet's own making (EIP-5792).

import type { Hash } from "../../types.ts"
import { EscrowError } from "../escrowError.ts"
import type { Wallet } from "../port.ts"
import { fieldOf } from "../readContract.ts"
import type { PreparedRequest } from "../rental/send.ts"
import { DEFAULT_STALLED_AFTER, type WaitOptions } from "../rental/waitForTransaction.ts"
import { classifyFailure, sleep } from "../retry.ts"

const VERSION = "2.0.0"

/** Whether the wallet says that it makes several calls all or none, as it is: one that would have to change first is left alone. */
export async function canBatch(wallet: Wallet): Promise<boolean> {
  const { request, account } = wallet
  if (!request) return false
  const chainId = await wallet.chainId()
  // Most wallets and all nodes know no such method.
  const answer = await request("wallet_getCapabilities", [account]).catch(() => undefined)
  const byChain = new Map(Object.entries(Object(answer)).map(([key, value]) => [Number(key), value]))
  const statusOn = (key: number) => fieldOf(fieldOf(byChain.get(key), "atomic"), "status")
  // Zero stands for every chain of which nothing else is said.
  return (statusOn(chainId) ?? statusOn(0)) === "supported"
}

/** Gives the calls to the wallet, as one transaction or none. Returns the wallet's id of them. */
export async function sendBatch(wallet: Wallet, requests: readonly PreparedRequest[]): Promise<string> {
  const { request, account } = wallet
  if (!request) throw new TypeError("The account has no wallet to ask.")
  const calls = requests.map(({ to, data, value }) => ({ to, data, ...(value > 0n ? { value: hex(value) } : {}) }))
  const chainId = hex(await wallet.chainId())
  const batch = { version: VERSION, from: account, chainId, atomicRequired: true, calls }
  const answer = await request("wallet_sendCalls", [batch])
  const id = typeof answer === "string" ? answer : fieldOf(answer, "id")
  // What cannot be asked about may yet be carried out.
  if (typeof id !== "string" || id === "") throw new BatchStalledError({})
  return id
}

/** The transaction that the wallet made of a batch. */
export async function waitForBatch(
  { request, pollingInterval }: Wallet,
  { id, stalledAfter = DEFAULT_STALLED_AFTER, signal }: WaitOptions & { readonly id: string },
): Promise<Hash> {
  const since = Date.now()
  while (true) {
    let cause: unknown
    const answer = await request?.("wallet_getCallsStatus", [id]).catch((failure: unknown) => {
      // The batch is the wallet's by now: a bad moment is no reason to lose sight of it.
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

/** The wallet could not carry out a batch of calls; `status` is EIP-5792's. */
export class BatchFailedError extends EscrowError<"BatchFailed", { readonly id: string; readonly status: number }> {
  constructor(args: BatchFailedError["args"], options?: ErrorOptions) {
    super(
      "BatchFailed",
      "The wallet could not carry out the batch. Plan the deposit anew, without batches if it fails again.",
      args,
      options,
    )
  }
}

/** The wallet has a batch of calls and says nothing new of it; without an `id`, it never named it. */
export class BatchStalledError extends EscrowError<"BatchStalled", { readonly id?: string }> {
  constructor(args: BatchStalledError["args"], options?: ErrorOptions) {
    super(
      "BatchStalled",
      "The wallet has the batch, but nothing moves. Do not send it again: see in the wallet what became of it.",
      args,
      options,
    )
  }
}
