import { revokeAllFunction } from "../../generated/mandateItems.ts"
import { foreignCall, foreignExecute } from "../foreignContract.ts"
import type { Chain, Wallet } from "../port.ts"
import type { PreparedRequest } from "../rental/send.ts"
import type { WaitOptions } from "../rental/waitForTransaction.ts"
import type { MandateTransactionResult } from "./executeMandate.ts"
import { type MandateContractParameters, type MandateEvent, mandateContract } from "./mandateContract.ts"

export function prepareRevokeAllMandates(
  chain: Pick<Chain, "codec">,
  { mandateContract: to }: MandateContractParameters,
): PreparedRequest {
  return foreignCall(chain, mandateContract, { to, item: revokeAllFunction, args: [] })
}

/**
 * Revokes all mandates that the account signed for its current epoch.
 *
 * @example
 * import { revokeAllMandates } from "@gpuflow/escrow/mandate"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await revokeAllMandates(client, { mandateContract: "0x…" })
 *
 * @param client A viem client with the renter's account
 * @returns The hash, the receipt, and the contract's events
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {InvalidInputError} for a value that is not an address
 */
export async function revokeAllMandates(
  wallet: Wallet,
  { mandateContract: to, ...waitOptions }: MandateContractParameters & WaitOptions,
): Promise<MandateTransactionResult> {
  const request = prepareRevokeAllMandates(wallet, { mandateContract: to })
  return foreignExecute<MandateEvent>(wallet, mandateContract, { request, ...waitOptions })
}
