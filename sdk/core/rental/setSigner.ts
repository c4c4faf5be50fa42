import { setSignerFunction } from "../../generated/abiItems.ts"
import type { Address } from "../../types.ts"
import type { Chain } from "../port.ts"
import { type EscrowParameters, escrowCall } from "./escrowCall.ts"
import type { PreparedRequest } from "./send.ts"

/** Parameters of `setSigner`. */
export type SetSignerParameters = EscrowParameters & {
  /** Address of the key that signs the sender's offers. Zero: the sender itself. */
  readonly signer: Address
}

/**
 * Sets the key that signs the sender's offers from now on, and revokes every offer signed before.
 *
 * @example
 * import { setSigner } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { events } = await setSigner(client, { escrow: "0x…", signer: "0x…" })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function prepareSetSigner(chain: Chain, { escrow, signer }: SetSignerParameters): PreparedRequest {
  return escrowCall(chain, escrow, setSignerFunction, [signer])
}
