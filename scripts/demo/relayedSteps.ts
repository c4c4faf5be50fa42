import { closesAt, decodeEvents, type Rental } from "@gpuflow/escrow"
import {
  preparePurchase,
  type SignedPurchase,
  sendPurchase,
  signPurchase,
  verifyPurchase,
} from "@gpuflow/escrow/router"
import { settleTogether } from "./batch.ts"
import { fromDollars, type Listing } from "./coins.ts"
import { formatAmount, formatDuration, formatNumber } from "./formatting.ts"
import { sum } from "./ledger.ts"
import type { Marketplace } from "./markets.ts"
import type { OutcomeRecorder } from "./outcome.ts"
import type { Plan } from "./plans.ts"
import { openSession, type RentalSession } from "./rentalSession.ts"
import { runMachine, settleUndisputed } from "./rentalSteps.ts"

type Sessions = readonly [RentalSession, ...RentalSession[]]

/** Rents machines with one signature of a renter that has no POL. A relayer sends it. */
export async function runRelayed(
  marketplace: Marketplace,
  plan: Plan,
  listing: Listing,
  recorder: OutcomeRecorder,
  { machines, feeDollars }: Extract<Plan["course"], { kind: "relayed" }>,
): Promise<readonly Rental[]> {
  const sessions: [RentalSession, ...RentalSession[]] = [await openSession(marketplace, plan, listing, recorder)]
  for (let machine = 2; machine <= machines; machine++)
    sessions.push(await openSession(marketplace, plan, listing, recorder, machine))
  const relayFee = fromDollars(feeDollars, listing)

  const signed = await signOnce(marketplace, plan, listing, sessions, relayFee)
  await relay(marketplace, listing, recorder, sessions, signed)
  if (machines > 1) await settleCluster(marketplace, listing, sessions)
  else {
    const context = { ...marketplace, plan, listing, session: sessions[0] }
    await runMachine(context, plan.duration)
    await settleUndisputed(context)
    await showNothingSent(marketplace, plan)
  }
  return sessions.map(({ rental }) => rental)
}

/** The renter signs the orders of all sessions at once, and pays by the token's own authorization. */
async function signOnce(
  { view, chain, escrow, router, ledger }: Marketplace,
  plan: Plan,
  listing: Listing,
  sessions: Sessions,
  relayFee: bigint,
): Promise<SignedPurchase> {
  const renter = chain.parties[plan.by ?? "renter"]
  const payer = renter.account.address
  const orders = await Promise.all(
    sessions.map(async ({ rental, hostSignature }) => ({
      rental,
      duration: plan.duration,
      hostSignature: await hostSignature(),
    })),
  )
  let signed: SignedPurchase | undefined
  await view.step("Signing once", async () => {
    const has = `${formatAmount(await ledger.balance(sessions[0].token, payer), listing)} and no POL`
    const purchase = await preparePurchase(chain.reader, { escrow, router, payer, orders, relayFee })
    signed = await signPurchase(renter, { purchase, way: "authorization" })
    const [price, fee] = [purchase.price, relayFee].map((units) => formatNumber(units, listing.decimals))
    return `A renter with ${has} signs once: ${price}, and a fee of ${fee}.`
  })
  if (!signed) throw new Error("The purchase was not signed.")
  return signed
}

/** A relayer checks the purchase as one that was sent to it, and brings it to the chain. */
function relay(
  { view, chain, escrow, router, ledger }: Marketplace,
  listing: Listing,
  recorder: OutcomeRecorder,
  sessions: Sessions,
  signed: SignedPurchase,
): Promise<void> {
  return view.step("Relaying", async () => {
    const relayer = chain.parties.keeper
    const minimumFee = signed.payment.relayFee
    const checking = { signed, escrow, router, relayer: relayer.account.address, minimumFee }
    const { refusals } = await verifyPurchase(chain.reader, checking)
    if (refusals[0]) throw refusals[0].error
    for (const { rental } of sessions) ledger.track(rental)
    const { hash, receipt } = await sendPurchase(relayer, { signed })
    recorder.recordFee(minimumFee)
    await recorder.record("rent", "keeper", { hash, receipt, events: decodeEvents({ escrow, logs: receipt.logs }) })
    const runs = sessions.length === 1 ? "The machine runs at once" : `All ${sessions.length} machines run, or none`
    return `A relayer pays the gas, and gets ${formatAmount(minimumFee, listing)}. ${runs}.`
  })
}

function settleCluster({ view, chain, escrow }: Marketplace, listing: Listing, sessions: Sessions): Promise<void> {
  return view.step("Settling the cluster", async () => {
    const [session] = sessions
    await chain.clock.mineAt(closesAt(session.rental.offer, await session.state()))
    const rentals = sessions.map(({ rental }) => rental)
    const { events } = await settleTogether(session, escrow, rentals)
    const closed = events.flatMap((event) => (event.eventName === "Closed" ? [event.args] : []))
    const [host, fee] = [sum(closed.map(({ toHost }) => toHost)), sum(closed.map((args) => args.fee))]
    const window = formatDuration(session.rental.offer.challengeWindow)
    return `No complaint in ${window}; one call settles all: host ${formatNumber(host, listing.decimals)}, fee ${formatAmount(fee, listing)}.`
  })
}

function showNothingSent({ view, chain }: Marketplace, plan: Plan): Promise<void> {
  return view.step("Reading the renter's account", async () => {
    const { address } = chain.parties[plan.by ?? "renter"].account
    const [coins, sent] = await Promise.all([
      chain.reader.getBalance({ address }),
      chain.reader.getTransactionCount({ address }),
    ])
    if (coins !== 0n || sent !== 0) throw new Error(`The renter has ${coins} wei, and sent ${sent} transactions.`)
    return "The renter never had POL, and has sent no transaction."
  })
}
