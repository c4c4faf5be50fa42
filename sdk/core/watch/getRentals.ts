import type { Address, Hex, Rental } from "../../types.ts"
import { decodeDeposits, depositTopic } from "../escrowEvents.ts"
import type { Chain } from "../port.ts"
import type { RentalDetails } from "../rental/getRental.ts"
import { RentalNotFoundError, TermsMismatchError, TermsNotFoundError } from "../rental/rentalErrors.ts"
import { idOf } from "../rental/rentalId.ts"
import { getStates, type RentalIdsParameters } from "./getStates.ts"

/**
 * Reads many rentals by their ids: all states in one call where the chain has Multicall3, and the terms in one query
 * per block with deposits. The terms are checked against the ids.
 *
 * @example
 * import { getRentals } from "@gpuflow/escrow/watch"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const found = await getRentals(client, { escrow: "0x…", ids: ["0x…", "0x…"] })
 * const running = found.filter(({ state }) => state.status === "Active")
 *
 * @returns The result of `getRental` for each id, in their order
 * @throws {RentalNotFoundError} if there is no such rental
 * @throws {TermsNotFoundError} if the node has no logs of a deposit's block
 * @throws {TermsMismatchError} if the node returns the terms of another rental
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function getRentals(
  chain: Chain,
  { escrow, ids, blockNumber }: RentalIdsParameters,
): Promise<RentalDetails[]> {
  const states = await getStates(chain, { escrow, ids, blockNumber })
  const missing = ids.find((_, index) => states[index]?.status === "None")
  if (missing) throw new RentalNotFoundError({ id: missing })
  const blocks = [...new Set(states.map(({ depositBlock }) => depositBlock))]
  // Each block is queried for its own ids alone, because nodes refuse long lists of topics.
  const idsOf = (block: bigint) => ids.filter((_, index) => states[index]?.depositBlock === block)
  const found = await Promise.all(blocks.map((block) => depositsIn(chain, escrow, block, idsOf(block))))
  const rentals = new Map(found.flat())
  return ids.flatMap((id, index) => {
    const state = states[index]
    if (!state) return []
    const rental = rentals.get(id.toLowerCase())
    if (!rental) throw new TermsNotFoundError({ id, depositBlock: state.depositBlock })
    const actual = idOf(chain.codec, rental)
    if (actual !== id.toLowerCase()) throw new TermsMismatchError({ id, actual })
    return [{ id, state, rental }]
  })
}

/** The terms of deposits in a block, by id. */
async function depositsIn(
  chain: Chain,
  escrow: Address,
  block: bigint,
  ids: readonly Hex[],
): Promise<(readonly [string, Rental])[]> {
  const topics = [depositTopic(chain.codec), ids]
  const logs = await chain.logs({ address: escrow, topics, fromBlock: block, toBlock: block })
  return decodeDeposits(chain.codec, { escrow, logs }).map(({ args }) => [args.id.toLowerCase(), args.rental] as const)
}
