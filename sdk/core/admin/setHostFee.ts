import { setHostFeeFunction } from "../../generated/abiItems.ts"
import type { Address } from "../../types.ts"
import type { Chain } from "../port.ts"
import { type EscrowParameters, escrowCall } from "../rental/escrowCall.ts"
import type { PreparedRequest } from "../rental/send.ts"

/** Parameters of `setHostFee`. */
export type SetHostFeeParameters = EscrowParameters & {
  /** The host. */
  readonly host: Address
  /** The host's own platform fee, basis points. 0: the market's fee. */
  readonly feeBps: bigint
}

/**
 * Sets the fee of one host for later deposits. Only the owner may.
 *
 * @example
 * import { setHostFee } from "@gpuflow/escrow/admin"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await setHostFee(client, { escrow: "0x…", host: "0x…", feeBps: 1_200n })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
 * @throws {FeeOutOfBoundsError} for a fee below `MIN_FEE_BPS` or above `MAX_FEE_BPS`
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function prepareSetHostFee(chain: Chain, { escrow, host, feeBps }: SetHostFeeParameters): PreparedRequest {
  return escrowCall(chain, escrow, setHostFeeFunction, [host, feeBps])
}
