import { closesAt, type Rental, settleMany } from "@gpuflow/escrow"
import type { Listing } from "./coins.ts"
import { amount, duration } from "./formatting.ts"
import type { World } from "./markets.ts"
import type { PlanRecord } from "./outcome.ts"
import type { Plan } from "./plans.ts"
import { type Desk, openDesk } from "./rental.ts"

/** Machines that start at once, the last one later, and a keeper that settles them together. */
export async function playBatch(
  world: World,
  plan: Plan,
  listing: Listing,
  record: PlanRecord,
  { machines, apart }: Extract<Plan["happens"], { what: "batch" }>,
): Promise<readonly Rental[]> {
  const { view, chain, escrow } = world
  const desks: Desk[] = []
  for (let machine = 1; machine <= machines; machine++) {
    const later = machine === machines
    if (later) await chain.clock.mineAt((await chain.clock.now()) + apart)
    const desk = await openDesk(world, plan, listing, record, machine)
    desks.push(desk)
    await view.step("Locking the price", async () => {
      const when = later ? `${duration(apart)} later the` : "The"
      return `${when} renter locks ${amount(await desk.deposit(), listing)} for machine ${machine}; it runs at once.`
    })
  }

  const rentals = desks.map(({ rental }) => rental)
  const [last, first] = [desks.at(-1), desks.at(-2)]
  if (!last || !first) throw new Error("A batch needs two machines at least.")
  for (const desk of [first, last]) {
    await view.step("Settling the batch", async () => {
      await chain.clock.mineAt(closesAt(desk.rental.offer, await desk.state()))
      let settled = 0
      await desk.send("settleMany", "keeper", async (client) => {
        const result = await settleMany(client, { escrow, rentals })
        const [transaction, ...more] = result.transactions
        if (!transaction || more.length > 0) throw new Error("A batch this small takes one transaction.")
        settled = result.settled
        return transaction
      })
      return `A keeper settles all ${machines} in one transaction: ${settled} paid, ${machines - settled} skipped.`
    })
  }
  return rentals
}
