import { setMarketFunction } from "../../generated/abiItems.ts"
import type { Address } from "../../types.ts"
import type { Chain } from "../port.ts"
import { escrowCall, type TokenParameters } from "../rental/escrowCall.ts"
import type { PreparedRequest } from "../rental/send.ts"

/** Parameters of `setMarket`. */
export type SetMarketParameters = TokenParameters & {
  /** Account that rules on disputes. */
  readonly arbiter: Address
  /** Platform fee, basis points. */
  readonly feeBps: bigint
  /** Whether deposits, extensions and bonds are accepted. */
  readonly open: boolean
}

/**
 * Sets a token's arbiter, fee and opening for later deposits. Only the owner may.
 *
 * @example
 * import { setMarket } from "@gpuflow/escrow/admin"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await setMarket(client, { escrow: "0x…", token: "0x…", arbiter: "0x…", feeBps: 1_000n, open: true })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
 * @throws {FeeOutOfBoundsError} for a fee below `MIN_FEE_BPS` or above `MAX_FEE_BPS`
 * @throws {InvalidTokenError} when opening a token that cannot be one
 * @throws {InvalidArbiterError} when opening without an arbiter
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function prepareSetMarket(
  chain: Chain,
  { escrow, token, arbiter, feeBps, open }: SetMarketParameters,
): PreparedRequest {
  return escrowCall(chain, escrow, setMarketFunction, [token, arbiter, feeBps, open])
}
