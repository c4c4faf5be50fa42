// Takes an offer down by a request that its host, or the host's signer, has signed.
import type { Hex } from "viem"
import { LONGEST_VALIDITY, nodeFailure, requireHead } from "./admission.ts"
import { apply, type BoardContext, keyOf } from "./boardContext.ts"
import { isAccepted, readSigner } from "./chainReads.ts"
import { recoveredFrom, removalDigest } from "./digests.ts"
import { Refusal } from "./refusals.ts"
import type { Removal } from "./store.ts"

export interface RemovalRequest {
  readonly host: string
  readonly machine: string
  /** Until when the request is valid. Seconds since 1970. */
  readonly expiry: number
  readonly signature: Hex
}

/**
 * Removes a machine's offer. The offer is remembered until it expires, and so is the request, so that neither can be sent
 * again by anyone else: no offer that expires before the removed one is taken, and no request that is not later.
 */
export async function removeOffer(context: BoardContext, request: RemovalRequest): Promise<void> {
  const { shelf, removals } = context
  const { host, machine, expiry, signature } = request
  const { timestamp } = requireHead(context)
  const maximum = timestamp + LONGEST_VALIDITY
  if (expiry <= timestamp) throw new Refusal("RemovalExpired", { expiry, now: timestamp })
  if (expiry > maximum) throw new Refusal("RemovalTooLong", { expiry, maximum })
  await requireSigned(context, request)
  await context.locked(async () => {
    const listing = shelf.get(host, machine)
    const used = removals.get(keyOf(host, machine))
    if (!listing) return
    if (used && expiry <= used.expiry) throw new Refusal("RemovalUsed", { expiry: used.expiry })
    const removal: Omit<Removal, "sequence"> = {
      host,
      machine,
      hash: listing.hash,
      refusedBefore: listing.expiry,
      expiry,
      signature,
    }
    await apply(context, { removals: [removal], deletions: [{ listing, reason: "OfferRemoved" }] })
    // What else drew on the host's bond may be covered now.
    await context.recheckHost(host)
  })
}

/** By the host's own key or its signer's, or by the contract of either (ERC-1271). */
async function requireSigned(
  context: BoardContext,
  { host, machine, expiry, signature }: RemovalRequest,
): Promise<void> {
  const { place } = context
  const digest = removalDigest({ ...place, host, machine, expiry })
  const recovered = await recoveredFrom(digest, signature)
  if (recovered === host) return
  const { block } = requireHead(context)
  let signer: string
  try {
    signer = context.signers.get(host) ?? (await readSigner(place, host, block))
    if (recovered === signer) return
    for (const account of new Set([signer, host])) {
      if (await isAccepted(place, { signer: account, digest, signature }, block)) return
    }
  } catch (error) {
    throw nodeFailure(context, error)
  }
  throw new Refusal("InvalidSignature", { signer })
}
