import { type Address, erc20Abi, type Hex, keccak256, toHex } from "viem"
import {
  buildOffer,
  cost,
  deposit,
  type EscrowEvent,
  findEvent,
  fundBond,
  getAccrued,
  getFees,
  getState,
  idOf,
  NATIVE,
  type Offer,
  type Reason,
  type Rental,
  type RentalState,
  signOffer,
  signPermit,
  type WriteReturnType,
} from "../../sdk/index.ts"
import type { Chain, Party, Role } from "./chain.ts"
import type { Entry, Ledger } from "./ledger.ts"
import { fromDollars, type Listing, type Plan, terms } from "./plans.ts"
import type { View } from "./view.ts"

/** Where the day happens. */
export interface World {
  readonly chain: Chain
  readonly escrow: Address
  readonly tokens: ReadonlyMap<string, Address>
  readonly ledger: Ledger
  readonly view: View
}

/** What became of a rental: amounts from balances, the rest from the contract's state and events. */
export interface Outcome {
  readonly plan: Plan
  readonly listing: Listing
  readonly id: Hex
  readonly pricePerHour: bigint
  readonly reason: Reason
  /** The fee rate that the deposit froze. */
  readonly feeBps: bigint
  readonly promised: bigint
  readonly billed: bigint
  readonly locked: bigint
  readonly hostGot: bigint
  readonly platformFee: bigint
  readonly renterGotBack: bigint
  /** From the host's bond, on top of the price. */
  readonly bondToRenter: bigint
  readonly transactions: readonly Entry[]
}

export type Desk = Awaited<ReturnType<typeof openDesk>>

/** Where the parties of one rental act: keeps their receipts, and says in the end what each of them got. */
export async function openDesk(world: World, plan: Plan, listing: Listing) {
  const { chain, escrow, ledger } = world
  const { reader, parties } = chain
  const offer = await writeOffer(world, plan, listing)
  const { token } = offer
  const rental: Rental = { offer, renter: parties.renter.account.address, salt: keccak256(toHex(plan.key)) }
  const id = idOf(rental)
  const events: EscrowEvent[] = []
  const transactions: Entry[] = []

  const measure = async () => ({
    host: await ledger.wealth(token, offer.payee),
    renter: await ledger.wealth(token, rental.renter),
    fees: await getFees(reader, { escrow, token }),
  })
  const before = await measure()
  let locked = 0n

  const state = (): Promise<RentalState> => getState(reader, { escrow, id })

  async function send(verb: string, by: Role, act: (client: Party) => Promise<WriteReturnType>) {
    const { hash, receipt, events: happened } = await act(parties[by])
    await ledger.enter(token, receipt)
    transactions.push({ verb, by, hash, gas: receipt.gasUsed })
    events.push(...happened)
    return happened
  }

  return {
    rental,
    state,
    send,

    /** Collateral for any number of rentals: no part of this one's gas. */
    async fundBond(): Promise<void> {
      const { host } = parties
      if (token !== NATIVE) {
        const approval = { address: token, abi: erc20Abi, functionName: "approve", args: [escrow, offer.bond] } as const
        await reader.waitForTransactionReceipt({ hash: await host.writeContract(approval) })
      }
      const { receipt } = await fundBond(host, { escrow, token, amount: offer.bond })
      await ledger.enter(token, receipt)
    },

    /** The renter takes the offer in one transaction: a token's approval rides along as a signature. */
    async deposit(): Promise<bigint> {
      const { renter, host } = parties
      const hostSignature = await signOffer(host, { escrow, offer })
      const value = cost(offer.pricePerHour, plan.duration)
      const permit = token === NATIVE ? undefined : await signPermit(renter, { escrow, token, value })
      ledger.follow(rental)
      const terms = { escrow, rental, duration: plan.duration, hostSignature, permit }
      await send("deposit", "renter", (client) => deposit(client, terms))
      locked = before.renter - (await measure()).renter
      return locked
    },

    async outcome(): Promise<Outcome> {
      const after = await measure()
      const { feeBps, duration: promised, served: billed } = await state()
      const closed = findEvent(events, "Closed")?.args
      if (!closed) throw new Error(`${plan.title}: the rental has not ended.`)
      const bondToRenter = findEvent(events, "Compensated")?.args.amount ?? 0n
      const refund = findEvent(events, "Interrupted")?.args.refund ?? 0n

      const moved = {
        locked,
        hostGot: after.host - before.host,
        platformFee: after.fees - before.fees,
        renterGotBack: after.renter - before.renter + locked - bondToRenter,
      }
      expectSame(`${plan.title}: locked`, moved.locked, findEvent(events, "Deposited")?.args.amount)
      expectSame(`${plan.title}: host got`, moved.hostGot, closed.toHost)
      expectSame(`${plan.title}: platform fee`, moved.platformFee, closed.fee)
      expectSame(`${plan.title}: renter got back`, moved.renterGotBack, closed.toRenter + refund)
      expectSame(
        `${plan.title}: earned`,
        moved.hostGot + moved.platformFee,
        await getAccrued(reader, { escrow, rental }),
      )
      const { pricePerHour } = offer
      const { reason } = closed
      return { plan, listing, id, pricePerHour, reason, feeBps, promised, billed, ...moved, bondToRenter, transactions }
    },
  }
}

function writeOffer({ chain, escrow, tokens }: World, plan: Plan, listing: Listing): Promise<Offer> {
  const { reader, parties } = chain
  const token = tokens.get(plan.coin)
  if (!token) throw new Error(`No market was opened for ${plan.coin}.`)
  return buildOffer(reader, {
    escrow,
    host: parties.host.account.address,
    payee: parties.payee.account.address,
    operator: parties.operator.account.address,
    token,
    pricePerHour: fromDollars(plan.dollarsPerHour, listing),
    bond: fromDollars(plan.bondDollars ?? "0", listing),
    minDuration: plan.commitment,
    maxDuration: plan.duration,
    startWindow: terms.startWindow,
    challengeWindow: terms.challengeWindow,
    machine: keccak256(toHex(plan.gpu)),
    spec: keccak256(toHex(`${plan.gpu}, as listed`)),
  })
}

function expectSame(what: string, byBalances: bigint, byContract: bigint | undefined): void {
  if (byBalances === byContract) return
  throw new Error(`${what} ${byBalances} by the balances, but ${byContract} by the contract.`)
}
