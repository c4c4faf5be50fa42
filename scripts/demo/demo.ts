import type { Address } from "viem"
import { openChain } from "./chain.ts"
import { listings } from "./coins.ts"
import { closeBooks, openMarkets, type Proof } from "./markets.ts"
import type { Outcome } from "./outcome.ts"
import { plans } from "./plans.ts"
import { play } from "./run-plan.ts"
import type { View } from "./view.ts"

/** Everything that was played, and what it came to. */
export interface Day {
  readonly chainId: number
  readonly escrow: Address
  readonly outcomes: readonly Outcome[]
  readonly proofs: readonly Proof[]
  /** Transactions after which the escrow's books were checked. */
  readonly audits: number
  /** Times that the SDK's meter was held against the contract's. */
  readonly meterReadings: number
}

export async function playDay(view: View): Promise<Day> {
  const chain = await openChain()
  try {
    const world = await openMarkets(chain, view)

    const outcomes: Outcome[] = []
    for (const [index, plan] of plans.entries()) {
      const listing = listings.find(({ symbol }) => symbol === plan.coin)
      if (!listing) throw new Error(`${plan.coin} is not listed.`)
      const facts = `${plan.gpu} · $${plan.dollarsPerHour} an hour · ${plan.coin}`
      view.heading(`${index + 1}/${plans.length}  ${plan.title}`, facts)
      outcomes.push(await play(world, plan, listing))
    }

    const proofs: Proof[] = []
    for (const listing of listings) proofs.push(await closeBooks(world, listing))

    const { escrow, ledger } = world
    return { chainId: chain.id, escrow, outcomes, proofs, ...ledger.counts() }
  } finally {
    await chain.close()
  }
}
