import { randomBytes } from "node:crypto"

import { Option } from "@commander-js/extra-typings"
import type { Offer } from "@gpuflow/escrow"
import { type DepositPlan, planDeposit, runDeposit } from "@gpuflow/escrow/plan"
import { keccak256, toHex } from "viem"
import { type Acting, nowOf } from "../../chain/context.ts"
import { unitOf } from "../../chain/tokens.ts"
import { UsageError } from "../../errors.ts"
import { hashesOf } from "../../machine/document.ts"
import { readOffer, type SignedOffer } from "../../offer/signedOffer.ts"
import type { Session } from "../../session.ts"
import { facts, note } from "../../terminal/output.ts"
import { progress } from "../../terminal/progress.ts"
import { formatAmount, toAmount, type Unit } from "../../text/amounts.ts"
import { as, toAddress, toPositiveSeconds, toTerms } from "../../text/parse.ts"
import { formatMoment, formatSeconds } from "../../text/times.ts"
import { rehearse } from "../../transaction/dryRun.ts"
import { ask, patienceOf, told, type Writing } from "../../transaction/send.ts"
import { writing } from "../builders.ts"
import { runWriting } from "../run.ts"

export function rent(session: Session) {
  return writing("rent")
    .description("pay for a machine: plans the fewest steps, shows them and what they commit you to")
    .argument("<offer>", "a file, or an http or https address")
    .addOption(new Option("--for <time>", "how long").argParser(as(toPositiveSeconds)).makeOptionMandatory())
    .option(
      "--order <text>",
      "your name of the order: a second payment under the same name is refused (default: random)",
    )
    .option("--max-price <amount>", "refuse an offer that asks for more an hour, such as `1.60 USDC`")
    .addOption(new Option("--renter <address>", "pay for somebody else").argParser(as(toAddress)))
    .addOption(new Option("--accept <terms>", "risky terms that you take, separated by commas").argParser(as(toTerms)))
    .action((source, options) =>
      runWriting(session, options, async (acting) => {
        const signed = await readOffer(source)
        requireHere(acting, signed)
        const { client, escrow, account } = acting
        const { offer, hostSignature } = signed
        requireCheap(offer, await unitOf(client, offer.token), options.maxPrice)
        const salt = options.order === undefined ? toHex(randomBytes(32)) : keccak256(toHex(options.order))
        const rental = { offer, renter: options.renter ?? account.address, salt }
        const { for: duration, accept } = options
        const plan = await planDeposit(client, { escrow, rental, duration, hostSignature, accept, account })
        return carryOut(acting, options, { signed, plan, duration })
      }),
    )
}

function requireHere({ client, escrow }: Acting, { chainId, escrow: its, offer, document }: SignedOffer): void {
  if (chainId !== client.chain.id) throw new UsageError(`The offer is for chain ${chainId}. Pass --chain ${chainId}.`)
  if (its.toLowerCase() !== escrow.toLowerCase()) throw new UsageError(`The offer is for another escrow, ${its}.`)
  const hashes = document && hashesOf(document)
  if (hashes && (hashes.spec !== offer.spec || hashes.machine !== offer.machine)) {
    throw new UsageError(
      "The machine's document is not the one that the host has signed. Ask the host for a fresh offer.",
    )
  }
}

/** Scripts confirm by --yes, and an offer is signed anew, by today's price, every few minutes. */
function requireCheap({ pricePerHour }: Offer, unit: Unit, most: string | undefined): void {
  if (most === undefined || pricePerHour <= toAmount(most, unit)) return
  throw new UsageError(`The offer asks for ${formatAmount(pricePerHour, unit)} an hour, more than --max-price allows.`)
}

type Renting = { readonly signed: SignedOffer; readonly plan: DepositPlan; readonly duration: bigint }

async function carryOut(acting: Acting, options: Writing, { signed, plan, duration }: Renting) {
  const { session, client, account } = acting
  const { steps, summary, warnings } = plan
  const sentences = steps.map(({ sentence }) => sentence)
  note(session, await announce(acting, { signed, plan, duration }))
  if (options.dryRun) {
    const rehearsed = steps.map((step) => {
      const request = "request" in step ? step.request : undefined
      return { sentence: step.sentence, request }
    })
    return rehearse(acting, rehearsed, { summary, warnings })
  }
  await ask(acting, options, sentences)
  const work = runDeposit(client, { plan, account, ...patienceOf(options) })
  const sent = await progress(session, sentences.join(" "), work)
  session.open.length = 0
  const unit = await unitOf(client, summary.token)
  const result = told([sent], () => unit, { id: sent.id, summary, warnings })
  return { ...result, text: `Rented: ${sent.id}\n${result.text}` }
}

async function announce(
  { client }: Acting,
  { signed, plan: { summary, warnings }, duration }: Renting,
): Promise<string> {
  const [unit, now] = await Promise.all([unitOf(client, summary.token), nowOf(client)])
  const amount = (value: bigint) => formatAmount(value, unit)
  const gpu = signed.document?.gpu
  const { offer } = signed
  const said = facts([
    ["rental", summary.id],
    ["machine", gpu ? `${gpu.count} × ${gpu.model}` : offer.machine],
    ["price", `${amount(summary.price)} for ${formatSeconds(duration)}, ${amount(offer.pricePerHour)} an hour`],
    ["commitment", offer.minDuration > 1n ? `${amount(summary.commitment)}, billed even if you stop at once` : "none"],
    ["bond", `${amount(summary.bond)} of the host's`],
    ["dispute", `would stake ${amount(summary.stake)}`],
    ["back by", `${formatMoment(summary.exitAt, now)} at the latest, whatever anybody does`],
  ])
  return [said, ...warnings.map(({ sentence }) => `Note: ${sentence}`)].join("\n")
}
