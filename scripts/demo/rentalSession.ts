import {
  cost,
  deposit,
  dispute,
  fundBond,
  getState,
  idOf,
  NATIVE,
  type Rental,
  type RentalState,
  stakeShortfall,
  type TransactionResult,
} from "@gpuflow/escrow"
import { buildOffer, signOffer } from "@gpuflow/escrow/offer"
import { signPermit } from "@gpuflow/escrow/plan"
import { keccak256, toHex } from "viem"
import type { Party, Role } from "./chain.ts"
import { fromDollars, type Listing } from "./coins.ts"
import { approve, type Marketplace, tokenOf } from "./markets.ts"
import type { OutcomeRecorder } from "./outcome.ts"
import { type Plan, terms } from "./plans.ts"

export type RentalSession = Awaited<ReturnType<typeof openSession>>

/** Makes an offer and opens a session in which its parties act. Records every transaction. */
export async function openSession(
  marketplace: Marketplace,
  plan: Plan,
  listing: Listing,
  recorder: OutcomeRecorder,
  machine = 1,
) {
  const { chain, escrow, ledger } = marketplace
  const { reader, parties } = chain
  const renter = plan.by ?? "renter"
  const token = tokenOf(marketplace, plan.coin)
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
    rolling: plan.course.kind === "rolling",
    machine: keccak256(toHex(`${plan.gpu} ${machine}`)),
    spec: keccak256(toHex(`${plan.gpu}, as listed`)),
  })
  const salt = keccak256(toHex(`${plan.key} ${machine}`))
  const rental: Rental = { offer, renter: parties[renter].account.address, salt }

  async function send<result extends TransactionResult>(
    verb: string,
    by: Role,
    act: (client: Party) => Promise<result>,
  ) {
    const result = await act(parties[by])
    await recorder.record(verb, by, result)
    return result.events
  }

  /** Signs a permit, so that a token that takes one needs no approval transaction. */
  const permitOf = (value: bigint) =>
    listing.hasPermits && value > 0n ? signPermit(parties[renter], { escrow, token, value }) : undefined

  const signByHost = () => signOffer(parties.host, { escrow, offer })

  return {
    rental,
    token,
    state: (): Promise<RentalState> => getState(reader, { escrow, id: idOf(rental) }),
    send,

    /** Funds collateral, which serves any number of rentals: its gas does not count as part of this one's. */
    async fundBond(): Promise<void> {
      const { host } = parties
      if (token !== NATIVE) await approve(chain, "host", { token, spender: escrow, value: offer.bond })
      const { receipt } = await fundBond(host, { escrow, token, amount: offer.bond })
      await ledger.record(token, receipt)
    },

    hostSignature: signByHost,

    /** The renter takes the offer in one transaction. */
    async deposit(duration = plan.duration): Promise<bigint> {
      const hostSignature = await signByHost()
      const value = cost(offer.pricePerHour, duration)
      ledger.track(rental)
      const parameters = { escrow, rental, duration, hostSignature, permit: await permitOf(value) }
      await send("deposit", renter, (client) => deposit(client, parameters))
      return value
    },

    /** The renter disputes exactly at `timestamp`, and stakes what the refund does not cover. */
    async dispute(timestamp: bigint, evidenceURI: string) {
      const state = await getState(reader, { escrow, id: idOf(rental) })
      await chain.clock.approach(timestamp)
      const permit = await permitOf(stakeShortfall(offer, state, timestamp))
      return send("dispute", renter, (client) => dispute(client, { escrow, rental, evidenceURI, permit }))
    },
  }
}
