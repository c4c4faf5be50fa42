// What a host earned in a month: each payment of its rentals, with its value at that time, what its transactions cost, and
// their sums.
import { isEscrowError } from "@gpuflow/escrow"
import { getDollarValue } from "@gpuflow/escrow/plan"
import type { Address } from "viem"
import type { Context } from "../chain/context.ts"
import type { HistoryOptions } from "../chain/history.ts"
import { inTurns } from "../chain/inTurns.ts"
import type { Payout } from "../chain/payouts.ts"
import { readPayments } from "../server/readPayments.ts"
import type { ServerOption } from "../server/servers.ts"
import { formatNumber } from "../text/amounts.ts"
import { type GasCost, readGasCosts } from "./gasCosts.ts"

/** A payment to or from the host, and what `toHost` was worth. */
export type Earning = Pick<
  Payout,
  | "time"
  | "block"
  | "transaction"
  | "event"
  | "reason"
  | "rental"
  | "machine"
  | "token"
  | "toHost"
  | "fee"
  | "bondToRenter"
> & {
  /** In millionths of a dollar, rounded down. Undefined: no price was found at that block. */
  readonly value: bigint | undefined
}

type TokenSums = {
  readonly token: Address
  /** Paid to the host's payee. */
  readonly toHost: bigint
  /** The platform's fee, taken before. */
  readonly fee: bigint
  /** Paid to renters from the host's bond. */
  readonly bondToRenter: bigint
}

export type Statement = {
  readonly host: Address
  /** Such as `2026-10`. */
  readonly month: string
  readonly earnings: readonly Earning[]
  readonly sums: readonly TokenSums[]
  /** Millionths of a dollar, of the payments whose price is known. */
  readonly value: bigint
  /** Payments to the host whose price is not known. */
  readonly unvalued: number
  /** Transactions with the host's rentals that the host or an operator of its offers sent. */
  readonly gasCosts: readonly GasCost[]
  /** What these cost, in wei, and in millionths of a dollar, of those whose price is known. */
  readonly gas: bigint
  readonly gasValue: bigint
  /** Transactions of these whose price is not known. */
  readonly gasUnvalued: number
  readonly server?: string | undefined
}

type Options = HistoryOptions & ServerOption

export async function readStatement(
  context: Context,
  { host, month }: { readonly host: Address; readonly month: string },
  options: Options,
): Promise<Statement> {
  const [from, until] = boundsOf(month)
  const { answer, server } = await readPayments(context, { host }, options)
  // Deposits and what goes back of them are the renter's money.
  const payments = answer.payouts.filter(
    ({ time, toHost, fee, bondToRenter }) =>
      time >= from && time < until && (toHost > 0n || fee > 0n || bondToRenter > 0n),
  )
  const readValue = valuer(context)
  const earnings = await inTurns(payments, async (payment): Promise<Earning> => {
    const { time, block, transaction, event, reason, rental, machine, token, toHost, fee, bondToRenter } = payment
    const facts = { time, block, transaction, event, reason, rental, machine, token, toHost, fee, bondToRenter }
    return { ...facts, value: toHost === 0n ? 0n : await readValue(token, toHost, block) }
  })
  const gasCosts = await readGasCosts(context, { host, from, until, readValue }, answer.transactions)
  const value = earnings.reduce((sum, one) => sum + (one.value ?? 0n), 0n)
  const unvalued = earnings.filter((one) => one.value === undefined).length
  return {
    host,
    month,
    earnings,
    sums: sumsOf(earnings),
    value,
    unvalued,
    gasCosts,
    gas: gasCosts.reduce((sum, { wei }) => sum + wei, 0n),
    gasValue: gasCosts.reduce((sum, one) => sum + (one.value ?? 0n), 0n),
    gasUnvalued: gasCosts.filter((one) => one.value === undefined).length,
    ...(server === undefined ? {} : { server }),
  }
}

/** The first second of a month, and of the month after it, in UTC. */
export function boundsOf(month: string): readonly [bigint, bigint] {
  const [year = 0, number = 0] = month.split("-").map(Number)
  const at = (months: number) => BigInt(Date.UTC(year, number - 1 + months) / 1_000)
  return [at(0), at(1)]
}

function sumsOf(earnings: readonly Earning[]): TokenSums[] {
  const tokens = [...new Set(earnings.map(({ token }) => token))]
  return tokens.map((token) => {
    const of = earnings.filter((one) => one.token === token)
    const sum = (name: "toHost" | "fee" | "bondToRenter") => of.reduce((total, one) => total + one[name], 0n)
    return { token, toHost: sum("toHost"), fee: sum("fee"), bondToRenter: sum("bondToRenter") }
  })
}

/** Values amounts by the token's price feed at a block. The price stays the same for all payments of a block. */
function valuer({ client }: Context) {
  return async (token: Address, amount: bigint, blockNumber: bigint): Promise<bigint | undefined> => {
    try {
      const { dollars } = await getDollarValue(client, { token, amount, blockNumber })
      return toMillionths(dollars)
    } catch (error) {
      // The token has no feed, its feed was stale, or the node does not keep states as old as that.
      if (isEscrowError(error)) return undefined
      throw error
    }
  }
}

const MILLIONTHS = 6

function toMillionths(dollars: string): bigint {
  const [whole = "0", places = ""] = dollars.split(".")
  return BigInt(`${whole}${places.padEnd(MILLIONTHS, "0").slice(0, MILLIONTHS)}`)
}

export const formatDollars = (value: bigint): string => formatNumber(value, MILLIONTHS)
