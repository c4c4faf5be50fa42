// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareSetHostFee } from "../../core/admin/setHostFee.ts"
import type { SetHostFeeParameters } from "../../core/admin/setHostFee.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Sets the fee of one host for later deposits. Only the owner may.
 *
 * @example
 * import { setHostFee } from "@gpuflow/escrow/admin"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await setHostFee(client, { escrow: "0x…", host: "0x…", feeBps: 1_200n })
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
 * @throws {FeeOutOfBoundsError} for a fee below `MIN_FEE_BPS` or above `MAX_FEE_BPS`
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function setHostFee(client: Client, parameters: setHostFee.Parameters): Promise<setHostFee.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareSetHostFee, parameters)
}

export declare namespace setHostFee {
  type Parameters = SetHostFeeParameters & SendParameters
  type ReturnType = TransactionResult
}
