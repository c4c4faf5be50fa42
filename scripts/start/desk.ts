import {
  buildOffer,
  cost,
  deposit,
  dispute,
  fundBond,
  getState,
  idOf,
  NATIVE,
  type Rental,
  type RentalState,
  signOffer,
  signPermit,
  stakeShortfall,
  type TransactionResult,
} from "@gpuflow/escrow"
import { type Address, erc20Abi, keccak256, toHex } from "viem"
import type { Party, Role } from "./chain.ts"
import { fromDollars, type Listing } from "./coins.ts"
import { tokenOf, type World } from "./markets.ts"
import { type Plan, terms } from "./plans.ts"
import type { PlanRecord } from "./record.ts"

export type Desk = Awaited<ReturnType<typeof openDesk>>

/** Where the parties of one rental act: the host's offer lies there, and every transaction is entered into the record. */
export async function openDesk(world: World, plan: Plan, listing: Listing, record: PlanRecord, machine = 1) {
  const { chain, escrow, ledger } = world
  const { reader, parties } = chain
  const token = tokenOf(world, plan.coin)
  const offer = await buildOffer(reader, {
    escrow,
    host: parties.host.account.address,
    payee: parties.payee.account.address,
    operator: parties.operator.account.address,
    token,
    pricePerHour: fromDollars(plan.dollarsPerHour, listing),
    bond: fromDollars(plan.bondDollars ?? "0", listing),
    minDuration: plan.commitment,
    maxDuration: plan.duration,
    startWindow: plan.instant ? 0n : terms.startWindow,
    challengeWindow: terms.challengeWindow,
    rolling: plan.happens.what === "rolling",
    machine: keccak256(toHex(`${plan.gpu} ${machine}`)),
    spec: keccak256(toHex(`${plan.gpu}, as listed`)),
  })
  const salt = keccak256(toHex(`${plan.key} ${machine}`))
  const rental: Rental = { offer, renter: parties.renter.account.address, salt }

  async function send<result extends TransactionResult>(
    verb: string,
    by: Role,
    act: (client: Party) => Promise<result>,
  ) {
    const result = await act(parties[by])
    await record.enter(verb, by, result)
    return result.events
  }

  /** A token's approval rides along as a signature. */
  const permitOf = (value: bigint) =>
    token === NATIVE || value === 0n ? undefined : signPermit(parties.renter, { escrow, token, value })

  return {
    rental,
    state: (): Promise<RentalState> => getState(reader, { escrow, id: idOf(rental) }),
    send,

    /** Collateral for any number of rentals: no part of this one's gas. */
    async fundBond(): Promise<void> {
      const { host } = parties
      if (token !== NATIVE) await approve(world, token, offer.bond)
      const { receipt } = await fundBond(host, { escrow, token, amount: offer.bond })
      await ledger.enter(token, receipt)
    },

    /** The renter takes the offer in one transaction. */
    async deposit(): Promise<bigint> {
      const hostSignature = await signOffer(parties.host, { escrow, offer })
      const value = cost(offer.pricePerHour, plan.duration)
      ledger.follow(rental)
      const taken = { escrow, rental, duration: plan.duration, hostSignature, permit: await permitOf(value) }
      await send("deposit", "renter", (client) => deposit(client, taken))
      return value
    },

    /** The renter complains, at `timestamp` exactly, and stakes what its refund does not cover. */
    async dispute(timestamp: bigint, evidenceURI: string) {
      const state = await getState(reader, { escrow, id: idOf(rental) })
      await chain.clock.approach(timestamp)
      const permit = await permitOf(stakeShortfall(offer, state, timestamp))
      return send("dispute", "renter", (client) => dispute(client, { escrow, rental, evidenceURI, permit }))
    },
  }
}

async function approve({ chain, escrow }: World, token: Address, value: bigint): Promise<void> {
  const approval = { address: token, abi: erc20Abi, functionName: "approve", args: [escrow, value] } as const
  await chain.reader.waitForTransactionReceipt({ hash: await chain.parties.host.writeContract(approval) })
}
