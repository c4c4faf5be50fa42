// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { OfferCheck } from "../../core/offer/checkOffer.ts"
import { checkOffers as core } from "../../core/server/checkOffers.ts"
import type { CheckOffersParameters } from "../../core/server/checkOffers.ts"
import { chainOf } from "../../viem/viemPort.ts"

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
 * @param client A viem client
 * @returns The results of `checkOffer`, in the order of the offers
 * @throws {InvalidInputError} for a field that its type cannot hold
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function checkOffers(client: Client, parameters: checkOffers.Parameters): Promise<checkOffers.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace checkOffers {
  type Parameters = CheckOffersParameters
  type ReturnType = OfferCheck[]
}
