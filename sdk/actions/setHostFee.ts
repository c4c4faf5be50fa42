import type { Client } from "viem"

import { requestSetHostFee, type SetHostFeeParameters } from "../core/admin/administration.ts"
import type { TransactionResult } from "../core/rental/send.ts"
import { type SendParameters, write } from "../viem/sendVerb.ts"

/**
 * Sets one host's fee for later deposits, as the owner.
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
 * @param parameters.escrow The escrow's address
 * @param parameters.host The host
 * @param parameters.feeBps Basis points; 0: the market's fee
 * @param parameters.account Who sends it; without it, the client's account
 * @param parameters.confirmations Blocks to wait for; without it, 1
 * @returns Hash, receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account but the owner
 * @throws {FeeOutOfBoundsError} for a fee below `MIN_FEE_BPS` or above `MAX_FEE_BPS`
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function setHostFee(client: Client, parameters: setHostFee.Parameters): Promise<setHostFee.ReturnType> {
  return write(client, requestSetHostFee, parameters)
}

export declare namespace setHostFee {
  type Parameters = SetHostFeeParameters & SendParameters
  type ReturnType = TransactionResult
}
