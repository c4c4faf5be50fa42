import { getRentalFunction } from "../../generated/abiItems.ts"
import type { Hex, RentalState } from "../../types.ts"
import { assertAddress, decodeResult, encodeCall } from "../codec.ts"
import { multicall } from "../multicall.ts"
import type { Chain } from "../port.ts"
import type { ReadParameters } from "../rental/escrowRead.ts"
import { EscrowNotFoundError } from "../rental/rentalErrors.ts"

/** Reads of many rentals by their ids. */
export type RentalIdsParameters = ReadParameters & {
  /** The rentals' ids. */
  readonly ids: readonly Hex[]
}

/**
 * Reads the states of many rentals at one block, in one call where the chain has Multicall3.
 *
 * @example
 * import { getStates } from "@gpuflow/escrow/watch"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const states = await getStates(client, { escrow: "0x…", ids: ["0x…", "0x…"] })
 *
 * @returns The states, in the order of the ids. Status `None`: there is no such rental
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function getStates(
  chain: Chain,
  { escrow, ids, blockNumber }: RentalIdsParameters,
): Promise<RentalState[]> {
  const { codec } = chain
  assertAddress(codec, "escrow", escrow)
  const questions = ids.map((id) => encodeCall(codec, getRentalFunction, [id]))
  const answers = await multicall(chain, escrow, questions, { blockNumber })
  return answers.map((answer) => {
    if (answer === "0x") throw new EscrowNotFoundError({ escrow })
    return decodeResult(codec, getRentalFunction, answer)
  })
}
