// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { findOffers as core } from "../../core/server/findOffers.ts"
import type { FindOffersParameters, FoundOffers } from "../../core/server/findOffers.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Finds offers on several boards at once. No board is trusted: each offer's chain, escrow, description, signature, and
 * state are checked here, and the results are sorted here. A board can hide offers, but it cannot
 * make one look like what its host did not sign. A machine appears once, with the offer that can be taken and expires
 * last. A board that fails, or never ends, does not keep the others from being read.
 *
 * @example
 * import { findOffers } from "@gpuflow/escrow/server"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { offers, sources } = await findOffers(client, {
 *   escrow: "0x…",
 *   boards: ["https://server.example"],
 *   filters: { gpu: ["H100", "A100"], duration: 28_800n },
 * })
 * for (const { signed, dollarsPerHour } of offers) console.log(signed.offer.machine, dollarsPerHour)
 * for (const { board, error } of sources) if (error) console.log(board, error.message)
 *
 * @param client A viem client
 * @returns The offers, and for each board what was hidden and why
 * @throws {InvalidInputError} without boards, with more than 16, or for an invalid parameter
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function findOffers(client: Client, parameters: findOffers.Parameters): Promise<findOffers.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace findOffers {
  type Parameters = FindOffersParameters
  type ReturnType = FoundOffers
}
