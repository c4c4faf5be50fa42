import { spentFunction } from "../../generated/mandateItems.ts"
import type { Address, Hex } from "../../types.ts"
import { foreignRead } from "../foreignContract.ts"
import type { Chain } from "../port.ts"
import { type MandateReadParameters, mandateContract } from "./mandateContract.ts"

/** Parameters of `getMandateSpent`. */
export type GetMandateSpentParameters = MandateReadParameters & {
  /** The renter. */
  readonly renter: Address
  /** The mandate's salt. */
  readonly salt: Hex
}

/**
 * Reads what the mandates of a renter with this salt have spent so far, tips included.
 *
 * @example
 * import { getMandateSpent } from "@gpuflow/escrow/mandate"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const spent = await getMandateSpent(client, { mandateContract: "0x…", renter: "0x…", salt: "0x…" })
 *
 * @returns Base units of the rental's token
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export async function getMandateSpent(
  chain: Chain,
  { mandateContract: to, renter, salt, blockNumber }: GetMandateSpentParameters,
): Promise<bigint> {
  const [spent] = await foreignRead(chain, mandateContract, {
    to,
    item: spentFunction,
    args: [renter, salt],
    blockNumber,
  })
  return spent as bigint
}
