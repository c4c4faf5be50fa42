import { decodeEvents } from "@gpuflow/escrow"
import {
  buildMandate,
  decodeMandateEvents,
  getNextExtension,
  type SignedMandate,
  signMandate,
} from "@gpuflow/escrow/mandate"
import { signPermit } from "@gpuflow/escrow/plan"

import { until } from "../../test/support/until.ts"
import { fromDollars } from "./coins.ts"
import { formatAmount, formatDuration, formatNumber } from "./formatting.ts"
import { type RunningKeeper, startKeeper } from "./keeper.ts"
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

/** A keeper, which is given the mandate, executes it whenever it is due, until the rental has its full length. */
export async function extendByMandate(
  context: RentalContext,
  recorder: OutcomeRecorder,
  signed: SignedMandate,
): Promise<void> {
  const { view, chain, escrow, mandateContract, session, plan, listing } = context
  let keeper: RunningKeeper | undefined
  await view.step("Starting the keeper", async () => {
    keeper = await startKeeper(context, signed)
    return "A keeper gets the signed mandate as a file, and watches the rental's end."
  })
  if (!keeper) throw new Error("The keeper was not started.")
  const { failed, stop } = keeper
  await view.step("Extending", async (show) => {
    let [extensions, paid, tips] = [0, 0n, 0n]
    try {
      for (let { duration } = await session.state(); duration < plan.duration; ) {
        const { dueAt } = await getNextExtension(chain.reader, signed)
        await chain.clock.mineAt(dueAt)
        const fromBlock = (await chain.reader.getBlockNumber()) + 1n
        const isExtended = async () => (await session.state()).duration > duration
        await Promise.race([until(isExtended), failed])
        const logs = await chain.reader.getLogs({ address: mandateContract, fromBlock })
        for (const { eventName, args, transactionHash: hash } of decodeMandateEvents({ mandateContract, logs })) {
          if (eventName !== "MandateExecuted" || !hash) continue
          const receipt = await chain.reader.getTransactionReceipt({ hash })
          recorder.recordFee(args.tip)
          const events = decodeEvents({ escrow, logs: receipt.logs })
          await recorder.record("execute", "keeper", { hash, receipt, events })
          extensions += 1
          paid += args.amount
          tips += args.tip
          duration = args.duration
        }
        await show(`${bar(duration, plan.duration, view.colours)}  ${formatDuration(duration)} paid`)
      }
    } finally {
      await stop()
    }
    const [price, fees] = [paid, tips].map((units) => formatNumber(units, listing.decimals))
    return `The keeper extends it before each end: ${extensions} times, ${price} + ${fees} in tips.`
  })
}
