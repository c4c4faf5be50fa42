// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { verifyOffer as core } from "../../core/offer/verifyOffer.ts"
import type { VerifyOfferParameters } from "../../core/offer/verifyOffer.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Checks whether the escrow would accept an offer's signature, by the key of the host's current signer or by the
 * signer's contract (ERC-1271). It checks only the signature. Whether the offer can be taken is what `checkOffer` returns.
 *
 * @example
 * import { type Offer, verifyOffer } from "@gpuflow/escrow/offer"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const offer: Offer // from the host, with its signature
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const valid = await verifyOffer(client, { escrow: "0x…", offer, hostSignature: "0x…" })
 *
 * @param client A viem client
 * @returns True or false
 * @throws {InvalidInputError} for a field that its type cannot hold
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function verifyOffer(client: Client, parameters: verifyOffer.Parameters): Promise<verifyOffer.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace verifyOffer {
  type Parameters = VerifyOfferParameters
  type ReturnType = boolean
}
