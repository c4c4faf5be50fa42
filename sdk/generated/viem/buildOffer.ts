// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { buildOffer as core } from "../../core/offer/buildOffer.ts"
import type { BuildOfferParameters } from "../../core/offer/buildOffer.ts"
import type { Offer } from "../../types.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Builds an offer. Arbiter, fee, nonce and epoch come from the chain, other missing terms from the defaults. Terms on
 * which no deposit can ever succeed are refused. Whether the offer can be taken now is what `checkOffer` returns.
 *
 * @example
 * import { buildOffer, signOffer } from "@gpuflow/escrow/offer"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const offer = await buildOffer(client, {
 *   escrow: "0x…",
 *   host: client.account.address,
 *   token: "0x…",
 *   machine: "0x…",
 *   spec: "0x…",
 *   pricePerHour: 1_500_000n,
 *   maxDuration: 86_400n,
 * })
 * const hostSignature = await signOffer(client, { escrow: "0x…", offer })
 *
 * @param client A viem client
 * @returns The offer, unsigned
 * @throws {MarketNotOpenError} if the token is not accepted and no arbiter is passed
 * @throws {InvalidOfferError} for terms that the contract refuses, and for an expiry that no block can meet
 * @throws {InvalidInputError} for a field that its type cannot hold
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function buildOffer(client: Client, parameters: buildOffer.Parameters): Promise<buildOffer.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace buildOffer {
  type Parameters = BuildOfferParameters
  type ReturnType = Offer
}
