// The payments that a party's rentals made, for accounting.

import { type EscrowEvent, getRental, idOf, type Rental, TermsMismatchError } from "@gpuflow/escrow"
import type { Address, Hash } from "viem"
import { getBlock } from "viem/actions"
import { UsageError } from "../errors.ts"
import type { ChainClient } from "./client.ts"
import type { Context } from "./context.ts"
import { readEvents, type SettledEvents } from "./events.ts"
import { type HistoryOptions, readHistory } from "./history.ts"
import type { Party } from "./party.ts"

/** One event's payments, in base units of the rental's token. */
export type Payout = {
  readonly time: bigint
  readonly block: bigint
  readonly transaction: Hash
  readonly event: string
  readonly reason: string
  readonly rental: Hash
  readonly host: Address
  readonly renter: Address
  readonly machine: Hash
  readonly token: Address
  /** Paid in for the renter: deposits, extensions and stakes. */
  readonly paidIn: bigint
  /** Paid to the host's payee, after the fee. */
  readonly toHost: bigint
  readonly fee: bigint
  /** Refunds, compensations and returned stakes. */
  readonly toRenter: bigint
  /** The part of `toRenter` that came from the host's bond. */
  readonly bondToRenter: bigint
}

/** A transaction in which something happened to a party's rentals. */
export type RentalTransaction = {
  readonly hash: Hash
  readonly block: bigint
  /** Names of what happened, each once. */
  readonly events: readonly string[]
  /** The operators of the rentals. */
  readonly operators: readonly Address[]
}

/** The payments of a party's rentals, and all transactions with these rentals, the oldest first. */
export type RentalHistory = { readonly payouts: readonly Payout[]; readonly transactions: readonly RentalTransaction[] }

type Payments = Pick<Payout, "paidIn" | "toHost" | "fee" | "toRenter" | "bondToRenter">
const none: Payments = { paidIn: 0n, toHost: 0n, fee: 0n, toRenter: 0n, bondToRenter: 0n }

/** An event's payments between the parties, or undefined. `held` is the principal that was locked before the event. */
function paymentsOf(event: EscrowEvent, { renter }: Rental, held: bigint): Payments | undefined {
  switch (event.eventName) {
    case "Deposited":
    case "Extended":
      return { ...none, paidIn: event.args.amount }
    case "Paid":
      return { ...none, toHost: event.args.toHost, fee: event.args.fee }
    case "Closed": {
      const { toHost, fee, toRenter } = event.args
      return { ...none, toHost, fee, toRenter }
    }
    case "Interrupted":
      return { ...none, toRenter: event.args.refund }
    case "Refunded":
      return { ...none, toRenter: event.args.amount + event.args.stakeReturned }
    case "Compensated":
      return { ...none, toRenter: event.args.amount, bondToRenter: event.args.amount }
    case "Disputed":
      // The principal that is not contested goes back, and the stake comes in.
      return { ...none, paidIn: event.args.stake, toRenter: held - event.args.contested }
    case "Resolved": {
      const { stakeToHost: toHost, stakeToRenter, bondToRenter } = event.args
      return { ...none, toHost, toRenter: stakeToRenter + bondToRenter, bondToRenter }
    }
    case "StakeReleased": {
      const { to, amount } = event.args
      return to === renter ? { ...none, toRenter: amount } : { ...none, toHost: amount }
    }
    default:
      return undefined
  }
}

/** The principal that is locked after an event. */
function heldAfter(event: EscrowEvent, held: bigint): bigint {
  switch (event.eventName) {
    case "Deposited":
    case "Extended":
      return held + event.args.amount
    case "Paid":
      return held - event.args.toHost - event.args.fee
    case "Interrupted":
      return held - event.args.refund
    case "Refunded":
      return held - event.args.amount
    case "Disputed":
      return event.args.contested
    case "Closed": {
      const { toHost, fee, toRenter } = event.args
      return held - toHost - fee - toRenter
    }
    default:
      return held
  }
}

/** The settled events, and the times of their blocks. */
type Stored = SettledEvents & { readonly times: readonly (readonly [block: bigint, time: bigint])[] }

export function readRentalHistory(context: Context, party: Party, options: HistoryOptions): Promise<RentalHistory> {
  const question = { kind: "events" as const, of: Object.entries(party).flat() }
  return readHistory<Stored, RentalHistory>(context, options, question, async (from) => {
    const { fromBlock, stored, store, blockRange } = from
    const { events, settled } = await readEvents(context, { ...party, fromBlock, blockRange }, stored)
    const times = new Map(stored?.times)
    const { payouts, transactions } = await toRentalHistory(context, events, times)
    if (settled) {
      const last = BigInt(settled.cursor.block)
      await store({ ...settled, times: [...times].filter(([block]) => block <= last) })
    }
    return { payouts, transactions }
  })
}

/** The payments and transactions that events report, and the principal that each rental has locked after them. */
export async function toRentalHistory(
  context: Context,
  events: readonly EscrowEvent[],
  times: Map<bigint, bigint>,
): Promise<RentalHistory & { readonly locked: ReadonlyMap<Hash, bigint> }> {
  const { client } = context
  const rentals = new Map<Hash, { readonly rental: Rental; held: bigint }>()
  const payouts: Payout[] = []
  const transactions = new Map<Hash, RentalTransaction>()
  for (const event of events) {
    const { args, eventName, blockNumber, transactionHash } = event
    if (!("id" in args) || blockNumber === null || !transactionHash) continue
    const known = rentals.get(args.id) ?? { rental: await readTerms(context, event, args.id), held: 0n }
    rentals.set(args.id, known)
    const { rental, held } = known
    known.held = heldAfter(event, held)
    const before = transactions.get(transactionHash)
    transactions.set(transactionHash, {
      hash: transactionHash,
      block: blockNumber,
      events: [...new Set([...(before?.events ?? []), eventName])],
      operators: [...new Set([...(before?.operators ?? []), rental.offer.operator])],
    })
    const payments = paymentsOf(event, rental, held)
    if (!payments) continue
    payouts.push({
      time: await timeOf(client, blockNumber, times),
      block: blockNumber,
      transaction: transactionHash,
      event: eventName,
      reason: eventName === "Closed" ? args.reason : "",
      rental: args.id,
      host: rental.offer.host,
      renter: rental.renter,
      machine: rental.offer.machine,
      token: rental.offer.token,
      ...payments,
    })
  }
  return {
    payouts,
    transactions: [...transactions.values()],
    locked: new Map([...rentals].map(([id, { held }]) => [id, held])),
  }
}

/** The terms of a rental, from its first event. */
async function readTerms({ client, escrow }: Context, { eventName, args }: EscrowEvent, id: Hash): Promise<Rental> {
  if (eventName === "Deposited") {
    const actual = idOf(args.rental)
    if (actual !== id) throw new TermsMismatchError({ id, actual })
    return args.rental
  }
  const { state } = await getRental(client, { escrow, id })
  // The locked principal is summed from the deposit on. Without the deposit, refunds would be wrong.
  throw new UsageError(
    `Rental ${id} was paid in block ${state.depositBlock}, before --from-block. Pass that block or a lower one, and use --since to shorten the export.`,
    { id, depositBlock: state.depositBlock },
  )
}

async function timeOf(client: ChainClient, blockNumber: bigint, known: Map<bigint, bigint>): Promise<bigint> {
  const time = known.get(blockNumber) ?? (await getBlock(client, { blockNumber })).timestamp
  known.set(blockNumber, time)
  return time
}
