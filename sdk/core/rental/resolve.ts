import { resolveFunction } from "../../generated/abiItems.ts"

import type { Chain } from "../port.ts"
import { escrowCall, type RentalParameters } from "./escrowCall.ts"
import type { PreparedRequest } from "./send.ts"

/** Parameters of `resolve`. */
export type ResolveParameters = RentalParameters & {
  /** How far the host kept its promise, over all that was disputed at first. Basis points, 0 to 10 000. */
  readonly hostBps: bigint
}

/**
 * Rules on a dispute as the offer's arbiter: the host's share of the contested amount, of the stake and of the bond.
 *
 * @example
 * import { getRental, resolve } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { rental } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const { events } = await resolve(client, { escrow: "0x…", rental, hostBps: 2_500n }) // a quarter to the host
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {WrongStatusError} unless the rental is disputed
 * @throws {NotArbiterError} for any other account
 * @throws {EvidenceWindowOpenError} before the evidence window ends, with the time from which a ruling is possible
 * @throws {ArbitrationOverError} after the arbitration window: settle instead
 * @throws {ShareOutOfBoundsError} above 10 000
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function prepareResolve(chain: Chain, { escrow, rental, hostBps }: ResolveParameters): PreparedRequest {
  return escrowCall(chain, escrow, resolveFunction, [rental, hostBps], { paysOut: true })
}
