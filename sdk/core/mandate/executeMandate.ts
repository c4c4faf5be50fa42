import { executeFunction } from "../../generated/mandateItems.ts"
import type { Hex } from "../../types.ts"
import type { EscrowEvent } from "../escrowEvents.ts"
import { foreignCall, foreignExecute } from "../foreignContract.ts"
import type { Chain, TransactionReceipt, Wallet } from "../port.ts"
import { WrongChainError } from "../portErrors.ts"
import type { PreparedRequest } from "../rental/send.ts"
import type { WaitOptions } from "../rental/waitForTransaction.ts"
import type { SignedMandate } from "./mandate.ts"
import { type MandateEvent, mandateContract } from "./mandateContract.ts"

/** Parameters of `executeMandate`. */
export type ExecuteMandateParameters = {
  /** The mandate with its signature. */
  readonly signed: SignedMandate
  /** Tip for the account that executes, base units, at most the mandate's `maxTip`. Default: 0. */
  readonly tip?: bigint | undefined
}

/** The result of a transaction with the mandate contract. */
export type MandateTransactionResult = {
  readonly hash: Hex
  readonly receipt: TransactionReceipt
  /** The events of the mandate contract and of the escrow in this transaction, in their order. */
  readonly events: readonly (MandateEvent | EscrowEvent)[]
}

export function prepareExecuteMandate(
  chain: Pick<Chain, "codec">,
  { signed, tip = 0n }: ExecuteMandateParameters,
): PreparedRequest {
  const { mandateContract: to, mandate, signature, rental, permit = "0x" } = signed
  const args = [mandate, signature, rental, tip, permit]
  return foreignCall(chain, mandateContract, { to, item: executeFunction, args })
}

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
  wallet: Wallet,
  { signed, tip, ...waitOptions }: ExecuteMandateParameters & WaitOptions,
): Promise<MandateTransactionResult> {
  const request = prepareExecuteMandate(wallet, { signed, tip })
  const chainId = await wallet.chainId()
  if (chainId !== signed.chainId) throw new WrongChainError({ chainId, expected: signed.chainId })
  return foreignExecute<MandateEvent>(wallet, mandateContract, { request, escrow: signed.escrow, ...waitOptions })
}
