// What a host offers, by options; the price in tokens or in dollars, of which the rate is read anew for each offer.
import { Option } from "@commander-js/extra-typings"
import { buildOffer, type Offer } from "@gpuflow/escrow"
import { getQuote } from "@gpuflow/escrow/plan"
import type { Address } from "viem"
import { type Acting, nowOf } from "../chain/context.ts"
import { reading } from "../commands/builders.ts"
import { UsageError } from "../errors.ts"
import type { hashesOf } from "../machine/document.ts"
import { toAmount, type Unit } from "../text/amounts.ts"
import { as, toAddress, toPositiveSeconds, toSeconds, toShare } from "../text/parse.ts"

export function offering(name: string) {
  return reading(name)
    .option("--document <file>", "the machine's document, from `machine`")
    .option("--usd <dollars>", "the price per hour in dollars, such as 1.50, by the token's price feed")
    .option("--price <amount>", "the price per hour in the token, such as `1.50 USDC`")
    .option("--token <token>", "symbol or address, where the price does not name it")
    .option("--assume-peg", "count a stablecoin without a price feed as one dollar")
    .addOption(time("--max-duration <time>", "the longest that it is let for, extensions included"))
    .addOption(time("--min-duration <time>", "a commitment: billed to who ends earlier"))
    .option("--bond <amount>", "collateral per rental, in the same token; fund it with `bond fund`")
    .addOption(
      new Option(
        "--start-window <time>",
        "how long you have to start; 0s: it starts when it is paid (default: 30m)",
      ).argParser(as(toSeconds)),
    )
    .addOption(time("--challenge-window <time>", "how long the renter may dispute after the end (default: 6h)"))
    .addOption(time("--expires-in <time>", "how long the offer can be taken (default: 10m, or twice the heartbeat)"))
    .addOption(
      new Option("--max-fee <share>", "the highest platform fee that you accept (default: today's)").argParser(
        as(toShare),
      ),
    )
    .option("--rolling", "collect before the end what is older than the challenge window")
    .addOption(account("--host <address>", "the host, where you are its signer (default: you)"))
    .addOption(account("--payee <address>", "who receives the payouts (default: the host)"))
    .addOption(account("--operator <address>", "who may start and interrupt for the host (default: nobody)"))
    .addOption(account("--renter <address>", "the only renter that it is for (default: any)"))
}

const time = <const flags extends string>(flags: flags, description: string) =>
  new Option(flags, description).argParser(as(toPositiveSeconds))
const account = <const flags extends string>(flags: flags, description: string) =>
  new Option(flags, description).argParser(as(toAddress))

export type Terms = {
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

type Making = {
  readonly terms: Terms
  readonly hashes: ReturnType<typeof hashesOf>
  readonly unit: Unit
  /** Seconds from now. */
  readonly expiresIn: bigint
}

/** An offer of now: nonce, epoch, arbiter and fee as they are, the price by today's rate. */
export async function makeOffer(acting: Acting, { terms, hashes, unit, expiresIn }: Making): Promise<Offer> {
  const { client, escrow, account } = acting
  const { maxDuration } = terms
  if (maxDuration === undefined) throw new UsageError("Say for how long at most: --max-duration 30d.")
  const [pricePerHour, now] = await Promise.all([priceOf(acting, terms, unit), nowOf(client)])
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

async function priceOf(
  { client }: Acting,
  { usd, price, assumePeg, maxDuration = 1n }: Terms,
  unit: Unit,
): Promise<bigint> {
  if ((usd === undefined) === (price === undefined)) {
    throw new UsageError("Say the price per hour: either --usd 1.50, or --price `1.50 USDC`.")
  }
  if (price !== undefined) return toAmount(price, unit)
  const wanted = { dollarsPerHour: usd ?? "", seconds: maxDuration, slippageBps: 0n, validFor: 60n }
  return (await getQuote(client, { token: unit.address, assumePeg, ...wanted })).pricePerHour
}
