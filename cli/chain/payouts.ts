// What a rental's events moved, as rows of an account book.

import { type EscrowEvent, getRental, type Rental } from "@gpuflow/escrow"
import { watchEvents } from "@gpuflow/escrow/watch"
import type { Address, Hash } from "viem"
import { getBlock, getBlockNumber } from "viem/actions"
import { UsageError } from "../errors.ts"
import { progress } from "../terminal/progress.ts"
import type { ChainClient } from "./client.ts"
import type { Context } from "./context.ts"
import type { Party } from "./deposits.ts"

/** Base units of the rental's token. */
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
  /** What the renter's side paid in: deposits, extensions, stakes. */
  readonly paidIn: bigint
  /** To the payee, net of the fee. */
  readonly toHost: bigint
  readonly fee: bigint
  /** Refunds, compensations, stakes that came back. */
  readonly toRenter: bigint
  /** Of the host's bond, to the renter: a cost of the host's beside the price. */
  readonly bondToRenter: bigint
}

type Moved = Pick<Payout, "paidIn" | "toHost" | "fee" | "toRenter" | "bondToRenter">
const nothing: Moved = { paidIn: 0n, toHost: 0n, fee: 0n, toRenter: 0n, bondToRenter: 0n }

/** What an event moved between the parties; undefined: nothing. `held` is the principal that was locked before it. */
function movedBy(event: EscrowEvent, { renter }: Rental, held: bigint): Moved | undefined {
  switch (event.eventName) {
    case "Deposited":
    case "Extended":
      return { ...nothing, paidIn: event.args.amount }
    case "Paid":
      return { ...nothing, toHost: event.args.toHost, fee: event.args.fee }
    case "Closed": {
      const { toHost, fee, toRenter } = event.args
      return { ...nothing, toHost, fee, toRenter }
    }
    case "Interrupted":
      return { ...nothing, toRenter: event.args.refund }
    case "Refunded":
      return { ...nothing, toRenter: event.args.amount + event.args.stakeReturned }
    case "Compensated":
      return { ...nothing, toRenter: event.args.amount, bondToRenter: event.args.amount }
    case "Disputed":
      // What is not contested went back, and the stake came in.
      return { ...nothing, paidIn: event.args.stake, toRenter: held - event.args.contested }
    case "Resolved": {
      const { stakeToHost: toHost, stakeToRenter, bondToRenter } = event.args
      return { ...nothing, toHost, toRenter: stakeToRenter + bondToRenter, bondToRenter }
    }
    case "StakeReleased": {
      const { to, amount } = event.args
      return to === renter ? { ...nothing, toRenter: amount } : { ...nothing, toHost: amount }
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
    default:
      return held
  }
}

/** Everything that the rentals of a party moved, the oldest first. */
export async function payoutsOf(context: Context, party: Party, fromBlock: bigint): Promise<Payout[]> {
  const reading = eventsOf(context, party, fromBlock).then((events) => toPayouts(context, events))
  return progress(context.session, "Reading the escrow's events …", reading)
}

async function eventsOf({ session, client, escrow }: Context, party: Party, fromBlock: bigint): Promise<EscrowEvent[]> {
  const latest = await getBlockNumber(client)
  let events: EscrowEvent[] = []
  for await (const { added, removed, to } of watchEvents(client, {
    escrow,
    ...party,
    fromBlock,
    signal: session.signal,
  })) {
    // A reorganisation while it is read: what has gone is taken out again.
    const gone = new Set(removed.map(({ transactionHash }) => transactionHash))
    events = [...events.filter(({ transactionHash }) => !gone.has(transactionHash)), ...added]
    if (to >= latest) break
  }
  return events
}

async function toPayouts(context: Context, events: readonly EscrowEvent[]): Promise<Payout[]> {
  const { client } = context
  const rentals = new Map<Hash, { readonly rental: Rental; held: bigint }>()
  const times = new Map<bigint, bigint>()
  const payouts: Payout[] = []
  for (const event of events) {
    const { args, eventName, blockNumber, transactionHash } = event
    if (!("id" in args) || blockNumber === null || !transactionHash) continue
    const known = rentals.get(args.id) ?? { rental: await begun(context, event, args.id), held: 0n }
    rentals.set(args.id, known)
    const { rental, held } = known
    known.held = heldAfter(event, held)
    const moved = movedBy(event, rental, held)
    if (!moved) continue
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
      ...moved,
    })
  }
  return payouts
}

/** The terms of a rental whose first event this is. */
async function begun({ client, escrow }: Context, { eventName }: EscrowEvent, id: Hash): Promise<Rental> {
  const { rental, state } = await getRental(client, { escrow, id })
  if (eventName === "Deposited") return rental
  // What is locked is counted from the deposit on: without it, what went back would be wrong.
  throw new UsageError(
    `Rental ${id} was paid in block ${state.depositBlock}: let --from-block be that or lower, and --since cut the books.`,
    { id, depositBlock: state.depositBlock },
  )
}

async function timeOf(client: ChainClient, blockNumber: bigint, known: Map<bigint, bigint>): Promise<bigint> {
  const time = known.get(blockNumber) ?? (await getBlock(client, { blockNumber })).timestamp
  known.set(blockNumber, time)
  return time
}
