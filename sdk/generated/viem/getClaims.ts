// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { getClaims as core } from "../../core/watch/getClaims.ts"
import type { Claim, GetClaimsParameters } from "../../core/watch/getClaims.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Lists what `settle` pays now, or will pay if no one acts: how much, to whom, and from when. The SDK computes it from
 * the states and the time of one block, so a thousand rentals take one call.
 *
 * @example
 * import { type Rental } from "@gpuflow/escrow"
 * import { settleMany } from "@gpuflow/escrow/requests"
 * import { getClaims } from "@gpuflow/escrow/watch"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rentals: Rental[] // from `getRentals` or events
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const claims = await getClaims(client, { escrow: "0x…", rentals })
 * const due = claims.filter(({ isDue }) => isDue).map(({ rental }) => rental)
 * if (due.length > 0) await settleMany(client, { escrow: "0x…", rentals: due })
 *
 * @param client A viem client
 * @returns A claim for each rental that is not closed, the earliest first
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getClaims(client: Client, parameters: getClaims.Parameters): Promise<getClaims.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getClaims {
  type Parameters = GetClaimsParameters
  type ReturnType = Claim[]
}
