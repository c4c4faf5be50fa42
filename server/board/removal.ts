// Takes offers down by a request that their host, or the host's signer, has signed.
import { createRateLimit } from "@gpuflow/keeper/service"
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
  /** Until when the request is valid: the expiry of the offer, or later. Seconds since 1970. */
  readonly expiry: number
  readonly signature: Hex
}

/** Seconds by which the clocks of hosts and of the chain differ. */
const TOLERANCE = 600
/** Requests within a minute for which the chain is asked who signs. */
const QUESTIONS_PER_MINUTE = 600
/** Requests that are remembered at once although there was no offer. */
const MOST_WITHOUT_OFFER = 10_000

export type RemoveOffer = (request: RemovalRequest) => Promise<void>

/**
 * A request takes down every offer of the machine that expires no later than itself, also one that has not arrived yet:
 * boards that copy from one another hear of both in any order. So the same request never takes down a later offer,
 * whoever sends it again and wherever.
 */
export function createRemoval(context: BoardContext): RemoveOffer {
  const { shelf, removals, place } = context
  const takeQuestion = createRateLimit(QUESTIONS_PER_MINUTE)

  /** Whether the request changes anything. */
  function isNew({ host, machine, expiry }: RemovalRequest): boolean {
    const listing = shelf.get(host, machine)
    if (listing && listing.expiry > expiry) throw new Refusal("RemovalOutdated", { expiry: listing.expiry })
    const used = removals.get(keyOf(host, machine))
    if (listing) return true
    return (!used || used.expiry < expiry) && removals.size < MOST_WITHOUT_OFFER
  }

  async function remove(request: RemovalRequest): Promise<void> {
    const { host, machine, expiry, signature } = request
    const { timestamp } = requireHead(context)
    const maximum = timestamp + LONGEST_VALIDITY + TOLERANCE
    if (expiry <= timestamp) throw new Refusal("RemovalExpired", { expiry, now: timestamp })
    if (expiry > maximum) throw new Refusal("RemovalTooLong", { expiry, maximum })
    if (!isNew(request)) return
    await requireSigned(request)
    await context.locked(async () => {
      context.requireWriting()
      if (!isNew(request)) return
      const listing = shelf.get(host, machine)
      const hash = listing?.hash ?? null
      const removal: Omit<Removal, "sequence"> = { host, machine, hash, expiry, signature }
      const deletions = listing ? [{ listing, reason: "OfferRemoved" }] : []
      await apply(context, { removals: [removal], deletions })
      // What else drew on the host's bond may be covered now.
      if (listing) await context.recheckHost(host)
    })
  }

  /** By the host's own key or its signer's, or by the contract of either (ERC-1271). */
  async function requireSigned({ host, machine, expiry, signature }: RemovalRequest): Promise<void> {
    if (!/^0x([\da-f]{2})+$/i.test(signature)) throw new Refusal("InvalidSignature", { signer: host })
    const digest = removalDigest({ ...place, host, machine, expiry })
    const recovered = await recoveredFrom(digest, signature)
    if (recovered === host || (recovered !== undefined && recovered === context.signers.get(host))) return
    const retryAfter = takeQuestion("")
    if (retryAfter > 0) throw new Refusal("BoardBusy", {}, { retryAfter })
    const { block } = requireHead(context)
    let signer: string
    try {
      signer = await readSigner(place, host, block)
      if (recovered === signer) return
      for (const account of new Set([signer, host])) {
        if (await isAccepted(place, { signer: account, digest, signature }, block)) return
      }
    } catch (error) {
      throw nodeFailure(context, error)
    }
    throw new Refusal("InvalidSignature", { signer })
  }

  return remove
}
