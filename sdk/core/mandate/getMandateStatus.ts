import { epochFunction, revokedFunction } from "../../generated/mandateItems.ts"
import type { Address, Hex } from "../../types.ts"
import { foreignRead } from "../foreignContract.ts"
import type { Chain } from "../port.ts"
import { getMandateSpent } from "./getMandateSpent.ts"
import { type MandateReadParameters, mandateContract } from "./mandateContract.ts"

/** Parameters of `getMandateStatus`. */
export type GetMandateStatusParameters = MandateReadParameters & {
  /** The renter. */
  readonly renter: Address
  /** The mandate's salt. */
  readonly salt: Hex
}

/** What the contract knows of the mandates of one renter with one salt. */
export type MandateStatus = {
  /** What they have spent so far, tips included, base units. */
  readonly spent: bigint
  /** Whether the renter has revoked the salt. */
  readonly revoked: boolean
  /** The epoch that the renter's mandates must carry. */
  readonly epoch: bigint
}

/**
 * Reads what the mandates of a renter with this salt have spent, whether the renter has revoked them, and the renter's
 * epoch.
 *
 * @example
 * import { getMandateStatus } from "@gpuflow/escrow/mandate"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { spent, revoked } = await getMandateStatus(client, { mandateContract: "0x…", renter: "0x…", salt: "0x…" })
 *
 * @returns The sum, the revocation, and the epoch
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export async function getMandateStatus(
  chain: Chain,
  { mandateContract: to, renter, salt, blockNumber }: GetMandateStatusParameters,
): Promise<MandateStatus> {
  const read = (item: typeof revokedFunction | typeof epochFunction, args: readonly unknown[]) =>
    foreignRead(chain, mandateContract, { to, item, args, blockNumber })
  const [spent, [revoked], [epoch]] = await Promise.all([
    getMandateSpent(chain, { mandateContract: to, renter, salt, blockNumber }),
    read(revokedFunction, [renter, salt]),
    read(epochFunction, [renter]),
  ])
  return { spent, revoked: revoked as boolean, epoch: epoch as bigint }
}
