import type { Client } from "viem"

import { type BuildOfferParameters, buildOffer as core } from "../core/rental/offers.ts"
import type { Offer } from "../types.ts"
import { chainOf } from "../viem/viemPort.ts"

/**
 * An offer that can be taken now: arbiter, fee, nonce and epoch come from the chain, the rest from the defaults.
 *
 * @example
 * import { buildOffer, signOffer } from "@gpuflow/escrow"
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
 * @param parameters.escrow The escrow's address
 * @param parameters.host Owner of the machine and its bond
 * @param parameters.token Token of price and bond; zero: the native coin
 * @param parameters.machine The host's stable id of the machine, 32 bytes
 * @param parameters.spec Hash of the description that is promised
 * @param parameters.pricePerHour Base units per hour
 * @param parameters.maxDuration Seconds, extensions included: a modest one keeps interruptions affordable
 * @param parameters.payee Without it, the host
 * @param parameters.operator Without it, none
 * @param parameters.renter Without it, any
 * @param parameters.bond Without it, none
 * @param parameters.minDuration Without it, a second: pure per-second billing
 * @param parameters.startWindow Without it, 30 minutes; 0: the rental starts with the deposit
 * @param parameters.challengeWindow Without it, 6 hours
 * @param parameters.expiry Without it, 10 minutes after the latest block
 * @param parameters.maxFeeBps Without it, the fee of a deposit made now
 * @param parameters.rolling Without it, false
 * @returns The offer, unsigned
 * @throws {MarketNotOpenError} if the token is not accepted
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
