// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { checkOffer as core } from "../../core/offer/checkOffer.ts"
import type { CheckOfferParameters, OfferCheck } from "../../core/offer/checkOffer.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Checks what `deposit` would say to an offer in the next block: its terms, its signature, and the state of market,
 * host, machine and bond. It tells apart what can never succeed and what cannot succeed now. With a signature and
 * without a problem so far, it also simulates the deposit, up to the transfer of the price.
 *
 * @example
 * import { checkOffer, type Offer } from "@gpuflow/escrow/offer"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const offer: Offer // from the host, with its signature
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { status, problems } = await checkOffer(client, { escrow: "0x…", offer, hostSignature: "0x…" })
 * if (status !== "takeable") for (const { field, error } of problems) console.log(field, error.message)
 *
 * @param client A viem client
 * @returns The status, every problem with its field, and the state that was read
 * @throws {InvalidInputError} for a field that its type cannot hold
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function checkOffer(client: Client, parameters: checkOffer.Parameters): Promise<checkOffer.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace checkOffer {
  type Parameters = CheckOfferParameters
  type ReturnType = OfferCheck
}
