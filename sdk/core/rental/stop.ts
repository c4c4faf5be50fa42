import { stopFunction } from "../../generated/abiItems.ts"
import { stopBound } from "../../math.ts"
import { assertArgs } from "../codec.ts"
import type { Chain } from "../port.ts"
import { escrowCall, type RentalParameters } from "./escrowCall.ts"
import { latestState } from "./latestState.ts"
import type { PreparedRequest } from "./send.ts"

/** Parameters of `stop`. */
export type StopParameters = RentalParameters & {
  /**
   * The most that the host's payee may get by this call, base units, net of the fee, a stake included. Default: what it
   * would get two minutes from now (`stopBound`). 0 before the start.
   */
  readonly maxToHost?: bigint | undefined
}

/**
 * Ends a rental as its renter. Before the start, the whole price comes back. Later, the host gets the billed part. In a
 * dispute the renter concedes: the host gets the contested amount, and the longer the dispute has lasted, the more of
 * the stake (`forfeitedStake`). For a day after a refund in the dispute, conceding costs nothing of the stake.
 * `maxToHost` keeps a transaction that lands in front, such as the host's start, from making the call dearer.
 *
 * @example
 * import { getRental, stop } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { rental } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const { events } = await stop(client, { escrow: "0x…", rental })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {TooMuchError} if the host's payee would get more than `maxToHost`
 * @throws {WrongStatusError} if the rental is not in a status that allows it
 * @throws {NotRenterError} for any other account
 * @throws {StartWindowOverError} before the start, once the host is late: settle instead
 * @throws {ArbitrationOverError} in a dispute, once the arbiter's time is over: settle instead
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function prepareStop(
  chain: Chain,
  { escrow, rental, maxToHost }: StopParameters,
): Promise<PreparedRequest> {
  assertArgs(chain.codec, stopFunction, [rental, maxToHost ?? 0n])
  const bound = maxToHost ?? (await boundOf(chain, { escrow, rental }))
  return escrowCall(chain, escrow, stopFunction, [rental, bound], { paysOut: true })
}

async function boundOf(chain: Chain, parameters: RentalParameters): Promise<bigint> {
  const { state, now } = await latestState(chain, parameters)
  return stopBound(parameters.rental.offer, state, now)
}
