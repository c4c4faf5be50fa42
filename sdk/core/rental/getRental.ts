import type { Hex, Rental, RentalState } from "../../types.ts"
import { askAgain } from "../askAgain.ts"
import { decodeDeposits, depositTopic } from "../escrowEvents.ts"
import type { Chain } from "../port.ts"
import { hasEscrowBrand } from "../revert.ts"
import type { RentalIdParameters } from "./escrowRead.ts"
import { getState } from "./getState.ts"
import { RentalNotFoundError, TermsMismatchError, TermsNotFoundError } from "./rentalErrors.ts"
import { idOf } from "./rentalId.ts"

/** A rental with its state, and the terms that every verb takes. */
export type RentalDetails = {
  readonly id: Hex
  readonly state: RentalState
  readonly rental: Rental
}

/**
 * Reads a rental by its id: the state from storage, the terms from the block of its deposit. The contract's own
 * `getRental` returns the state alone. The terms are checked against the id, so you need not trust the node for them.
 *
 * @example
 * import { getRental } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { rental, state } = await getRental(client, { escrow: "0x…", id: "0x…" })
 *
 * @returns The id, the state and the rental that every verb takes
 * @throws {RentalNotFoundError} if there is no such rental
 * @throws {TermsNotFoundError} if the node has no logs of the deposit's block
 * @throws {TermsMismatchError} if the node returns the terms of another rental
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function getRental(chain: Chain, parameters: RentalIdParameters): Promise<RentalDetails> {
  const { blockNumber } = parameters
  return detailsOf(chain, parameters).catch((error: unknown) => {
    // A node that is behind does not have a deposit that was just waited for.
    const isMissing = hasEscrowBrand(error) && /^(Rental|Terms)NotFound$/.test(error.code)
    if (!isMissing || blockNumber !== undefined) throw error
    return askAgain(chain, error, (seen) => detailsOf(chain, { ...parameters, blockNumber: seen }))
  })
}

async function detailsOf(chain: Chain, { id, ...options }: RentalIdParameters): Promise<RentalDetails> {
  const state = await getState(chain, { id, ...options })
  if (state.status === "None") throw new RentalNotFoundError({ id })

  const { codec } = chain
  const { escrow } = options
  const { depositBlock } = state
  const topics = [depositTopic(codec), id]
  const logs = await chain.logs({ address: escrow, topics, fromBlock: depositBlock, toBlock: depositBlock })
  const [deposited] = decodeDeposits(codec, { escrow, logs })
  if (!deposited) throw new TermsNotFoundError({ id, depositBlock })
  const { rental } = deposited.args
  const actual = idOf(codec, rental)
  if (actual !== id.toLowerCase()) throw new TermsMismatchError({ id, actual })
  return { id, state, rental }
}
