import { randomBytes } from "node:crypto"

import { Option } from "@commander-js/extra-typings"
import { bondOf, durationCoveringBond, type Offer, type Rental, type RiskyTerm } from "@gpuflow/escrow"
import { serializeMandate } from "@gpuflow/escrow/mandate"
import { hashMachineDocument } from "@gpuflow/escrow/offer"
import { type DepositPlan, planDeposit, runDeposit } from "@gpuflow/escrow/plan"
import { type Address, keccak256, toHex } from "viem"
import { type AccountContext, getChainTime } from "../../chain/context.ts"
import { getUnit } from "../../chain/tokens.ts"
import { UsageError } from "../../errors.ts"
import { type GaslessOptions, requireRelayed } from "../../gasless/purchasing.ts"
import { rentGasless } from "../../gasless/rentGasless.ts"
import {
  type AutoExtendOptions,
  deliverMandate,
  type PlannedMandate,
  planAutoExtend,
  requireAutoExtend,
  SIGN_MANDATE,
  signPlanned,
} from "../../mandate/autoExtend.ts"
import { readOffer, type SignedOffer } from "../../offer/offerSource.ts"
import { proposeSteps } from "../../safe/proposeSteps.ts"
import { type FilterOptions, pickOffer } from "../../server/boards.ts"
import type { Session } from "../../session.ts"
import { note, type Result } from "../../terminal/output.ts"
import { progress, SENDING } from "../../terminal/progress.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { facts } from "../../terminal/table.ts"
import { formatAmount, toAmount, type Unit } from "../../text/amounts.ts"
import { as, riskyTerms, toAddress, toHash, toPositiveSeconds, toTerms } from "../../text/parse.ts"
import { formatMoment, formatSeconds } from "../../text/times.ts"
import { confirmSteps } from "../../transaction/confirm.ts"
import { dryRunSteps } from "../../transaction/dryRun.ts"
import { reportTransactions } from "../../transaction/report.ts"
import { sendStep, toWaitOptions, type WriteOptions } from "../../transaction/send.ts"
import { simulateSteps } from "../../transaction/simulateStep.ts"
import {
  gaslessOption,
  mandateContractOption,
  maxFeeOption,
  relayOption,
  routerOption,
  writeCommand,
} from "../builders.ts"
import { runWrite } from "../run.ts"
import { addBoardFilters } from "./boardFilters.ts"

export function rent(session: Session) {
  return addBoardFilters(writeCommand("rent"))
    .description("Rent a machine: show the terms and the steps, then pay")
    .argument(
      "[offers...]",
      "File, or http or https URL, of a signed offer, or an offer's link, or a machine's id as `offers` prints it; several with --gasless (default: the cheapest offer on the boards that fits)",
    )
    .addOption(
      new Option("--for <time>", "Rental time, such as 8h").argParser(as(toPositiveSeconds)).makeOptionMandatory(),
    )
    .option(
      "--order <text>",
      "Your name for the order; a second payment with the same name is refused (default: random)",
    )
    .addOption(
      new Option("--renter <address>", "Account that becomes the renter (default: your account)").argParser(
        as(toAddress),
      ),
    )
    .addOption(
      new Option(
        "--accept <terms>",
        `Risky terms that you accept, separated by commas: ${riskyTerms.join(", ")}`,
      ).argParser(as(toTerms)),
    )
    .option("--auto-extend", "Sign a mandate, by which a keeper extends the rental step by step within --max-total")
    .option("--max-total <amount>", "With --auto-extend: the most that extensions may cost in all, tips included")
    .addOption(
      new Option(
        "--step <time>",
        "With --auto-extend: time that one extension adds (default: 6h, or what is left if that is less)",
      ).argParser(as(toPositiveSeconds)),
    )
    .addOption(
      new Option(
        "--extend-before <time>",
        "With --auto-extend: time before the end from which an extension is possible (default: a quarter of the step or of the rental time, whichever is less, from 2s to 1h)",
      ).argParser(as(toPositiveSeconds)),
    )
    .option(
      "--max-tip <amount>",
      "With --auto-extend: highest tip for one extension (default: 0, for a keeper that you run)",
    )
    .addOption(
      new Option(
        "--until <time>",
        "With --auto-extend: how long the rental may last in all, such as 7d (default: as long as the offer allows)",
      ).argParser(as(toPositiveSeconds)),
    )
    .option(
      "--mandates <folder>",
      "With --auto-extend: the keeper's folder, to which the signed mandate is written (default: it is printed)",
    )
    .addOption(mandateContractOption())
    .addOption(gaslessOption())
    .addOption(relayOption())
    .addOption(maxFeeOption())
    .addOption(routerOption())
    .action((sources, options) =>
      runWrite(session, options, async (context) => {
        requireAutoExtend(options)
        return rentOffers(context, options, await chooseOffers(context, options, sources))
      }),
    )
}

