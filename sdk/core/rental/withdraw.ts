import { withdrawFunction } from "../../generated/abiItems.ts"
import type { Address } from "../../types.ts"
import type { Wallet } from "../port.ts"
import { escrowCall, type TokenParameters } from "./escrowCall.ts"
import type { PreparedRequest } from "./send.ts"

/** Parameters of `withdraw`. */
export type WithdrawParameters = TokenParameters & {
  /** Receiver of the credit. It must be neither zero nor the escrow. */
  readonly to: Address
  /** Account that has the credit. Default: the sender. */
  readonly owner?: Address | undefined
}

/**
 * Withdraws a payout that could not be delivered. Its owner may send it to any address. Anyone may send it to the
 * owner.
 *
 * @example
 * import { withdraw } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { events } = await withdraw(client, { escrow: "0x…", token: "0x…", to: "0x…" })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {NothingCreditedError} if there is no credit
 * @throws {NotAccountError} if the credit of another account should go to an address other than its own
 * @throws {InvalidReceiverError} for zero and the escrow
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function prepareWithdraw(wallet: Wallet, { escrow, token, to, owner }: WithdrawParameters): PreparedRequest {
  return escrowCall(wallet, escrow, withdrawFunction, [token, owner ?? wallet.account, to])
}
