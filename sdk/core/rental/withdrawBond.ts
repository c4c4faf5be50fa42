import { withdrawBondFunction } from "../../generated/abiItems.ts"
import type { Address } from "../../types.ts"
import type { Chain } from "../port.ts"
import { type BondParameters, escrowCall } from "./escrowCall.ts"
import type { PreparedRequest } from "./send.ts"

/** Parameters of `withdrawBond`. */
export type WithdrawBondParameters = BondParameters & {
  /** Receiver of the tokens. It must be neither zero nor the escrow. */
  readonly to: Address
}

/**
 * Withdraws from the free part of the sender's bond.
 *
 * @example
 * import { withdrawBond } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { hash } = await withdrawBond(client, { escrow: "0x…", token: "0x…", amount: 1_500_000n, to: "0x…" })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {InsufficientBondError} if the free bond is smaller
 * @throws {InvalidReceiverError} for zero and the escrow
 * @throws {ZeroAmountError} for a zero amount
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function prepareWithdrawBond(
  chain: Chain,
  { escrow, token, amount, to }: WithdrawBondParameters,
): PreparedRequest {
  return escrowCall(chain, escrow, withdrawBondFunction, [token, amount, to])
}
