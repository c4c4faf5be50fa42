import { stop } from "@gpuflow/escrow"
import { parseOffer } from "@gpuflow/escrow/offer"
import { planDeposit, runDeposit } from "@gpuflow/escrow/plan"
import { type Account, type Address, type Chain, keccak256, type Transport, toHex, type WalletClient } from "viem"

type Agent = WalletClient<Transport, Chain, Account>
/** The door of a machine, as its document names it. */
type Door = { readonly endpoint: string; readonly hostKey: string } | null

type Errand = {
  readonly escrow: Address
  /** Resource of an offer: `https://board.example/offers/<host>/<machine>/rental`. */
  readonly resource: string
  readonly seconds: bigint
  /** The most that it may cost, in base units of the offer's token. */
  readonly budget: bigint
  readonly order: string
  /** Gets in through the door with `requestAccess`, and does the work. */
  readonly use: (door: Door) => Promise<unknown>
}

/** Rents a machine that answers 402, uses it, and stops the rental. What was not used comes back. */
export async function runErrand(agent: Agent, { escrow, resource, seconds, budget, order, use }: Errand) {
  const asked = await fetch(`${resource}?duration=${seconds}`)
  if (asked.status !== 402) throw new Error(`The board answers ${asked.status}: ${await asked.text()}`)
  const { accepts } = JSON.parse(atob(asked.headers.get("payment-required") ?? ""))
  const terms = accepts.find(({ scheme }: { readonly scheme: string }) => scheme === "rental-escrow")
  if (!terms) throw new Error("The board takes no payment that this agent knows.")

  // Nothing of the answer is trusted: the plan checks the host's signature, and the price is the offer's.
  const { offer, hostSignature } = parseOffer(JSON.stringify(terms.extra.offer))
  const rental = { offer, renter: agent.account.address, salt: keccak256(toHex(order)) }
  const plan = await planDeposit(agent, { escrow, rental, duration: seconds, hostSignature })
  if (plan.summary.price > budget) throw new Error(`It costs ${plan.summary.price}, more than ${budget}.`)
  const { id } = await runDeposit(agent, { plan })

  try {
    const opened = await fetch(`${resource}?rental=${id}`)
    if (!opened.ok) throw new Error(`The board answers ${opened.status}: ${await opened.text()}`)
    const { access } = JSON.parse(await opened.text())
    await use(access)
  } finally {
    // Whatever happened, the rest of the money comes back.
    await stop(agent, { escrow, rental })
  }
  return id
}
