// How a tool sends: rehearsed unless confirmed, judged by the limits, confirmed by a person where the client can ask one,
// reserved in the ledger, and only then signed.
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js"
import type { LocalAccount } from "viem"
import { type AccountContext, type ChainOptions, openContext } from "../chain/context.ts"
import { findMandateContract, placeOf } from "../chain/periphery.ts"
import { CliError, DeclinedError, UsageError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import type { Proposal, ProposedPayment, Session } from "../session.ts"
import type { Result } from "../terminal/output.ts"
import { formatAmount, type Unit } from "../text/amounts.ts"
import { formatSeconds } from "../text/times.ts"
import type { WriteOptions } from "../transaction/send.ts"
import { type Allowance, LimitExceeded, refused, toExpense } from "./allowance.ts"
import { guardAccount, type SigningGrant } from "./guardedAccount.ts"
import type { Expense } from "./ledger.ts"
import { reconcile } from "./reconcile.ts"
import { openCall, type ToolCall } from "./toolCall.ts"

/** What the server was started with. */
export type McpPlace = {
  readonly session: Session
  readonly options: ChainOptions
  /** Undefined: no account is configured, and nothing can be sent. */
  readonly account: LocalAccount | undefined
  /** Undefined: no settings were passed, and nothing can be sent. */
  readonly allowance: Allowance | undefined
}

/** Milliseconds that a person has to confirm. */
const CONFIRMATION_TIME = 600_000

type Writing = {
  /** Whether to send. Otherwise the verb is simulated. */
  readonly confirm: boolean
  /** Whether the verb pays from the account. One that should, and does not say what, is not signed. */
  readonly pays: boolean
  readonly signal: AbortSignal
  readonly run: (context: AccountContext, options: WriteOptions) => Promise<Result>
}

export type Written = { readonly call: ToolCall; readonly result: Result }

/** Makes the function by which tools send, one after the other: an account's transactions have an order. */
export function openWrites(place: McpPlace, server: McpServer) {
  let last: Promise<unknown> = Promise.resolve()
  return function write(writing: Writing): Promise<Written> {
    const next = last.then(() => writeOnce(place, server, writing))
    last = next.catch(() => undefined)
    return next
  }
}

async function writeOnce(place: McpPlace, server: McpServer, writing: Writing): Promise<Written> {
  const { session: base, account, allowance } = place
  if (!account) {
    throw new UsageError(
      "No account is configured for this server. Its owner sets GPUFLOW_KEYSTORE or GPUFLOW_PRIVATE_KEY.",
    )
  }
  base.open.length = 0
  base.signed.length = 0
  let granted: SigningGrant | undefined
  let reservation: { readonly id: number } | undefined
  let isSigned = false
  const call = openCall(base, writing.signal, async (proposal) => {
    if (!allowance) throw new LimitExceeded("This server has no settings, so it only rehearses.")
    const { client, escrow } = context
    await reconcile({ client, escrow }, allowance.ledger)
    const { payment } = proposal
    if (writing.pays !== (payment !== undefined)) {
      throw new CliError(
        exitCodes.unexpected,
        "SigningRefused",
        "What is to be paid is not known, so it was not signed.",
      )
    }
    const judged = payment && { ...toExpense(allowance, payment), payment }
    const refusal = judged && allowance.ledger.refusal(judged.expense, judged.limits)
    if (judged && refusal) throw refused(refusal, judged.expense, judged.unit)
    await askPerson(server, allowance, proposal, judged)
    if (!allowance.ledger.countAction(allowance.settings.actionsPerDay)) {
      const most = allowance.settings.actionsPerDay
      throw new LimitExceeded(`There were ${most} transactions in the last 24 hours, which is the limit.`, {
        limit: "actionsPerDay",
      })
    }
    if (judged) {
      const reserved = allowance.ledger.reserve(judged.expense, judged.limits)
      if ("limit" in reserved) throw refused(reserved, judged.expense, judged.unit)
      reservation = reserved
    }
    const { expense } = judged ?? {}
    granted = { contracts, ...(expense ? { payment: { token: expense.token, amount: expense.amount } } : {}) }
  })
  // The keystore was decrypted once, and records what it signs in the server's session.
  const session = Object.assign(call.session, { open: base.open, signed: base.signed })
  const opened = await openContext(session, place.options)
  const contracts = [opened.escrow, findMandateContract(session, placeOf(opened), undefined) ?? []].flat()
  const guarded = guardAccount(account, {
    grant: () => granted,
    onSign: () => {
      isSigned = true
    },
  })
  const context: AccountContext = { ...opened, account: guarded }
  const options = {
    wait: { confirmations: allowance?.settings.confirmations ?? 1 },
    patience: PATIENCE,
    ...(writing.confirm ? { yes: true as const } : { dryRun: true as const }),
  }
  try {
    const result = await writing.run(context, options)
    if (reservation) allowance?.ledger.spend(reservation.id)
    return { call, result }
  } catch (error) {
    // Without a signature, nobody can make the payment. With one, the chain has to show that it was not made.
    if (reservation && !isSigned) allowance?.ledger.release(reservation.id)
    throw error
  }
}

/** Seconds. */
const PATIENCE = 300n

type Judged = { readonly payment: ProposedPayment; readonly expense: Expense; readonly unit: Unit }

async function askPerson(
  { server }: McpServer,
  { settings }: Allowance,
  { sentences }: Proposal,
  judged: Judged | undefined,
): Promise<void> {
  if (settings.confirmation === "never") return
  if (!server.getClientCapabilities()?.elicitation?.form) {
    if (settings.confirmation === "where-possible") return
    throw new LimitExceeded("A person has to confirm, and this client cannot ask one.")
  }
  const paid = judged
    ? `Up to ${formatAmount(judged.expense.amount, judged.unit)} is paid, to the host ${judged.payment.offer.host}, for ${formatSeconds(judged.payment.duration)} in all.`
    : "Nothing is paid."
  const answer = await server.elicitInput(
    {
      message: [...sentences, paid].join("\n"),
      requestedSchema: {
        type: "object",
        properties: { confirm: { type: "boolean", title: "Send it", description: "Whether to sign and send this" } },
        required: ["confirm"],
      },
    },
    { timeout: CONFIRMATION_TIME },
  )
  if (answer.action !== "accept" || answer.content?.["confirm"] !== true) throw new DeclinedError()
}
