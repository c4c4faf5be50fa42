// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { PreparedRequest } from "../../core/rental/send.ts"
import { prepareRequest as core } from "../../core/requests/prepareRequest.ts"
import type { PrepareRequestOptions, Verb, VerbParameters } from "../../core/requests/prepareRequest.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Prepares any verb as a call that is ready to be signed. The input is checked and the value computed, but nothing is
 * sent. Pass `to`, `data` and `value` to a batch (EIP-5792), a Safe or another wallet, and `accessList` where the wallet
 * takes one.
 *
 * @example
 * import { type Rental } from "@gpuflow/escrow"
 * import { prepareRequest } from "@gpuflow/escrow/requests"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental // from `getRental`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const request = await prepareRequest(client, "stop", { escrow: "0x…", rental })
 *
 * @param client A viem client with an account
 * @param verb The verb, by its name in Solidity
 * @param parameters The parameters of the verb, without the options of waiting
 * @returns The call, with the access list if you asked for one and it pays
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export async function prepareRequest<const verb extends Verb>(
  client: Client,
  verb: verb,
  parameters: prepareRequest.Parameters<verb>,
): Promise<prepareRequest.ReturnType> {
  return core(walletOf(client, parameters), verb, parameters)
}

export declare namespace prepareRequest {
  type Parameters<verb extends Verb> = VerbParameters<verb> & PrepareRequestOptions & AccountParameters
  type ReturnType = PreparedRequest
}
