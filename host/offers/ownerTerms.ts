// The arbiter and the fee that the escrow's owner sets, and which of them a host signs for. Without a pin, a program that
// renews offers would sign whatever the owner sets within minutes.
import { getHost, getMarket } from "@gpuflow/escrow"
import { type Address, type Client, isAddressEqual, zeroAddress } from "viem"

export type OwnerTerms = {
  /** Zero for a market that was never set. */
  readonly arbiter: Address
  /** The fee of a deposit made now: the host's own, or else the market's. Basis points. */
  readonly feeBps: bigint
}

/** What a host signs for, until it says otherwise. */
export type PinnedTerms = OwnerTerms & {
  /** The highest fee that it signs for, basis points. */
  readonly maxFeeBps: bigint
}

/** What goes into an offer. Missing: what is set now. */
export type SignedTerms = { readonly arbiter?: Address | undefined; readonly maxFee?: bigint | undefined }

type Subject = { readonly escrow: Address; readonly host: Address; readonly token: Address }

export async function getOwnerTerms(client: Client, { escrow, host, token }: Subject): Promise<OwnerTerms> {
  const [market, { feeBps }] = await Promise.all([
    getMarket(client, { escrow, token }),
    getHost(client, { escrow, host }),
  ])
  return { arbiter: market.arbiter, feeBps: feeBps || market.feeBps }
}

/** Undefined for a market that was never set, which no offer can name an arbiter of. */
export function known(arbiter: Address): Address | undefined {
  return isAddressEqual(arbiter, zeroAddress) ? undefined : arbiter
}

/** Given terms come first, then what an earlier run signed for, then what is set now. */
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

/** What the owner has set that the host has neither seen nor accepted. A lower fee changes nothing that it signs. */
export function changedTerms(
  now: OwnerTerms,
  pinned: PinnedTerms,
): { readonly isOtherArbiter: boolean; readonly isHigherFee: boolean } {
  return {
    isOtherArbiter: known(now.arbiter) !== undefined && !isAddressEqual(now.arbiter, pinned.arbiter),
    isHigherFee: now.feeBps > pinned.feeBps && now.feeBps > pinned.maxFeeBps,
  }
}
