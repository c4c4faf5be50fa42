import { decodeEvents } from "@gpuflow/escrow"
import {
  buildMandate,
  checkMandate,
  decodeMandateEvents,
  executeMandate,
  type SignedMandate,
  signMandate,
} from "@gpuflow/escrow/mandate"
import { signPermit } from "@gpuflow/escrow/plan"
import { fromDollars } from "./coins.ts"
import { formatAmount, formatDuration, formatNumber } from "./formatting.ts"
import type { OutcomeRecorder } from "./outcome.ts"
import type { Plan } from "./plans.ts"
import type { RentalContext } from "./rentalSteps.ts"
import { bar } from "./view.ts"

type Course = Extract<Plan["course"], { kind: "extended" }>

/** The renter signs that the rental may be extended to the plan's duration, and a permit for what that costs. */
export async function signForWeek(
  { view, chain, escrow, mandateContract, session, plan, listing }: RentalContext,
  { step, tipDollars }: Course,
): Promise<SignedMandate> {
  const { renter } = chain.parties
  const { rental, token } = session
  let signed: SignedMandate | undefined
  await view.step("Signing the mandate", async () => {
    const maxTip = fromDollars(tipDollars, listing)
    const terms = { escrow, mandateContract, rental, until: plan.duration, step, maxTip }
    const mandate = await buildMandate(chain.reader, terms)
    const { maxTotal: value, expiry: deadline } = mandate
    const permit = await signPermit(renter, { escrow: mandateContract, token, value, deadline })
    signed = await signMandate(renter, { escrow, mandateContract, rental, mandate, permit })
    const [longest, by] = [plan.duration, step].map(formatDuration)
    return `It signs: extend up to ${longest}, by ${by} at a time, for ${formatAmount(value, listing)} at most.`
  })
  if (!signed) throw new Error("The mandate was not signed.")
  return signed
}

/** A keeper executes the mandate whenever it is due, until the rental has its full length. */
export function extendByMandate(
  { view, chain, escrow, mandateContract, session, plan, listing }: RentalContext,
  recorder: OutcomeRecorder,
  signed: SignedMandate,
): Promise<void> {
  return view.step("Extending", async (show) => {
    const { keeper } = chain.parties
    const tip = signed.mandate.maxTip
    let [extensions, paid, tips] = [0, 0n, 0n]
    while ((await session.state()).duration < plan.duration) {
      const { next, problems } = await checkMandate(chain.reader, { signed, tip, keeper: keeper.account.address })
      if (!next || problems[0]) throw problems[0]?.error ?? new Error("The mandate buys no extension.")
      await chain.clock.mineAt(next.dueAt)
      const { hash, receipt } = await executeMandate(keeper, { signed, tip })
      recorder.recordFee(tip)
      const { logs } = receipt
      await recorder.record("execute", "keeper", { hash, receipt, events: decodeEvents({ escrow, logs }) })
      for (const { eventName, args } of decodeMandateEvents({ mandateContract, logs })) {
        if (eventName !== "MandateExecuted") continue
        extensions += 1
        paid += args.amount
        tips += args.tip
      }
      const { duration } = await session.state()
      await show(`${bar(duration, plan.duration, view.colours)}  ${formatDuration(duration)} paid`)
    }
    const [price, fees] = [paid, tips].map((units) => formatNumber(units, listing.decimals))
    return `An hour before each end a keeper extends it: ${extensions} times, ${price} + ${fees} in tips.`
  })
}
