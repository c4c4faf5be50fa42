// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareExtend } from "../../core/rental/extend.ts"
import type { ExtendParameters } from "../../core/rental/extend.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Pays for more time on a running rental. Anyone may call it. The host's signature on `maxDuration` covers it. Until 20
 * prices cover the offer's bond (`durationCoveringBond`), an extension also raises the rental's bond, which needs the
 * host's free bond.
 *
 * @example
 * import { extend, getRental } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { rental, state } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const { events } = await extend(client, { escrow: "0x…", rental, duration: state.duration + 1_800n })
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {WrongStatusError} if the rental is not in a status that allows it
 * @throws {RentalOverError} once the promised time has ended
 * @throws {DurationOutOfBoundsError} if the rental already lasts as long, or beyond `maxDuration`
 * @throws {InsufficientBondError} if the host's free bond does not cover what the extension raises
 * @throws {MarketNotOpenError} if the market was closed
 * @throws {InsufficientAllowanceError} if the escrow may not take that much
 * @throws {InsufficientBalanceError} if the sender does not have it
 * @throws {WrongValueError} if another value is sent than is due
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function extend(client: Client, parameters: extend.Parameters): Promise<extend.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareExtend, parameters)
}

export declare namespace extend {
  type Parameters = ExtendParameters & SendParameters
  type ReturnType = TransactionResult
}
