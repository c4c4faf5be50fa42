// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { executeMandate as core } from "../../core/mandate/executeMandate.ts"
import type { ExecuteMandateParameters, MandateTransactionResult } from "../../core/mandate/executeMandate.ts"
import type { WaitOptions } from "../../core/rental/waitForTransaction.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Extends a rental as its renter has signed. Any account may call it once the extension is due. The renter pays the
 * price and the tip.
 *
 * @example
 * import { executeMandate, parseMandate } from "@gpuflow/escrow/mandate"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const text: string // what the renter's page has sent
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { events } = await executeMandate(client, { signed: parseMandate(text), tip: 10_000n })
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt, and the events of the mandate contract and of the escrow
 * @throws {TooEarlyError} while more time is left than the mandate's `extendBefore`
 * @throws {MandateExpiredError} after the mandate's expiry
 * @throws {WrongMandateEpochError} if the renter has revoked all mandates
 * @throws {SaltRevokedError} if the renter has revoked this one
 * @throws {MandateExhaustedError} if price and tip exceed what is left of the total
 * @throws {FullyExtendedError} if the rental already has the offer's longest duration
 * @throws {InvalidMandateSignatureError} if the renter did not sign this mandate for this contract and chain
 * @throws {InsufficientMandateAllowanceError} if the contract may not take that much
 * @throws {InsufficientRenterBalanceError} if the renter does not have it
 * @throws {InsufficientBondError} if the host's free bond does not cover what the extension raises
 * @throws {MarketNotOpenError} if the market was closed
 * @throws {WrongStatusError} if the rental is not running
 * @throws {WrongChainError} if the mandate is for another chain, or the wallet is on another chain than its client
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export async function executeMandate(
  client: Client,
  parameters: executeMandate.Parameters,
): Promise<executeMandate.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace executeMandate {
  type Parameters = ExecuteMandateParameters & WaitOptions & AccountParameters
  type ReturnType = MandateTransactionResult
}
