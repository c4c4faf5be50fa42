import type { Client } from "viem"

import { requestSetMarket, type SetMarketParameters } from "../core/admin/administration.ts"
import type { TransactionResult } from "../core/rental/send.ts"
import { type SendParameters, write } from "../viem/sendVerb.ts"

/**
 * Sets a token's arbiter, fee and opening for later deposits, as the owner.
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
 * @param parameters.escrow The escrow's address
 * @param parameters.token Token address; zero: the native coin
 * @param parameters.arbiter Who rules on disputes
 * @param parameters.feeBps Platform fee, basis points
 * @param parameters.open Whether deposits, extensions and bonds are accepted
 * @param parameters.account Who sends it; without it, the client's account
 * @param parameters.confirmations Blocks to wait for; without it, 1
 * @returns Hash, receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account but the owner
 * @throws {FeeOutOfBoundsError} for a fee below `MIN_FEE_BPS` or above `MAX_FEE_BPS`
 * @throws {InvalidTokenError} when opening a token that cannot be one
 * @throws {InvalidArbiterError} when opening without an arbiter
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function setMarket(client: Client, parameters: setMarket.Parameters): Promise<setMarket.ReturnType> {
  return write(client, requestSetMarket, parameters)
}

export declare namespace setMarket {
  type Parameters = SetMarketParameters & SendParameters
  type ReturnType = TransactionResult
}
