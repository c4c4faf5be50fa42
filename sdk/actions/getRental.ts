import { type Client, getAbiItem, type Hex } from "viem"
import { getLogs } from "viem/actions"

import { RentalNotFoundError, TermsMismatchError, TermsNotFoundError } from "../errors.ts"
import { decodeEvents, findEvent } from "../events.ts"
import { escrowAbi } from "../generated/abi.ts"
import { idOf } from "../offer.ts"
import type { Rental, RentalState } from "../types.ts"
import { getState } from "./getState.ts"
import type { ReadParameters } from "./internal/read.ts"

const event = getAbiItem({ abi: escrowAbi, name: "Deposited" })

/**
 * A rental from its id alone: the state from storage, the terms from the one block that holds them. The terms are
 * checked against the id, so that the node need not be trusted for them.
 *
 * @example
 * import { getRental } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { rental, state } = await getRental(client, { escrow: "0x…", id: "0x…" })
 *
 * @param client A viem client
 * @param parameters.escrow The escrow's address
 * @param parameters.id The rental's id
 * @param parameters.blockNumber Block to read the state at; without it, the latest
 * @returns The id, the state and the rental that every verb takes
 * @throws {RentalNotFoundError} if there is no such rental
 * @throws {TermsNotFoundError} if the node has no logs of the deposit's block
 * @throws {TermsMismatchError} if the node gives terms of another rental
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function getRental(
  client: Client,
  { id, ...options }: getRental.Parameters,
): Promise<getRental.ReturnType> {
  const state = await getState(client, { id, ...options })
  if (state.status === "None") throw new RentalNotFoundError({ id })

  const { escrow } = options
  const { depositBlock } = state
  const logs = await getLogs(client, {
    address: escrow,
    event,
    args: { id },
    fromBlock: depositBlock,
    toBlock: depositBlock,
  })
  const deposited = findEvent(decodeEvents({ escrow, logs }), "Deposited")
  if (!deposited) throw new TermsNotFoundError({ id, depositBlock })
  const { rental } = deposited.args
  const actual = idOf(rental)
  if (actual !== id.toLowerCase()) throw new TermsMismatchError({ id, actual })
  return { id, state, rental }
}

export declare namespace getRental {
  type Parameters = ReadParameters & {
    /** The rental's id. */
    readonly id: Hex
  }
  type ReturnType = {
    readonly id: Hex
    readonly state: RentalState
    readonly rental: Rental
  }
}