/** The options that choose among the offers of boards, by their names in the program. */
const CHOOSING = [
  "server",
  "gpu",
  "region",
  "minGpus",
  "minMemory",
  "minDown",
  "host",
  "token",
  "maxDollars",
  "maxCommitment",
  "maxStart",
] as const satisfies readonly (keyof FilterOptions)[]

const IS_MACHINE = /^0x[\da-f]{64}$/i

type ChoiceOptions = FilterOptions & Pick<WriteOptions, "yes"> & { readonly for: bigint; readonly renter?: Address }

/** The offers that are named, or else the cheapest on the boards that fits. */
async function chooseOffers(
  context: AccountContext,
  options: ChoiceOptions,
  sources: readonly string[],
): Promise<SignedOffer[]> {
  const isChosen = sources.length === 0 || sources.some((source) => IS_MACHINE.test(source))
  const [filter] = CHOOSING.filter((name) => options[name] !== undefined)
  if (!isChosen && filter !== undefined) {
    const option = `--${filter.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    throw new UsageError(`${option} chooses among the offers of boards. Leave it out, or pass no offer.`)
  }
  if (isChosen && options.yes && options.maxPrice === undefined && options.maxDollars === undefined) {
    // A board can withhold cheaper offers.
    throw new UsageError("With --yes, an offer of a board needs a limit. Pass --max-price or --max-dollars.")
  }
  const wanted = { duration: options.for, renter: options.renter ?? context.account.address }
  if (sources.length === 0) return [await pickOffer(context, options, wanted)]
  const offers: SignedOffer[] = []
  for (const source of sources) {
    const isMachine = IS_MACHINE.test(source)
    offers.push(
      isMachine ? await pickOffer(context, options, { ...wanted, machine: toHash(source) }) : await readOffer(source),
    )
  }
  return offers
}

type RentOptions = GaslessOptions &
  AutoExtendOptions & {
    readonly for: bigint
    readonly order?: string | undefined
    readonly maxPrice?: string | undefined
    readonly renter?: Address | undefined
    readonly accept?: readonly RiskyTerm[] | undefined
  }

/** Pays for a rental, or for several by one signature. */
export async function rentOffers(
  context: AccountContext,
  options: RentOptions,
  offers: readonly SignedOffer[],
): Promise<Result> {
  for (const signed of offers) requireMatchingOffer(context, signed)
  const [signed] = offers
  if (!signed) throw new UsageError("Pass a signed offer.")
  const { client, escrow, account } = context
  const { offer, hostSignature } = signed
  const unit = await getUnit(client, offer.token)
  for (const { offer } of offers) requireAcceptedPrice(offer, unit, options.maxPrice)
  if (options.gasless && options.autoExtend) {
    throw new UsageError(
      "--gasless and --auto-extend exclude each other: a mandate needs an allowance, which takes POL.",
    )
  }
  if (options.gasless) return rentGasless(context, options, { offers, unit })
  requireRelayed(options)
  if (offers.length > 1) {
    throw new UsageError("Several offers at once need --gasless. Add it, or rent one after the other.")
  }
  const salt = options.order === undefined ? toHex(randomBytes(32)) : keccak256(toHex(options.order))
  const rental = { offer, renter: options.renter ?? account.address, salt }
  const { for: duration, accept } = options
  const plan = await planDeposit(client, { escrow, rental, duration, hostSignature, accept, account })
  const wanted = { rental, duration, unit, id: plan.summary.id }
  const extending = options.autoExtend ? await planAutoExtend(context, options, wanted) : undefined
  return runPlan(context, options, { signed, plan, duration, unit, rental, extending })
}

function requireMatchingOffer({ client, escrow }: AccountContext, signed: SignedOffer): void {
  const { chainId, offer, document } = signed
  if (chainId !== client.chain.id) throw new UsageError(`The offer is for chain ${chainId}. Pass --chain ${chainId}.`)
  if (signed.escrow.toLowerCase() !== escrow.toLowerCase()) {
    throw new UsageError(`The offer is for another escrow, ${signed.escrow}. Ask the host for an offer on ${escrow}.`)
  }
  const hashes = document && hashMachineDocument(document)
  if (hashes && (hashes.spec !== offer.spec || hashes.machine !== offer.machine)) {
    throw new UsageError("The machine's document is not the one that the host signed. Ask the host for a new offer.")
  }
}

/** The bond that the rental locks. It is at most 20 times the price, so a short rental locks a part of the offer's. */
function describeBond(offer: Offer, duration: bigint, amount: (value: bigint) => string): string {
  const bond = bondOf(offer, duration)
  if (bond === 0n) return "none"
  const whole = `${amount(offer.bond)} for ${formatSeconds(durationCoveringBond(offer))} or more`
  return bond < offer.bond ? `${amount(bond)}, ${whole}` : amount(bond)
}

/** Hosts sign new offers, with new prices, every few minutes. Scripts that pass --yes limit the price instead. */
function requireAcceptedPrice({ pricePerHour }: Offer, unit: Unit, maxPrice: string | undefined): void {
  if (maxPrice === undefined || pricePerHour <= toAmount(maxPrice, unit)) return
  throw new UsageError(
    `The offer costs ${formatAmount(pricePerHour, unit)} per hour, more than --max-price. Pass a higher --max-price, or choose another offer.`,
  )
}

type Deposit = {
  readonly rental: Rental
  /** The mandate that goes with it. */
  readonly extending: PlannedMandate | undefined
  readonly signed: SignedOffer
  readonly plan: DepositPlan
  readonly duration: bigint
  readonly unit: Unit
}

async function runPlan(context: AccountContext, options: WriteOptions, deposit: Deposit): Promise<Result> {
  const { session, client, account } = context
  const { plan, unit, extending, duration } = deposit
  const { summary, warnings } = plan
  const paying = plan.steps.map((step) => {
    const request = "request" in step ? step.request : undefined
    return { sentence: step.sentence, request }
  })
  // The mandate comes first: nothing is paid for a rental whose mandate the account cannot sign.
  const simulated = [...(extending ? [{ sentence: SIGN_MANDATE }, extending.approval] : []), ...paying]
  const sentences = simulated.map(({ sentence }) => sentence)
  note(session, await describeTerms(context, deposit))
  for (const sentence of extending?.sentences ?? []) note(session, sentence)
  const facts = { summary, warnings, ...(extending ? { mandate: extending.mandate } : {}) }
  if (options.dryRun) return dryRunSteps(context, simulated, facts)
  if (context.safe) return proposeSteps(context, context.safe, options, simulated)
  await simulateSteps(context, simulated)
  const { id, price: amount } = summary
  const { offer } = deposit.rental
  const payment = { verb: "rent", rental: id, offer, duration, amount, validBefore: offer.expiry } as const
  // The sum of a mandate is not a part of the payment.
  await confirmSteps(session, options, sentences, extending ? undefined : payment)
  const mandate = extending && (await signPlanned(context, extending, deposit))
  const approved = extending ? [await sendStep(context, options, extending.approval)] : []
  const work = runDeposit(client, { plan, account, ...toWaitOptions(session, options) })
  const sent = await progress(session, SENDING, work)
  session.open.length = 0
  const signed = mandate && { mandate: JSON.parse(serializeMandate(mandate)) }
  const result = reportTransactions([...approved, sent], unit, { id: sent.id, summary, warnings, ...signed })
  const text = `Rented: ${sent.id}\n${result.text}`
  if (!extending || !mandate) return { ...result, text }
  const delivered = await deliverMandate(extending, mandate)
  // The mandate stays in one piece, so that it can be copied.
  return { ...result, text: `${text}\n${delivered}`, ...(extending.file ? {} : { isData: true }) }
}

async function describeTerms(
  { session, client }: AccountContext,
  { signed, plan: { summary, warnings }, duration, unit }: Deposit,
): Promise<string> {
  const now = await getChainTime(client)
  const amount = (value: bigint) => formatAmount(value, unit)
  const gpu = signed.document?.gpu
  const { offer } = signed
  const terms = facts(columnsOf(session.stderr), [
    ["rental", summary.id],
    ["machine", gpu ? `${gpu.count} × ${gpu.model}` : offer.machine],
    ["price", `${amount(summary.price)} for ${formatSeconds(duration)}, ${amount(offer.pricePerHour)} per hour`],
    ["commitment", offer.minDuration > 1n ? `${amount(summary.commitment)}, billed even if you stop at once` : "none"],
    ["host's bond", describeBond(offer, duration, amount)],
    ["stake", `${amount(summary.stake)} to open a dispute`],
    ["refundable", `no later than ${formatMoment(summary.exitAt, now)}`],
  ])
  // The unit's own warning says more of the token.
  const sentences = warnings.flatMap(({ term, sentence }) => (term === "symbol" ? [] : [sentence]))
  const notes = [...(unit.warning ? [unit.warning] : []), ...sentences]
  return [terms, ...notes.map((text) => `Note: ${text}`)].join("\n")
}
