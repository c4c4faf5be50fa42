// Whether the settings and the ledger allow a payment.
import { bondOf, cost, DISPUTE_STAKE_BPS } from "@gpuflow/escrow"
import type { Context } from "../chain/context.ts"
import { findUnit } from "../chain/tokens.ts"
import { CliError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import type { ProposedPayment } from "../session.ts"
import { formatAmount, toAmount, type Unit } from "../text/amounts.ts"
import type { Expense, Ledger, Refusal, TokenLimits } from "./ledger.ts"
import type { McpSettings } from "./settings.ts"

/** A token to pay with, and its limits in base units. */
export type AllowedToken = {
  readonly unit: Unit
  readonly limits: TokenLimits & { readonly perHour: bigint }
}

/** A payment that the owner of the account does not allow. */
export class LimitExceeded extends CliError {
  constructor(message: string, args: CliError["args"] = {}) {
    super(
      exitCodes.usage,
      "LimitExceeded",
      `${message} Only the owner of the account can change what is allowed.`,
      args,
    )
  }
}

/** Reads the tokens of the settings. */
export async function readAllowedTokens({ client }: Context, { tokens }: McpSettings): Promise<AllowedToken[]> {
  return Promise.all(
    Object.entries(tokens).map(async ([name, texts]) => {
      const unit = await findUnit(client, name)
      const limits = {
        perHour: toAmount(texts.perHour, unit),
        perRental: toAmount(texts.perRental, unit),
        perDay: toAmount(texts.perDay, unit),
        total: toAmount(texts.total, unit),
      }
      return { unit, limits }
    }),
  )
}

export type Allowance = {
  readonly settings: McpSettings
  readonly tokens: readonly AllowedToken[]
  readonly ledger: Ledger
}

/** The payment as the ledger counts it, with the limits of its token. Throws if the settings alone refuse it. */
export function toExpense({ settings, tokens }: Allowance, payment: ProposedPayment) {
  const { verb, rental, offer, duration, validBefore } = payment
  const allowed = tokens.find(({ unit }) => isSame(unit.address, offer.token))
  if (!allowed) {
    throw new LimitExceeded(`Payments in the token ${offer.token} are not allowed.`, { token: offer.token })
  }
  const { unit, limits } = allowed
  if (settings.hosts && !settings.hosts.some((host) => isSame(host, offer.host))) {
    throw new LimitExceeded(`Rentals from the host ${offer.host} are not allowed.`, { host: offer.host })
  }
  if (verb !== "dispute" && offer.pricePerHour > limits.perHour) {
    const [asked, most] = [formatAmount(offer.pricePerHour, unit), formatAmount(limits.perHour, unit)]
    throw new LimitExceeded(`The price of ${asked} per hour is above the limit of ${most}.`, { limit: "perHour" })
  }
  const amount = mostTaken(payment)
  const expense: Expense = { verb, rental, token: offer.token, amount, duration, validBefore }
  return { expense, limits, unit }
}

/** The error for an expense that the ledger refuses. */
export function refused({ limit, left }: Refusal, { amount }: Expense, unit: Unit): LimitExceeded {
  const names = { perRental: "for one rental", perDay: "for 24 hours", total: "in all" } as const
  const message = `The payment of up to ${formatAmount(amount, unit)} is above what is left of the limit ${names[limit]}, ${formatAmount(left, unit)}.`
  return new LimitExceeded(message, { limit, amount, left })
}

const BPS = 10_000n

/**
 * What the escrow can take by a payment. The account may have allowed it more than this payment needs, and a stake grows
 * until the dispute is in a block.
 */
function mostTaken({ verb, offer, duration, amount }: ProposedPayment): bigint {
  if (verb !== "dispute") return amount
  const atRisk = cost(offer.pricePerHour, duration) + bondOf(offer, duration)
  const stake = (atRisk * DISPUTE_STAKE_BPS) / BPS
  return stake > amount ? stake : amount
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
