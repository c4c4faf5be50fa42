import { interruptFunction } from "../../generated/abiItems.ts"

import type { Chain } from "../port.ts"
import { escrowCall, type RentalParameters } from "./escrowCall.ts"
import type { PreparedRequest } from "./send.ts"

/**
 * Ends a rental as its host or operator. Before the start this declines the rental, later it interrupts it. The bond
 * compensates the renter.
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
 * @throws {WrongStatusError} if the rental is not in a status that allows it
 * @throws {NotHostOrOperatorError} for any other account
 * @throws {StartWindowOverError} before the start, once the host is late
 * @throws {RentalOverError} once the promised time has ended
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function prepareInterrupt(chain: Chain, { escrow, rental }: RentalParameters): PreparedRequest {
  return escrowCall(chain, escrow, interruptFunction, [rental], { paysOut: true })
}
