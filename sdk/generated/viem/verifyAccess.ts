// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { verifyAccess as core } from "../../core/access/verifyAccess.ts"
import type { VerifiedAccess, VerifyAccessParameters } from "../../core/access/verifyAccess.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Checks a request for access on the chain, as the door of a machine does: it has not expired, the rental is funded or
 * running, and its renter signed, by its key or else by its contract (ERC-1271). It does not know whether the machine is
 * one of yours and ready, nor whether the request was used before: keep the digests that you have accepted.
 *
 * @example
 * import { parseAccessRequest, verifyAccess } from "@gpuflow/escrow/access"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const body: string // of the HTTP request
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const request = parseAccessRequest(body)
 * const { endsAt, digest } = await verifyAccess(client, { escrow: "0x…", request })
 *
 * @param client A viem client
 * @returns The rental, its end, and the digest that was signed
 * @throws {AccessRefusedError} with the reason `RequestExpired`, `ExpiryTooFar`, `RentalUnknown`, `NotTheRenter` or
 * `RentalNotLive`
 * @throws {TermsNotFoundError} if the node has no logs of the deposit's block
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function verifyAccess(client: Client, parameters: verifyAccess.Parameters): Promise<verifyAccess.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace verifyAccess {
  type Parameters = VerifyAccessParameters
  type ReturnType = VerifiedAccess
}
