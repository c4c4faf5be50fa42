// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { verifyPurchase as core } from "../../core/router/verifyPurchase.ts"
import type { PurchaseCheck, VerifyPurchaseParameters } from "../../core/router/verifyPurchase.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Checks a signed purchase for a relayer, before it pays for the gas: that the payer signed exactly what would be called,
 * for this chain and router; the relayer, the expiry, the fee and the value; whether it was paid already; and at last the
 * whole call, by a simulation. It throws only if it cannot find out.
 *
 * @example
 * import { parsePurchase, sendPurchase, verifyPurchase } from "@gpuflow/escrow/router"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const text: string // what the payer's page has sent
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const signed = parsePurchase(text)
 * const relayer = client.account.address
 * const { status, refusals } = await verifyPurchase(client, {
 *   signed,
 *   escrow: "0x…",
 *   router: "0x…",
 *   relayer,
 *   minimumFee: 20_000n,
 * })
 * if (status === "acceptable") await sendPurchase(client, { signed })
 * else console.log(...refusals.map(({ reason, error }) => `${reason}: ${error.message}`))
 *
 * @param client A viem client
 * @returns The status, every refusal with its reason and error, the digest, the price and the fee
 * @throws {WrongChainError} if the client is configured for another chain
 * @throws {ContractNotFoundError} if there is no router at the address
 * @throws {EscrowNotFoundError} if there is no escrow at the address
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export function verifyPurchase(
  client: Client,
  parameters: verifyPurchase.Parameters,
): Promise<verifyPurchase.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace verifyPurchase {
  type Parameters = VerifyPurchaseParameters
  type ReturnType = PurchaseCheck
}
