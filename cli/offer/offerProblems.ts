// Why an offer cannot be taken, in the words of the command line.
import { isEscrowError, RESERVED } from "@gpuflow/escrow"
import { checkOffer, type OfferField, type OfferProblem } from "@gpuflow/escrow/offer"
import type { Context } from "../chain/context.ts"
import { formatAmount, type Unit } from "../text/amounts.ts"
import { formatMoment, formatSeconds } from "../text/times.ts"
import type { SignedOffer } from "./offerSource.ts"

/** The option that sets each field of an offer. */
const OPTIONS: { readonly [field in OfferField]?: string } = {
  host: "--host",
  payee: "--payee",
  operator: "--operator",
  renter: "--renter",
  token: "--token",
  arbiter: "--arbiter",
  pricePerHour: "--price or --usd",
  bond: "--bond",
  minDuration: "--min-duration",
  maxDuration: "--max-duration",
  startWindow: "--start-window",
  challengeWindow: "--challenge-window",
  expiry: "--expires-in",
  maxFeeBps: "--max-fee",
}

export function optionOf(field: string): string | undefined {
  return Object.entries(OPTIONS).find(([name]) => name === field)?.[1]
}

type Known = {
  readonly unit: Unit
  /** The time of the chain. */
  readonly now: bigint
}

/** As JSON: the field, the contract's error, and the sentence. */
export function problemAsJson(problem: OfferProblem, known: Known) {
  const { field, permanent, error } = problem
  return { field, permanent, code: error.code, args: error.args, message: describeProblem(problem, known) }
}

/** Whether a new offer can be taken, as fields of a result, and what to warn of if it cannot. */
export type FoundProblems = {
  readonly takeable: boolean
  readonly problems: readonly ReturnType<typeof problemAsJson>[]
  /** `offered, but cannot be taken: the free bond is 3.00 USDC, the offer locks up to 5.00 USDC` */
  readonly warning?: string
}

/** Asks what a deposit on a signed offer would say now. */
export async function findProblems(
  { client, escrow }: Context,
  { offer, hostSignature }: SignedOffer,
  unit: Unit,
): Promise<FoundProblems> {
  const { problems: found, earliest } = await checkOffer(client, { escrow, offer, hostSignature })
  const problems = found.map((problem) => problemAsJson(problem, { unit, now: earliest - 1n }))
  if (problems.length === 0) return { takeable: true, problems }
  const reasons = problems.map(({ message }) => message).join("; ")
  return { takeable: false, problems, warning: `offered, but cannot be taken: ${reasons}` }
}

/** A clause without a full stop. */
export function describeProblem({ field, error }: OfferProblem, { unit, now }: Known): string {
  const amount = (value: bigint) => formatAmount(value, unit)
  if (!isEscrowError(error)) return String(error)
  switch (error.code) {
    case "InvalidHost":
      return "the host is the zero address"
    case "InvalidRenter":
      return `the renter ${error.args.renter} is the host, the escrow or the token`
    case "InvalidArbiter":
      return `the arbiter ${error.args.arbiter} is the zero address, the host or the renter`
    case "InvalidOperator":
      return `the operator ${error.args.operator} is the renter or the arbiter`
    case "InvalidPayee":
      return `the payee ${error.args.payee} is the zero address, the escrow, the arbiter or the token`
    case "StartWindowTooLong":
      return `the start window is ${formatSeconds(error.args.startWindow)}, the longest is ${formatSeconds(error.args.maximum)}`
    case "ChallengeWindowOutOfBounds":
      return `the challenge window is ${formatSeconds(error.args.challengeWindow)}, it must be from ${formatSeconds(error.args.minimum)} to ${formatSeconds(error.args.maximum)}`
    case "MinDurationZero":
      return "the shortest rental is 0 s, it must be at least 1 s"
    case "MaxDurationTooLong":
      return `the longest rental is ${formatSeconds(error.args.maxDuration)}, it may be at most ${formatSeconds(error.args.maximum)}`
    case "DurationOutOfBounds":
      return `the shortest rental, ${formatSeconds(error.args.minimum)}, is longer than the longest, ${formatSeconds(error.args.maximum)}`
    case "ZeroAmount":
      return field === "maxDuration"
        ? "the longest rental is 0 s"
        : "the price of the longest rental is less than the token's smallest unit"
    case "FeeAboveMaximum":
      return `the platform fee is ${formatShare(error.args.feeBps)}, the offer accepts up to ${formatShare(error.args.maxFeeBps)}`
    case "MarketNotOpen":
      return `the market of ${unit.symbol} is closed`
    case "WrongArbiter":
      return `the market's arbiter is ${error.args.marketArbiter}, the offer names ${error.args.arbiter}`
    case "OfferExpired":
      return `the offer expires at ${formatMoment(error.args.expiry, now)}, before the next block`
    case "WrongEpoch":
      return error.args.epoch < error.args.current
        ? "the host has revoked all offers signed before"
        : `the offer is for epoch ${error.args.epoch}, the host's is ${error.args.current}`
    case "WrongNonce":
      return error.args.nonce < error.args.current
        ? "the offer was revoked, by its host or by the end of a rental"
        : `the offer is for nonce ${error.args.nonce}, the machine's is ${error.args.current}`
    case "InvalidSignature":
      return `the signature is not that of ${error.args.signer}, who signs for the host`
    case "MachineBusy":
      return describeBusy(error.args.busyUntil, now)
    case "InsufficientBond":
      return `the free bond is ${amount(error.args.free)}, the offer locks up to ${amount(error.args.required)}`
    case "TransferRefused":
      return `the token ${error.args.token} refuses the transfer of the price`
    default:
      return error.message
  }
}

function describeBusy(busyUntil: bigint, now: bigint): string {
  if (busyUntil === RESERVED) return "the machine is reserved by a paid rental that has not started yet"
  return `the machine is rented until ${formatMoment(busyUntil, now)}`
}

export function formatShare(bps: bigint): string {
  return `${Number(bps) / 100} %`
}
