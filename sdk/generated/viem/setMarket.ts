// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareSetMarket } from "../../core/admin/setMarket.ts"
import type { SetMarketParameters } from "../../core/admin/setMarket.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Sets a token's arbiter, fee and opening for later deposits. Only the owner may.
 *
 * @example
 * import { setMarket } from "@gpuflow/escrow/admin"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await setMarket(client, { escrow: "0x…", token: "0x…", arbiter: "0x…", feeBps: 1_000n, open: true })
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
 * @throws {FeeOutOfBoundsError} for a fee below `MIN_FEE_BPS` or above `MAX_FEE_BPS`
 * @throws {InvalidTokenError} when opening a token that cannot be one
 * @throws {InvalidArbiterError} when opening without an arbiter
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function setMarket(client: Client, parameters: setMarket.Parameters): Promise<setMarket.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareSetMarket, parameters)
}

export declare namespace setMarket {
  type Parameters = SetMarketParameters & SendParameters
  type ReturnType = TransactionResult
}
