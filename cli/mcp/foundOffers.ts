// The offers that a server has shown to its client, by their digests: a model names one and cannot make one up.
import { hashOffer, type MachineDocument } from "@gpuflow/escrow/offer"
import type { Hash } from "viem"
import { UsageError } from "../errors.ts"
import { readOffer, type SignedOffer } from "../offer/offerSource.ts"

const MOST = 500

export function openOfferBook() {
  const offers = new Map<Hash, SignedOffer>()
  return {
    remember(signed: SignedOffer): Hash {
      const hash = hashOffer(signed.offer)
      offers.delete(hash)
      offers.set(hash, signed)
      const [oldest] = offers.keys()
      if (offers.size > MOST && oldest !== undefined) offers.delete(oldest)
      return hash
    },
    /** The document that an offer with this hash of it had. */
    documentOf(spec: Hash): MachineDocument | undefined {
      return [...offers.values()].find(({ offer }) => offer.spec === spec)?.document
    },
    /** An offer that `find` has returned, or one in a link. Files and other URLs are not read for a model. */
    async resolve(name: string): Promise<SignedOffer> {
      const found = offers.get(`0x${name.slice(2).toLowerCase()}`)
      if (found) return found
      if (/^GPUFLOW:|#offer=/.test(name)) return readOffer(name)
      throw new UsageError("This offer is not known. Pass the `offer` of a result of `find`, or an offer's link.")
    },
  }
}
