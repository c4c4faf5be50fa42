// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { signPermit as core } from "../../core/plan/signPermit.ts"
import type { SignPermitParameters } from "../../core/plan/signPermit.ts"
import type { Hex } from "../../types.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Signs an EIP-2612 permit that lets the escrow take an amount of a token, so that a deposit or an extension needs no
 * approval. The token's domain separator is recomputed first, because some tokens use another domain.
 *
 * @example
 * import { signPermit } from "@gpuflow/escrow/plan"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const permit = await signPermit(client, { escrow: "0x…", token: "0x…", value: 1_500_000n })
 *
 * @param client A viem client with the payer's account
 * @returns The permit that `deposit` and `extend` take
 * @throws {UnusableSignatureError} if the wallet's signature is not one that the token accepts as the account's
 * @throws {CancelledError} if the signal was aborted before the wallet was asked
 * @throws {WalletUnansweredError} if the signal was aborted before the wallet answered
 * @throws {PermitUnsupportedError} if the token does not support EIP-2612 permits
 * @throws {InvalidInputError} for an invalid value
 * @throws {WrongChainError} if the wallet is on another chain than its client
 */
export async function signPermit(client: Client, parameters: signPermit.Parameters): Promise<signPermit.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace signPermit {
  type Parameters = SignPermitParameters & AccountParameters
  type ReturnType = Hex
}
