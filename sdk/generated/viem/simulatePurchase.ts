// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { simulatePurchase as core } from "../../core/router/simulatePurchase.ts"
import type { SimulatePurchaseParameters } from "../../core/router/simulatePurchase.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Runs a signed purchase on the latest state without sending it, and throws the error that it would fail with.
 *
 * @example
 * import { parsePurchase, simulatePurchase } from "@gpuflow/escrow/router"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const text: string // what the payer's page has sent
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * await simulatePurchase(client, { signed: parsePurchase(text) })
 *
 * @param client A viem client
 * @throws {PaymentRefusedError} if token or Permit2 refuse the payment
 * @throws {PurchaseExpiredError} after the purchase's `validBefore`
 * @throws {PurchaseUsedError} if it was already paid or cancelled
 * @throws {NotRelayerError} if the payer chose another relayer
 * @throws {ValueTooSmallError} if the value does not cover price and fee
 * @throws {InsufficientBalanceError} if the payer does not have the value
 * @throws {InsufficientPermit2AllowanceError} if Permit2 may not take the value
 * @throws {UndeployedPayerError} for a signature of an account that is not deployed yet
 * @throws {ContractNotFoundError} if there is no router at the address
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export function simulatePurchase(
  client: Client,
  parameters: simulatePurchase.Parameters,
): Promise<simulatePurchase.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace simulatePurchase {
  type Parameters = SimulatePurchaseParameters
  type ReturnType = void
}
