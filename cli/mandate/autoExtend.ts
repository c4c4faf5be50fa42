// `rent --auto-extend`: a mandate for the rental that is rented, within a sum.
import { cost, type Rental } from "@gpuflow/escrow"
import { buildMandate, type Mandate, type SignedMandate, signMandate, summarizeMandate } from "@gpuflow/escrow/mandate"
import { type Address, encodeFunctionData, erc20Abi, type Hex } from "viem"
import { readContract } from "viem/actions"

import type { AccountContext } from "../chain/context.ts"
import { placeOf, resolveMandateContract } from "../chain/periphery.ts"
import { UsageError } from "../errors.ts"
import type { OutputFile } from "../files.ts"
import { formatAmount, toAmount, type Unit } from "../text/amounts.ts"
import type { Step } from "../transaction/step.ts"
import { mandateText, openMandateFile } from "./mandateFiles.ts"

/** The options of `rent` for a mandate. */
export type AutoExtendOptions = {
  readonly autoExtend?: true | undefined
  readonly maxTotal?: string | undefined
  readonly step?: bigint | undefined
  readonly extendBefore?: bigint | undefined
  readonly maxTip?: string | undefined
  readonly until?: bigint | undefined
  readonly mandates?: string | undefined
  readonly mandateContract?: Address | undefined
  readonly dryRun?: true | undefined
}

/** A mandate that will be signed, and what goes with it. */
export type PlannedMandate = {
  readonly mandate: Mandate
  readonly mandateContract: Address
  /** What it allows, in words. */
  readonly sentences: readonly string[]
  /** Lets the mandate contract take the total. */
  readonly approval: Step
  readonly file: { readonly path: string; readonly output: OutputFile } | undefined
}

const NEEDS = ["maxTotal", "step", "extendBefore", "maxTip", "until", "mandates"] as const
const FLAGS: Readonly<Record<(typeof NEEDS)[number], string>> = {
  maxTotal: "--max-total",
  step: "--step",
  extendBefore: "--extend-before",
  maxTip: "--max-tip",
  until: "--until",
  mandates: "--mandates",
}

/** Refuses options that do not fit together, before anything is read. */
export function requireAutoExtend({ autoExtend, ...options }: AutoExtendOptions & { readonly safe?: unknown }): void {
  const given = NEEDS.filter((name) => options[name] !== undefined)
  if (!autoExtend) {
    const [first] = given
    if (first) throw new UsageError(`${FLAGS[first]} works only with --auto-extend. Add --auto-extend.`)
    return
  }
  if (options.maxTotal === undefined) {
    throw new UsageError("--auto-extend needs the most that may be spent on extensions. Pass --max-total.")
  }
  if (options.safe !== undefined) {
    throw new UsageError(
      "--auto-extend signs with a key of this command, which a Safe does not have. Rent without it, and sign the mandate in the Safe's app.",
    )
  }
}

type Wanted = { readonly rental: Rental; readonly duration: bigint; readonly unit: Unit; readonly id: Hex }

/** Builds the mandate, describes it, and checks that its file can be written. */
export async function planAutoExtend(
  context: AccountContext,
  options: AutoExtendOptions,
  { rental, duration, unit, id }: Wanted,
): Promise<PlannedMandate> {
  const { session, client, escrow, account } = context
  const { offer, renter } = rental
  if (BigInt(offer.token) === 0n) {
    throw new UsageError(
      "Mandates cannot pay in POL. Choose an offer in a token, or leave out --auto-extend and extend the rental with `extend`.",
    )
  }
  if (renter.toLowerCase() !== account.address.toLowerCase()) {
    throw new UsageError("The renter has to sign the mandate, and --renter names another account. Leave out --renter.")
  }
  const mandateContract = resolveMandateContract(session, placeOf(context), options.mandateContract)
  const contracts = { escrow, mandateContract, rental, duration }
  const maxTotal = toAmount(options.maxTotal ?? "", unit)
  const { step, extendBefore } = options
  const built = await buildMandate(client, {
    ...contracts,
    until: options.until ?? offer.maxDuration,
    ...{ step, extendBefore, maxTip: options.maxTip === undefined ? undefined : toAmount(options.maxTip, unit) },
  })
  if (options.until !== undefined && built.maxTotal > maxTotal) {
    throw new UsageError(
      `Extensions until then cost up to ${formatAmount(built.maxTotal, unit)}, more than --max-total. Pass a higher --max-total, or an earlier --until.`,
    )
  }
  const mandate = built.maxTotal > maxTotal ? { ...built, maxTotal } : built
  const first = cost(offer.pricePerHour, duration + mandate.step) - cost(offer.pricePerHour, duration)
  if (mandate.maxTotal < first && duration + mandate.step <= offer.maxDuration) {
    throw new UsageError(
      `--max-total does not pay for one extension, which costs ${formatAmount(first, unit)}. Pass a higher --max-total, or a shorter --step.`,
    )
  }
  const { sentences } = await summarizeMandate(client, { ...contracts, mandate })
  const approval = await planApproval(context, { mandateContract, mandate, unit })
  const file =
    options.mandates === undefined || options.dryRun ? undefined : await openMandateFile(options.mandates, id)
  return { mandate, mandateContract, sentences, approval, file }
}

/** Other mandates of the renter live from the same allowance, so it is raised and not replaced. */
async function planApproval(
  { client, account }: AccountContext,
  {
    mandateContract,
    mandate,
    unit,
  }: { readonly mandateContract: Address; readonly mandate: Mandate; readonly unit: Unit },
): Promise<Step> {
  const args = [account.address, mandateContract] as const
  const present = await readContract(client, { address: unit.address, abi: erc20Abi, functionName: "allowance", args })
  const amount = present + mandate.maxTotal
  const more = formatAmount(mandate.maxTotal, unit)
  const whole = present > 0n ? ` more, ${formatAmount(amount, unit)} in all` : ""
  const data = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [mandateContract, amount] })
  return {
    sentence: `Approve the mandate contract to take ${more}${whole}.`,
    request: { to: unit.address, data, value: 0n },
  }
}

export const SIGN_MANDATE = "Sign the mandate, which costs nothing."

/** Signs the mandate for a rental that is not paid yet. */
export async function signPlanned(
  { client, escrow, account }: AccountContext,
  { mandate, mandateContract }: PlannedMandate,
  { rental, duration }: Pick<Wanted, "rental" | "duration">,
): Promise<SignedMandate> {
  return signMandate(client, { escrow, mandateContract, mandate, rental, duration, account })
}

/** Writes the signed mandate where the keeper looks, or returns its text. */
export async function deliverMandate({ file }: PlannedMandate, signed: SignedMandate): Promise<string> {
  const text = mandateText(signed)
  if (!file) return text.trimEnd()
  await file.output.write(text)
  return `Wrote the mandate to ${file.path}.`
}
