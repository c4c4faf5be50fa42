// How every command sends: shown, confirmed, simulated, sent, waited for, told. `--dry-run` stops after the simulation.
import { confirm } from "@inquirer/prompts"
import { type Address, formatEther, type Hash } from "viem"
import { estimateFeesPerGas } from "viem/actions"

import {
  type EscrowEvent,
  estimateRequest,
  isEscrowError,
  type Request,
  type Sent,
  sendRequest,
  simulateRequest,
  waitForRequest,
} from "../sdk/index.ts"
import type { Unit } from "./amounts.ts"
import type { Acting } from "./context.ts"
import { DeclinedError } from "./errors.ts"
import { sentenceOf } from "./events.ts"
import { facts, note, type Result } from "./output.ts"
import type { Depth } from "./parse.ts"
import { progress } from "./progress.ts"

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
}

/** Nodes refuse lower tips, and the SDK sends no lower one. */
const TIP_FLOOR = 25_000_000_000n

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
  const { request } = step
  const before = session.open.length
  const work = async (): Promise<Sent> => {
    const hash = await sendRequest(client, { request, account }).catch((error: unknown): Hash => {
      // Signed, and the node failed: it may have it all the same, so that its hash is waited for.
      const signed = session.open[before]
      if (!signed || isEscrowError(error)) throw error
      return signed
    })
    return waitForRequest(client, { escrow, hash, ...patienceOf(options) })
  }
  const sent = await progress(session, step.sentence, work())
  session.open.length = before
  return sent
}

/** The transactions as they would be sent, what they cost, and what would stop them. */
export async function rehearse(
  { client, account }: Acting,
  steps: readonly Step[],
  more: object = {},
): Promise<Result> {
  const fees = await estimateFeesPerGas(client)
  const raise = fees.maxPriorityFeePerGas < TIP_FLOOR ? TIP_FLOOR - fees.maxPriorityFeePerGas : 0n
  const maxFeePerGas = fees.maxFeePerGas + raise
  const transactions: Rehearsed[] = []
  for (const { sentence, request } of steps) {
    const gas = await rehearsed({ client, account }, request, transactions.length > 0)
    const { to, data, value } = request
    const price = gas === undefined ? {} : { gas, maxFeePerGas, maxCost: gas * maxFeePerGas }
    transactions.push({ sentence, from: account.address, to, data, value, ...price })
  }
  return {
    json: { dryRun: true, ...more, transactions },
    text: ["Dry run: nothing is sent.", ...transactions.map(describe)].join("\n\n"),
  }
}

type Rehearsed = {
  readonly sentence: string
  readonly from: Address
  readonly to: Address
  readonly data: string
  readonly value: bigint
  readonly gas?: bigint
  readonly maxFeePerGas?: bigint
  readonly maxCost?: bigint
}

/** Gas, if it can be known: what follows an approval fails until that is sent. */
async function rehearsed({ client, account }: Pick<Acting, "client" | "account">, request: Request, follows: boolean) {
  try {
    await simulateRequest(client, { request, account })
    return await estimateRequest(client, { request, account })
  } catch (error) {
    if (follows && isEscrowError(error) && error.code === "InsufficientAllowance") return undefined
    throw error
  }
}

function describe({ sentence, from, to, value, gas, maxCost, data }: Rehearsed): string {
  return facts([
    ["what", sentence],
    ["from", from],
    ["to", to],
    ["value", `${formatEther(value)} POL`],
    ["gas", gas === undefined ? "known once the transaction before is sent" : String(gas)],
    ["at most", maxCost === undefined ? undefined : `${formatEther(maxCost)} POL`],
    ["data", data],
  ])
}
