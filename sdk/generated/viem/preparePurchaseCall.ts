// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { PreparedRequest } from "../../core/rental/send.ts"
import { preparePurchaseCall as core } from "../../core/router/preparePurchaseCall.ts"
import type { PreparePurchaseCallParameters } from "../../core/router/preparePurchaseCall.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Prepares a signed purchase as a call for the relayer to send in its own way. Nothing is asked of the chain. Check the
 * purchase with `verifyPurchase` first.
 *
 * @example
 * import { preparePurchaseCall, type SignedPurchase } from "@gpuflow/escrow/router"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const signed: SignedPurchase // from `parsePurchase`
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { to, data } = preparePurchaseCall(client, { signed })
 *
 * @param client A viem client
 * @returns The call
 * @throws {OrderCountOutOfBoundsError} for no order or too many
 * @throws {NativeCoinError} for an offer that is paid in the native coin
 * @throws {MixedTokensError} for offers with different tokens
 * @throws {DuplicateOrderError} for a machine that is ordered twice
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export function preparePurchaseCall(
  client: Client,
  parameters: preparePurchaseCall.Parameters,
): preparePurchaseCall.ReturnType {
  return core(chainOf(client), parameters)
}

export declare namespace preparePurchaseCall {
  type Parameters = PreparePurchaseCallParameters
  type ReturnType = PreparedRequest
}
