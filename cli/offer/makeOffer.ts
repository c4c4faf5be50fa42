import { InvalidInputError, type Offer } from "@gpuflow/escrow"
import { buildOffer, InvalidOfferError } from "@gpuflow/escrow/offer"
import { getQuote } from "@gpuflow/escrow/plan"
import type { SignedTerms } from "@gpuflow/host/offers"
import type { Address, Hash } from "viem"
import { type AccountContext, getChainTime } from "../chain/context.ts"
import { CliError, UsageError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import { toAmount, type Unit } from "../text/amounts.ts"
import { optionOf, problemAsJson } from "./offerProblems.ts"

/** The terms that the host sets by options. */
type OfferTerms = {
  readonly usd?: string | undefined
  readonly price?: string | undefined
  readonly assumePeg?: true | undefined
  readonly maxDuration?: bigint | undefined
  readonly minDuration?: bigint | undefined
  readonly bond?: string | undefined
  readonly startWindow?: bigint | undefined
  readonly challengeWindow?: bigint | undefined
  readonly rolling?: true | undefined
  readonly host?: Address | undefined
  readonly payee?: Address | undefined
  readonly operator?: Address | undefined
  readonly renter?: Address | undefined
}

type OfferInput = {
  readonly terms: OfferTerms
  /** The arbiter and the highest fee that the host signs for. */
  readonly signed: SignedTerms
  readonly hashes: { readonly machine: Hash; readonly spec: Hash }
  readonly unit: Unit
  /** Seconds from now. */
  readonly expiresIn: bigint
}

/**
 * An offer with the current nonce and epoch. A price in dollars is converted at the current rate. Terms on which no
 * deposit could succeed are refused before anything is signed.
 */
export async function makeOffer(
  context: AccountContext,
  { terms, signed, hashes, unit, expiresIn }: OfferInput,
): Promise<Offer> {
  const { client, escrow, account } = context
  const { maxDuration } = terms
  if (maxDuration === undefined)
    throw new UsageError("--max-duration is missing. Pass the longest rental time, such as 30d.")
  const [pricePerHour, now] = await Promise.all([getPrice(context, terms, unit), getChainTime(client)])
  return buildOffer(client, {
    escrow,
    ...hashes,
    host: terms.host ?? account.address,
    payee: terms.payee,
    operator: terms.operator,
    renter: terms.renter,
    token: unit.address,
    arbiter: signed.arbiter,
    pricePerHour,
    bond: terms.bond === undefined ? undefined : toAmount(terms.bond, unit),
    minDuration: terms.minDuration,
    maxDuration,
    startWindow: terms.startWindow,
    challengeWindow: terms.challengeWindow,
    expiry: now + expiresIn,
    maxFeeBps: signed.maxFee,
    rolling: terms.rolling,
  }).catch((error: unknown) => {
    if (error instanceof InvalidOfferError) throw refusal(error, { unit, now })
    if (error instanceof InvalidInputError) throw outOfRange(error)
    throw error
  })
}

/** Names the options to change. */
function refusal({ code, args }: InvalidOfferError, known: { readonly unit: Unit; readonly now: bigint }): CliError {
  const problems = args.problems.map((problem) => problemAsJson(problem, known))
  const options = [...new Set(args.problems.map(({ field }) => optionOf(field)).filter((option) => option))]
  const reasons = problems.map(({ message }) => message).join("; ")
  const message = `No deposit on this offer can succeed: ${reasons}. Change ${options.join(" and ")}. Nothing was signed.`
  return new CliError(exitCodes.usage, code, message, { field: args.field, options, problems })
}

/** A value that an offer cannot hold, such as a price above its 96 bits. */
function outOfRange(error: InvalidInputError): UsageError {
  const { field, value } = error.args
  const name = field.split(".").at(-1) ?? field
  const message = `${optionOf(name) ?? name} is out of range: an offer cannot hold ${String(value)}. Nothing was signed.`
  return new UsageError(message, { field: name }, { cause: error })
}

async function getPrice(
  { client }: AccountContext,
  { usd, price, assumePeg, maxDuration = 1n }: OfferTerms,
  unit: Unit,
): Promise<bigint> {
  if ((usd === undefined) === (price === undefined)) {
    throw new UsageError(
      "Pass the price per hour either in dollars, as --usd 1.50, or in tokens, as --price `1.50 USDC`.",
    )
  }
  if (price !== undefined) return toAmount(price, unit)
  const request = { dollarsPerHour: usd ?? "", seconds: maxDuration, slippageBps: 0n, validFor: 60n }
  return (await getQuote(client, { token: unit.address, assumePeg, ...request })).pricePerHour
}
