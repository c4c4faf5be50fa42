// How commands send transactions: show, confirm, simulate, send, wait, report.

import { sendRequest, type TransactionResult, waitForRequest } from "@gpuflow/escrow"
import { BaseError, type Hash, HttpRequestError, NonceTooLowError, RpcRequestError, TimeoutError } from "viem"
import type { AccountContext } from "../chain/context.ts"
import type { Result } from "../terminal/output.ts"
import { progress } from "../terminal/progress.ts"
import type { Unit } from "../text/amounts.ts"
import type { Depth } from "../text/parse.ts"
import { confirmSteps } from "./confirm.ts"
import { dryRunSteps } from "./dryRun.ts"
import { reportTransactions } from "./report.ts"
import type { Step } from "./step.ts"

export type WriteOptions = {
  readonly dryRun?: true | undefined
  readonly yes?: true | undefined
  readonly wait: Depth
  readonly patience: bigint
}

/** Sends a command's transactions, or simulates them in a dry run. Amounts in events are shown in `unit`. */
export async function sendSteps(
  context: AccountContext,
  options: WriteOptions,
  steps: readonly Step[],
  unit?: Unit,
): Promise<Result> {
  if (options.dryRun) return dryRunSteps(context, steps)
  const sentences = steps.map(({ sentence }) => sentence)
  await confirmSteps(context.session, options, sentences)
  const sent: TransactionResult[] = []
  for (const step of steps) sent.push(await sendStep(context, options, step))
  return reportTransactions(sent, unit)
}

/** The options as the SDK's waiting functions expect them. */
export function toWaitOptions({ wait, patience }: WriteOptions) {
  return { ...wait, stalledAfter: Number(patience) }
}

async function sendStep(
  { session, client, escrow, account }: AccountContext,
  options: WriteOptions,
  step: Step,
): Promise<TransactionResult> {
  const request = step.signed ? await step.signed() : step.request
  const [openBefore, signedBefore] = [session.open.length, session.signed.length]
  const work = async (): Promise<TransactionResult> => {
    const hash = await sendRequest(client, { request, account }).catch((error: unknown): Hash => {
      const signed = session.open[openBefore]
      if (signed && mayBeAccepted(error)) return signed
      session.open.length = openBefore
      session.signed.length = signedBefore
      throw error
    })
    return waitForRequest(client, { escrow, hash, ...toWaitOptions(options) })
  }
  const done = await progress(session, step.sentence, work())
  session.open.length = openBefore
  return done
}

/** Whether the node may have accepted a transaction although it failed: it did not answer, or already knows it. */
function mayBeAccepted(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false
  const isUncertain = (cause: unknown) =>
    cause instanceof HttpRequestError ||
    cause instanceof TimeoutError ||
    cause instanceof NonceTooLowError ||
    (cause instanceof RpcRequestError && /already known/i.test(cause.details))
  return error.walk(isUncertain) !== null
}
