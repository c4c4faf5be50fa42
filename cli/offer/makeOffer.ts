import { buildOffer, type Offer } from "@gpuflow/escrow"
import { getQuote } from "@gpuflow/escrow/plan"
import type { Address, Hash } from "viem"
import { type AccountContext, getChainTime } from "../chain/context.ts"
import { UsageError } from "../errors.ts"
import { toAmount, type Unit } from "../text/amounts.ts"

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
  readonly maxFee?: bigint | undefined
  readonly rolling?: true | undefined
  readonly host?: Address | undefined
  readonly payee?: Address | undefined
  readonly operator?: Address | undefined
  readonly renter?: Address | undefined
}

type OfferInput = {
  readonly terms: OfferTerms
  readonly hashes: { readonly machine: Hash; readonly spec: Hash }
  readonly unit: Unit
  /** Seconds from now. */
  readonly expiresIn: bigint
}

/** An offer with the current nonce, epoch, arbiter and fee. A price in dollars is converted at the current rate. */
export async function makeOffer(
  context: AccountContext,
  { terms, hashes, unit, expiresIn }: OfferInput,
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
    pricePerHour,
    bond: terms.bond === undefined ? undefined : toAmount(terms.bond, unit),
    minDuration: terms.minDuration,
    maxDuration,
    startWindow: terms.startWindow,
    challengeWindow: terms.challengeWindow,
    expiry: now + expiresIn,
    maxFeeBps: terms.maxFee,
    rolling: terms.rolling,
  })
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
