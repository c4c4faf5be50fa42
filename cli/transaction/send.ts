// How commands send transactions: show, confirm, simulate, send, wait, report.

import type { TransactionResult } from "@gpuflow/escrow"
import { sendRequest, waitForRequest } from "@gpuflow/escrow/requests"
import type { AccountContext } from "../chain/context.ts"
import { proposeSteps } from "../safe/proposeSteps.ts"
import type { Session } from "../session.ts"
import { note, type Result } from "../terminal/output.ts"
import { progress, SENDING } from "../terminal/progress.ts"
import type { Unit } from "../text/amounts.ts"
import type { Depth } from "../text/parse.ts"
import { confirmSteps } from "./confirm.ts"
import { dryRunSteps } from "./dryRun.ts"
import { reportTransactions } from "./report.ts"
import { simulateSteps } from "./simulateStep.ts"
import type { Step } from "./step.ts"

export type WriteOptions = {
  readonly dryRun?: true | undefined
  readonly yes?: true | undefined
  readonly wait: Depth
  readonly patience: bigint
  readonly safeFile?: string | undefined
}

/** Sends a command's transactions, writes them for a Safe, or simulates them in a dry run. Amounts in events are shown in `unit`. */
export async function sendSteps(
  context: AccountContext,
  options: WriteOptions,
  steps: readonly Step[],
  unit?: Unit,
): Promise<Result> {
  if (unit?.warning) note(context.session, `Note: ${unit.warning}`)
  if (options.dryRun) return dryRunSteps(context, steps)
  if (context.safe) return proposeSteps(context, context.safe, options, steps)
  const sentences = steps.map(({ sentence }) => sentence)
  // A question about what the contract would refuse is not asked.
  await simulateSteps(context, steps)
  await confirmSteps(context.session, options, sentences)
  const sent: TransactionResult[] = []
  for (const step of steps) sent.push(await sendStep(context, options, step))
  return reportTransactions(sent, unit)
}

/** The options as the SDK's waiting functions expect them. Nothing is sent or waited for once the user stops the program. */
export function toWaitOptions({ signal }: Session, { wait, patience }: WriteOptions) {
  return { ...wait, stalledAfter: Number(patience), signal }
}

export async function sendStep(
  { session, client, escrow, account }: AccountContext,
  options: WriteOptions,
  step: Step,
): Promise<TransactionResult> {
  const { request } = step
  const [openBefore, signedBefore] = [session.open.length, session.signed.length]
  const work = async (): Promise<TransactionResult> => {
    const waitOptions = toWaitOptions(session, options)
    const hash = await sendRequest(client, { request, account, ...waitOptions }).catch((error: unknown) => {
      // Nothing was sent: the SDK returns the hash of what the node may have accepted.
      session.open.length = openBefore
      session.signed.length = signedBefore
      throw error
    })
    return waitForRequest(client, { escrow, hash, from: account.address, ...waitOptions })
  }
  const done = await progress(session, SENDING, work())
  session.open.length = openBefore
  return done
}
