// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { AccessRequest } from "../../core/access/accessRequest.ts"
import { signAccess as core } from "../../core/access/signAccess.ts"
import type { SignAccessParameters } from "../../core/access/signAccess.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Signs a request to be let into a rental's machine, on the chain of the wallet. The account must be the rental's renter:
 * a key, or a contract that accepts the signature (ERC-1271). `requestAccess` signs and sends in one call.
 *
 * @example
 * import { serializeAccessRequest, signAccess } from "@gpuflow/escrow/access"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const publicKey: string // the line in ~/.ssh/id_ed25519.pub
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const body = serializeAccessRequest(await signAccess(client, { escrow: "0x…", rental: "0x…", publicKey }))
 *
 * @param client A viem client with the renter's account
 * @returns The request, as `parseAccessRequest` reads it
 * @throws {InvalidSshKeyError} for what is not a public SSH key
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {UnusableSignatureError} if the signature is not the account's
 * @throws {CancelledError} if the signal was aborted before the wallet was asked
 * @throws {WalletUnansweredError} if the signal was aborted before the wallet answered
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export async function signAccess(client: Client, parameters: signAccess.Parameters): Promise<signAccess.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace signAccess {
  type Parameters = SignAccessParameters & AccountParameters
  type ReturnType = AccessRequest
}
