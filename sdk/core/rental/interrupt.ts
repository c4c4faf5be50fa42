import { interruptFunction } from "../../generated/abiItems.ts"
import { interruptCompensation } from "../../math.ts"
import { assertArgs } from "../codec.ts"
import type { Chain } from "../port.ts"
import { escrowCall, type RentalParameters } from "./escrowCall.ts"
import { latestState } from "./latestState.ts"
import type { PreparedRequest } from "./send.ts"

/** Parameters of `interrupt`. */
export type InterruptParameters = RentalParameters & {
  /**
   * The most of the bond that the renter may get by this call, base units. Default: what it would get now
   * (`interruptCompensation`), which time only lowers.
   */
  readonly maxFromBond?: bigint | undefined
}

/**
 * Ends a rental as its host or operator. Before the start this declines the rental, later it interrupts it. The bond
 * compensates the renter. `maxFromBond` keeps a transaction that lands in front, such as your own start or an extension,
 * from making the call dearer.
 *
 * @example
 * import { getRental, interrupt } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { rental } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const { events } = await interrupt(client, { escrow: "0x…", rental })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {TooMuchError} if the renter would get more of the bond than `maxFromBond`
 * @throws {WrongStatusError} if the rental is not in a status that allows it
 * @throws {NotHostOrOperatorError} for any other account
 * @throws {StartWindowOverError} before the start, once the host is late
 * @throws {RentalOverError} once the promised time has ended
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function prepareInterrupt(
  chain: Chain,
  { escrow, rental, maxFromBond }: InterruptParameters,
): Promise<PreparedRequest> {
  assertArgs(chain.codec, interruptFunction, [rental, maxFromBond ?? 0n])
  const bound = maxFromBond ?? (await compensationOf(chain, { escrow, rental }))
  return escrowCall(chain, escrow, interruptFunction, [rental, bound], { paysOut: true })
}

async function compensationOf(chain: Chain, parameters: RentalParameters): Promise<bigint> {
  const { state, now } = await latestState(chain, parameters)
  return interruptCompensation(parameters.rental.offer, state, now)
}
