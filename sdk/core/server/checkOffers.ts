import type { Address, Hex, Offer } from "../../types.ts"
import { checkOffer, type OfferCheck } from "../offer/checkOffer.ts"
import type { Chain } from "../port.ts"
import { readBatch } from "../readBatch.ts"

/** An offer with its signature. */
export type OfferToCheck = {
  readonly offer: Offer
  /** The host's signature. Default: none; only the rest of the offer is checked. */
  readonly hostSignature?: Hex | undefined
}

/** Parameters of `checkOffers`. */
export type CheckOffersParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** The offers. */
  readonly offers: readonly OfferToCheck[]
  /** The account that would rent. Default: each offer's renter, or any. */
  readonly renter?: Address | undefined
  /** Seconds that would be paid for. Default: each offer's longest, whose bond is the highest. */
  readonly duration?: bigint | undefined
}

/** Offers whose reads go together: their simulations fit into one call that nodes still run. */
const OFFERS_PER_BATCH = 64

/**
 * Checks many offers as `checkOffer` does, in few calls where the chain has Multicall3: two for 64 offers.
 *
 * @example
 * import { checkOffers, type SignedOffer } from "@gpuflow/escrow/server"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const offers: SignedOffer[] // from a board, or from hosts
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const checks = await checkOffers(client, { escrow: "0x…", offers })
 * const takeable = offers.filter((_, index) => checks[index]?.status === "takeable")
 *
 * @returns The results of `checkOffer`, in the order of the offers
 * @throws {InvalidInputError} for a field that its type cannot hold
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function checkOffers(
  chain: Chain,
  { escrow, offers, renter, duration }: CheckOffersParameters,
): Promise<OfferCheck[]> {
  const shared = remembering(chain)
  const checks: OfferCheck[] = []
  for (let first = 0; first < offers.length; first += OFFERS_PER_BATCH) {
    const batch = anonymous(readBatch(shared))
    const part = offers.slice(first, first + OFFERS_PER_BATCH)
    const asked = part.map(({ offer, hostSignature }) =>
      checkOffer(batch, { escrow, offer, hostSignature, renter, duration }),
    )
    checks.push(...(await Promise.all(asked)))
  }
  return checks
}

/** The chain, which is asked once for what offers share. */
function remembering(chain: Chain): Chain {
  const once = <key, answer>(ask: (key: key) => Promise<answer>) => {
    const answers = new Map<key, Promise<answer>>()
    return (key: key) => {
      const known = answers.get(key) ?? ask(key)
      answers.set(key, known)
      return known
    }
  }
  const chainId = once(() => chain.chainId())
  return { ...chain, chainId: () => chainId(undefined), block: once(chain.block), code: once(chain.code) }
}

/** Simulations are of an account without coins and tokens. Any other without them will do, so they go together. */
function anonymous(chain: Chain): Chain {
  const answers = new Map<string, Promise<Hex>>()
  return {
    ...chain,
    call: (call, { blockNumber } = {}) => {
      const key = `${call.to}${call.data}${blockNumber ?? ""}`
      const known = answers.get(key) ?? chain.call(call, { blockNumber })
      answers.set(key, known)
      return known
    },
  }
}
