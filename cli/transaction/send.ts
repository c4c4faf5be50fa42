// How every command sends: shown, confirmed, simulated, sent, waited for, told.

import { type EscrowEvent, type Request, type Sent, sendRequest, waitForRequest } from "@gpuflow/escrow"
import { confirm } from "@inquirer/prompts"
import {
  type Address,
  BaseError,
  formatEther,
  type Hash,
  HttpRequestError,
  NonceTooLowError,
  RpcRequestError,
  TimeoutError,
} from "viem"
import type { Acting } from "../chain/context.ts"
import { DeclinedError } from "../errors.ts"
import { note, type Result } from "../terminal/output.ts"
import { progress } from "../terminal/progress.ts"
import type { Unit } from "../text/amounts.ts"
import { sentenceOf } from "../text/eventText.ts"
import type { Depth } from "../text/parse.ts"
import { rehearse } from "./dryRun.ts"

export type Writing = {
  readonly dryRun?: true | undefined
  readonly as?: Address | undefined
  readonly yes?: true | undefined
  readonly wait: Depth
  readonly patience: bigint
}

/** One transaction, and what it is for. */
export type Step = {
  readonly sentence: string
  readonly request: Request
  /** In its place, once it is confirmed: with a permit that is signed just then. */
  readonly signed?: (() => Promise<Request>) | undefined
}

/** Carries out the steps of a verb, or rehearses them. Amounts of their events are in `unit`. */
export async function write(acting: Acting, options: Writing, steps: readonly Step[], unit?: Unit): Promise<Result> {
  if (options.dryRun) return rehearse(acting, steps)
  await ask(
    acting,
    options,
    steps.map(({ sentence }) => sentence),
  )
  const sent: Sent[] = []
  for (const step of steps) sent.push(await send(acting, options, step))
  return told(sent, () => unit)
}

type UnitOf = (event: EscrowEvent) => Unit | undefined

/** What was sent, and the escrow's events of it. */
export function told(sent: readonly Sent[], unitOf: UnitOf, more: object = {}): Result {
  const transactions = sent.map(({ hash, receipt: { blockNumber, gasUsed, effectiveGasPrice }, events }) => ({
    hash,
    blockNumber,
    gasUsed,
    cost: gasUsed * effectiveGasPrice,
    events: events.map(({ eventName, args }) => ({ eventName, args })),
  }))
  const lines = sent.flatMap(({ hash, receipt, events }) => {
    const paid = formatEther(receipt.gasUsed * receipt.effectiveGasPrice)
    const sentence = `Transaction ${hash}, block ${receipt.blockNumber}, gas ${receipt.gasUsed} (${paid} POL).`
    return [...events.map((event) => sentenceOf(event, unitOf(event))), sentence]
  })
  return { json: { ...more, transactions }, text: lines.join("\n") }
}

/** Asks on the terminal, unless it was said before. */
export async function ask({ session }: Acting, { yes }: Writing, sentences: readonly string[]): Promise<void> {
  for (const sentence of sentences) note(session, sentence)
  if (yes) return
  const { stdin: input, stderr: output, signal } = session
  const agreed = await confirm({ message: "Send?", default: false }, { input, output, signal }).catch(
    (error: unknown) => {
      // Ctrl-C at the prompt.
      if (error instanceof Error && /ExitPrompt|AbortPrompt/.test(error.name)) return false
      throw error
    },
  )
  if (!agreed) throw new DeclinedError()
}

export function patienceOf({ wait, patience }: Writing) {
  return { ...wait, stalledAfter: Number(patience) }
}

async function send({ session, client, escrow, account }: Acting, options: Writing, step: Step): Promise<Sent> {
  const request = step.signed ? await step.signed() : step.request
  const [before, sent] = [session.open.length, session.signed.length]
  const work = async (): Promise<Sent> => {
    const hash = await sendRequest(client, { request, account }).catch((error: unknown): Hash => {
      const signed = session.open[before]
      if (signed && isInDoubt(error)) return signed
      session.open.length = before
      session.signed.length = sent
      throw error
    })
    return waitForRequest(client, { escrow, hash, ...patienceOf(options) })
  }
  const done = await progress(session, step.sentence, work())
  session.open.length = before
  return done
}

/** Whether the node may have taken a transaction all the same: it did not answer, or it says that it knows it. */
function isInDoubt(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false
  const doubts = (cause: unknown) =>
    cause instanceof HttpRequestError ||
    cause instanceof TimeoutError ||
    cause instanceof NonceTooLowError ||
    (cause instanceof RpcRequestError && /already known/i.test(cause.details))
  return error.walk(doubts) !== null
}
