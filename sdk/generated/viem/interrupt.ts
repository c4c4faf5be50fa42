// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareInterrupt } from "../../core/rental/interrupt.ts"
import type { InterruptParameters } from "../../core/rental/interrupt.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

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
 * @param client A viem client with an account
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
export async function interrupt(client: Client, parameters: interrupt.Parameters): Promise<interrupt.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareInterrupt, parameters)
}

export declare namespace interrupt {
  type Parameters = InterruptParameters & SendParameters
  type ReturnType = TransactionResult
}
