import { closesAt, type Rental } from "@gpuflow/escrow"
import { settleMany } from "@gpuflow/escrow/requests"
import type { Address } from "viem"
import type { Listing } from "./coins.ts"
import { formatAmount, formatDuration } from "./formatting.ts"
import type { Marketplace } from "./markets.ts"
import type { OutcomeRecorder } from "./outcome.ts"
import type { Plan } from "./plans.ts"
import { openSession, type RentalSession } from "./rentalSession.ts"

/** Rents several machines, the last one later, and settles them together. */
export async function runBatch(
  marketplace: Marketplace,
  plan: Plan,
  listing: Listing,
  recorder: OutcomeRecorder,
  { machines, apart }: Extract<Plan["course"], { kind: "batch" }>,
): Promise<readonly Rental[]> {
  const { view, chain, escrow } = marketplace
  const sessions: RentalSession[] = []
  for (let machine = 1; machine <= machines; machine++) {
    const later = machine === machines
    if (later) await chain.clock.mineAt((await chain.clock.now()) + apart)
    const session = await openSession(marketplace, plan, listing, recorder, machine)
    sessions.push(session)
    await view.step("Locking the price", async () => {
      const when = later ? `${formatDuration(apart)} later the` : "The"
      return `${when} renter locks ${formatAmount(await session.deposit(), listing)} for machine ${machine}; it runs at once.`
    })
  }

  const rentals = sessions.map(({ rental }) => rental)
  const [last, first] = [sessions.at(-1), sessions.at(-2)]
  if (!last || !first) throw new Error("A batch needs at least two machines.")
  for (const session of [first, last]) {
    await view.step("Settling the batch", async () => {
      await chain.clock.mineAt(closesAt(session.rental.offer, await session.state()))
      const { settled } = await settleTogether(session, escrow, rentals)
      return `A keeper settles all ${machines} in one transaction: ${settled} paid, ${machines - settled} skipped.`
    })
  }
  return rentals
}

/** A keeper settles rentals in one transaction. `session` records it. */
export async function settleTogether(session: RentalSession, escrow: Address, rentals: readonly Rental[]) {
  let settled = 0
  const events = await session.send("settleMany", "keeper", async (client) => {
    const result = await settleMany(client, { escrow, rentals })
    const [transaction, ...more] = result.transactions
    if (!transaction || more.length > 0) throw new Error("A batch of this size must take one transaction.")
    settled = result.settled
    return transaction
  })
  return { settled, events }
}
