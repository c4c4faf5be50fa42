import { fundBondFunction } from "../../generated/abiItems.ts"
import { NATIVE } from "../../generated/constants.ts"
import { isSameAddress } from "../address.ts"
import { assertArgs } from "../codec.ts"
import type { Chain } from "../port.ts"
import { type BondParameters, escrowCall } from "./escrowCall.ts"
import type { PreparedRequest } from "./send.ts"

/** Parameters of `fundBond`. */
export type FundBondParameters = BondParameters & {
  /** Native coin to send, wei. Default: the amount if the token is the native coin, otherwise 0. */
  readonly value?: bigint | undefined
}

/**
 * Adds to the sender's free bond. The escrow must be allowed to take the amount of an ERC-20 token.
 *
 * @example
 * import { fundBond } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { events } = await fundBond(client, { escrow: "0x…", token: "0x…", amount: 5_000_000n })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {MarketNotOpenError} if the token is not accepted
 * @throws {InsufficientAllowanceError} if the escrow may not take that much
 * @throws {InsufficientBalanceError} if the sender does not have it
 * @throws {WrongValueError} if another value is sent than is due
 * @throws {ZeroAmountError} for a zero amount
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function prepareFundBond(chain: Chain, { escrow, token, amount, value }: FundBondParameters): PreparedRequest {
  assertArgs(chain.codec, fundBondFunction, [token, amount])
  const due = isSameAddress(token, NATIVE) ? amount : 0n
  return escrowCall(chain, escrow, fundBondFunction, [token, amount], { value: value ?? due })
}
