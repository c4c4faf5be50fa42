import {
  type EscrowEvent,
  type EventName,
  getAccrued,
  getFees,
  getState,
  idOf,
  type Reason,
  type Rental,
  type TransactionResult,
} from "@gpuflow/escrow"
import { type Address, type Hex, isAddressEqual } from "viem"
import type { Role } from "./chain.ts"
import type { Listing } from "./coins.ts"
import { type Entry, sum } from "./ledger.ts"
import type { Marketplace } from "./markets.ts"
import type { Plan } from "./plans.ts"

/** The outcome of a plan. Amounts are read from balances, the rest from the contract's state and events. */
export interface Outcome {
  readonly plan: Plan
  readonly listing: Listing
  /** One for each of its rentals. */
  readonly ids: readonly Hex[]
  readonly pricePerHour: bigint
  readonly reason: Reason
  /** The fee rate that the deposit froze. */
  readonly feeBps: bigint
  /** Seconds, of all its rentals. */
  readonly promised: bigint
  readonly billed: bigint
  readonly locked: bigint
  readonly hostGot: bigint
  readonly platformFee: bigint
  readonly renterGotBack: bigint
  /** From the host's bond, on top of the price. */
  readonly bondToRenter: bigint
  /** From the renter's stake, on top of the price. */
  readonly stakeToHost: bigint
  /** The renter's fees and tips to those who sent transactions for it, on top of the price. */
  readonly toSenders: bigint
  readonly transactions: readonly Entry[]
}

export type OutcomeRecorder = Awaited<ReturnType<typeof recordOutcome>>

/** Records the transactions of a plan, and computes at the end what each party received. */
export async function recordOutcome(marketplace: Marketplace, plan: Plan, listing: Listing, token: Address) {
  const { escrow, ledger, chain } = marketplace
  const { reader, parties } = chain
  const renter = parties[plan.by ?? "renter"].account.address
  const events: EscrowEvent[] = []
  const transactions: Entry[] = []
  let toSenders = 0n

  const measure = async () => ({
    host: await ledger.balanceBeforeGas(token, parties.payee.account.address),
    renter: await ledger.balanceBeforeGas(token, renter),
    fees: await getFees(reader, { escrow, token }),
  })
  const before = await measure()

  const all = <const name extends EventName>(name: name) =>
    events.filter((event): event is Extract<EscrowEvent, { eventName: name }> => event.eventName === name)

  return {
    async record(verb: string, by: Role, { hash, receipt, events: emitted }: TransactionResult) {
      await ledger.record(token, receipt)
      transactions.push({ verb, by, hash, gas: receipt.gasUsed })
      events.push(...emitted)
    },

    /** Records a fee or a tip that the renter paid with a transaction. */
    recordFee(amount: bigint) {
      toSenders += amount
    },

    async outcome(rentals: readonly Rental[]): Promise<Outcome> {
      const after = await measure()
      const states = await Promise.all(rentals.map((rental) => getState(reader, { escrow, id: idOf(rental) })))
      const closed = all("Closed")
      const [last, first] = [closed.at(-1), rentals[0]]
      if (!last || !first || closed.length < rentals.length)
        throw new Error(`${plan.title}: some of its rentals are still open.`)
      const rulings = all("Resolved")
      const forfeited = all("StakeReleased").filter(({ args }) => !isAddressEqual(args.to, renter))

      const locked = sum([...all("Deposited"), ...all("Extended")].map(({ args }) => args.amount))
      const bondToRenter = sum([
        ...all("Compensated").map(({ args }) => args.amount),
        ...rulings.map(({ args }) => args.bondToRenter),
      ])
      const stakeToHost = sum([
        ...rulings.map(({ args }) => args.stakeToHost),
        ...forfeited.map(({ args }) => args.amount),
      ])
      const moved = {
        locked,
        hostGot: after.host - before.host - stakeToHost,
        platformFee: after.fees - before.fees,
        renterGotBack: after.renter - before.renter + locked - bondToRenter + stakeToHost + toSenders,
      }

      const paid = [...all("Paid"), ...closed]
      const [hostGot, fee] = [sum(paid.map(({ args }) => args.toHost)), sum(paid.map(({ args }) => args.fee))]
      expectSame(`${plan.title}: host got`, moved.hostGot, hostGot)
      expectSame(`${plan.title}: platform fee`, moved.platformFee, fee)
      expectSame(`${plan.title}: renter got back`, moved.renterGotBack, locked - hostGot - fee)
      if (rulings.length === 0) {
        const earned = await Promise.all(rentals.map((rental) => getAccrued(reader, { escrow, rental })))
        expectSame(`${plan.title}: earned`, moved.hostGot + moved.platformFee, sum(earned))
      }
      return {
        plan,
        listing,
        ids: rentals.map(idOf),
        pricePerHour: first.offer.pricePerHour,
        reason: last.args.reason,
        feeBps: states[0]?.feeBps ?? 0n,
        promised: sum(states.map(({ duration }) => duration)),
        billed: sum(states.map(({ billedSeconds }) => billedSeconds)),
        ...moved,
        bondToRenter,
        stakeToHost,
        toSenders,
        transactions,
      }
    },
  }
}

function expectSame(what: string, byBalances: bigint, byContract: bigint): void {
  if (byBalances === byContract) return
  throw new Error(`${what} ${byBalances} by the balances, but ${byContract} by the contract.`)
}
