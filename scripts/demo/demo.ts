import type { Address } from "viem"
import { openChain } from "./chain.ts"
import { listings } from "./coins.ts"
import { closeBooks, openMarkets, type Proof } from "./markets.ts"
import type { Outcome } from "./outcome.ts"
import { plans } from "./plans.ts"
import { runPlan } from "./runPlan.ts"
import type { View } from "./view.ts"

/** The outcome of every rental, and the final state of the books. */
export interface DemoResult {
  readonly chainId: number
  readonly escrow: Address
  readonly outcomes: readonly Outcome[]
  readonly proofs: readonly Proof[]
  /** The number of transactions after which the escrow's books were checked. */
  readonly audits: number
  /** How often the SDK's meter was compared with the contract's. */
  readonly meterReadings: number
}

export async function runDemo(view: View): Promise<DemoResult> {
  const chain = await openChain()
  try {
    const marketplace = await openMarkets(chain, view)

    const outcomes: Outcome[] = []
    for (const [index, plan] of plans.entries()) {
      const listing = listings.find(({ symbol }) => symbol === plan.coin)
      if (!listing) throw new Error(`The demo does not list ${plan.coin}.`)
      const facts = `${plan.gpu} · $${plan.dollarsPerHour} an hour · ${plan.coin}`
      view.heading(`${index + 1}/${plans.length}  ${plan.title}`, facts)
      outcomes.push(await runPlan(marketplace, plan, listing))
    }

    const proofs: Proof[] = []
    for (const listing of listings) proofs.push(await closeBooks(marketplace, listing))

    const { escrow, ledger } = marketplace
    return { chainId: chain.id, escrow, outcomes, proofs, ...ledger.counts() }
  } finally {
    await chain.close()
  }
}
