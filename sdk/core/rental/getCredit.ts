import { creditsFunction } from "../../generated/abiItems.ts"
import type { Address } from "../../types.ts"
import type { Reads } from "../port.ts"
import { read, type TokenReadParameters } from "./escrowRead.ts"

/** Reads of one account's credit. */
export type CreditReadParameters = TokenReadParameters & {
  /** Account that has the credit. */
  readonly account: Address
}

/**
 * Reads the payouts to an account that wait for `withdraw`.
 *
 * @example
 * import { getCredit } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const waiting = await getCredit(client, { escrow: "0x…", token: "0x…", account: "0x…" })
 *
 * @returns Base units
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getCredit(chain: Reads, { token, account, ...options }: CreditReadParameters): Promise<bigint> {
  return read(chain, creditsFunction, [token, account], options)
}
