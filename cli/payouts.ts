// What a rental's events moved, as rows of an account book.
import type { Address, Hash } from "viem"
import { getBlock, getBlockNumber } from "viem/actions"

import { type EscrowEvent, getRental, type Rental } from "../sdk/index.ts"
import { watchEvents } from "../sdk/watch.ts"
import type { ChainClient } from "./chains.ts"
import type { Context } from "./context.ts"
import type { Party } from "./history.ts"
import { progress } from "./progress.ts"

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

/** What an event moved between the parties; undefined: nothing. A stake is a renter's until it is lost. */
function movedBy(event: EscrowEvent): Moved | undefined {
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
      return { ...nothing, paidIn: event.args.stake }
    case "Resolved": {
      const { stakeToHost: toHost, stakeToRenter, bondToRenter } = event.args
      return { ...nothing, toHost, toRenter: stakeToRenter + bondToRenter, bondToRenter }
    }
    default:
      return undefined
  }
}

/** Everything that the rentals of a party moved, the oldest first. */
export async function payoutsOf(context: Context, party: Party, fromBlock: bigint): Promise<Payout[]> {
  return progress(context.session, "Reading the escrow's events …", read(context, party, fromBlock))
}

async function read({ session, client, escrow }: Context, party: Party, fromBlock: bigint): Promise<Payout[]> {
  const latest = await getBlockNumber(client)
  const rentals = new Map<Hash, Rental>()
  const times = new Map<bigint, bigint>()
  const payouts: Payout[] = []
  for await (const { added, removed, to } of watchEvents(client, {
    escrow,
    ...party,
    fromBlock,
    signal: session.signal,
  })) {
    // A reorganisation while it is read: what has gone is taken out again.
    const gone = new Set(removed.map(({ transactionHash }) => transactionHash))
    if (gone.size > 0) payouts.splice(0, payouts.length, ...payouts.filter(({ transaction }) => !gone.has(transaction)))
    for (const event of added) {
      const moved = movedBy(event)
      const { args, eventName, blockNumber, transactionHash } = event
      if (!moved || !("id" in args) || blockNumber === null || !transactionHash) continue
      const rental = rentals.get(args.id) ?? (await getRental(client, { escrow, id: args.id })).rental
      rentals.set(args.id, rental)
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
    if (to >= latest) break
  }
  return payouts
}

async function timeOf(client: ChainClient, blockNumber: bigint, known: Map<bigint, bigint>): Promise<bigint> {
  const time = known.get(blockNumber) ?? (await getBlock(client, { blockNumber })).timestamp
  known.set(blockNumber, time)
  return time
}
