// The arbiter and the fee that the escrow's owner sets, and which of them a heartbeat signs for. Without a pin, a
// heartbeat would sign whatever the owner sets within minutes.
import { getHost, getMarket } from "@gpuflow/escrow"
import { type Address, isAddressEqual, zeroAddress } from "viem"
import type { Context } from "../chain/context.ts"
import { CliError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import { formatShare } from "./offerProblems.ts"

export type OwnerTerms = {
  /** Zero for a market that was never set. */
  readonly arbiter: Address
  /** The fee of a deposit made now: the host's own, or else the market's. Basis points. */
  readonly feeBps: bigint
}

/** What a heartbeat signs for, until the host says otherwise. */
export type PinnedTerms = OwnerTerms & {
  /** The highest fee that it signs for, basis points. */
  readonly maxFeeBps: bigint
}

/** What goes into an offer. Missing: what is set now. */
export type SignedTerms = { readonly arbiter?: Address | undefined; readonly maxFee?: bigint | undefined }

export async function readOwnerTerms(
  { client, escrow }: Context,
  { host, token }: { readonly host: Address; readonly token: Address },
): Promise<OwnerTerms> {
  const [market, { feeBps }] = await Promise.all([
    getMarket(client, { escrow, token }),
    getHost(client, { escrow, host }),
  ])
  return { arbiter: market.arbiter, feeBps: feeBps || market.feeBps }
}

/** For one offer: the arbiter of the option, or else the market's, also while the market is closed. */
export async function givenTerms(
  context: Context,
  { arbiter, maxFee, ...of }: SignedTerms & { readonly host: Address; readonly token: Address },
): Promise<SignedTerms> {
  if (arbiter) return { arbiter, maxFee }
  const now = await readOwnerTerms(context, of)
  return { arbiter: known(now.arbiter), maxFee }
}

/** Undefined for a market that was never set, which no offer can name an arbiter of. */
export function known(arbiter: Address): Address | undefined {
  return isAddressEqual(arbiter, zeroAddress) ? undefined : arbiter
}

/** Options come first, then what an earlier run signed for, then what is set now. */
export function pinTerms(
  now: OwnerTerms,
  { arbiter, maxFee }: SignedTerms,
  before: PinnedTerms | undefined,
): PinnedTerms {
  return {
    arbiter: arbiter ?? before?.arbiter ?? now.arbiter,
    feeBps: before?.feeBps ?? now.feeBps,
    maxFeeBps: maxFee ?? before?.maxFeeBps ?? now.feeBps,
  }
}

/**
 * Refuses to go on once the owner has set another arbiter or a fee that the host has neither seen nor accepted. A lower
 * fee and a closed market change nothing that the host signs.
 */
export function requirePinned(now: OwnerTerms, pinned: PinnedTerms): void {
  const isOtherArbiter = known(now.arbiter) !== undefined && !isAddressEqual(now.arbiter, pinned.arbiter)
  const isHigherFee = now.feeBps > pinned.feeBps && now.feeBps > pinned.maxFeeBps
  if (isOtherArbiter || isHigherFee) throw new TermsChangedError(pinned, { now, isOtherArbiter, isHigherFee })
}

type Change = { readonly now: OwnerTerms; readonly isOtherArbiter: boolean; readonly isHigherFee: boolean }

/** The owner has set terms that the host has not accepted. */
export class TermsChangedError extends CliError {
  constructor(pinned: PinnedTerms, { now, isOtherArbiter, isHigherFee }: Change) {
    const facts = [
      isOtherArbiter && `The market's arbiter is now ${now.arbiter}, and this heartbeat signs for ${pinned.arbiter}.`,
      isHigherFee &&
        `The platform fee is now ${formatShare(now.feeBps)}, and this heartbeat signs for up to ${formatShare(pinned.maxFeeBps)}.`,
    ]
    const options = [
      isOtherArbiter && `--arbiter ${now.arbiter}`,
      isHigherFee && `--max-fee ${Number(now.feeBps) / 100}%`,
    ]
    const accept = `Pass ${options.filter(Boolean).join(" ")} to accept this, or --follow-market to accept every change of the escrow's owner.`
    super(exitCodes.failed, "TermsChanged", [...facts.filter(Boolean), accept].join(" "), { pinned, now })
  }
}
