import { revokeFunction } from "../../generated/mandateItems.ts"
import type { Hex } from "../../types.ts"
import { foreignCall, foreignExecute } from "../foreignContract.ts"
import type { Chain, Wallet } from "../port.ts"
import type { PreparedRequest } from "../rental/send.ts"
import type { WaitOptions } from "../rental/waitForTransaction.ts"
import type { MandateTransactionResult } from "./executeMandate.ts"
import { type MandateContractParameters, type MandateEvent, mandateContract } from "./mandateContract.ts"

/** Parameters of `revokeMandate`. */
export type RevokeMandateParameters = MandateContractParameters & {
  /** The mandate's salt. It cannot be used again. */
  readonly salt: Hex
}

export function prepareRevokeMandate(
  chain: Pick<Chain, "codec">,
  { mandateContract: to, salt }: RevokeMandateParameters,
): PreparedRequest {
  return foreignCall(chain, mandateContract, { to, item: revokeFunction, args: [salt] })
}

/**
 * Revokes the account's mandates with this salt, also those that were not used yet. The rental itself goes on until its
 * end: `stop` ends it.
 *
 * @example
 * import { type Mandate, revokeMandate } from "@gpuflow/escrow/mandate"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const mandate: Mandate // as it was signed
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await revokeMandate(client, { mandateContract: "0x…", salt: mandate.salt })
 *
 * @param client A viem client with the renter's account
 * @returns The hash, the receipt, and the contract's events
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export async function revokeMandate(
  wallet: Wallet,
  { mandateContract: to, salt, ...waitOptions }: RevokeMandateParameters & WaitOptions,
): Promise<MandateTransactionResult> {
  const request = prepareRevokeMandate(wallet, { mandateContract: to, salt })
  return foreignExecute<MandateEvent>(wallet, mandateContract, { request, ...waitOptions })
}
