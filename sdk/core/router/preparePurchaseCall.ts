import type { Chain } from "../port.ts"
import type { PreparedRequest } from "../rental/send.ts"
import type { SignedPurchase } from "./purchase.ts"
import { routerCall } from "./routerContract.ts"

/** Parameters of `preparePurchaseCall`. */
export type PreparePurchaseCallParameters = {
  /** The purchase with its signature. */
  readonly signed: SignedPurchase
}

/**
 * Prepares a signed purchase as a call for the relayer to send in its own way. Nothing is asked of the chain. Check the
 * purchase with `verifyPurchase` first.
 *
 * @example
 * import { preparePurchaseCall, type SignedPurchase } from "@gpuflow/escrow/router"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const signed: SignedPurchase // from `parsePurchase`
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { to, data } = preparePurchaseCall(client, { signed })
 *
 * @returns The call
 * @throws {OrderCountOutOfBoundsError} for no order or too many
 * @throws {NativeCoinError} for an offer that is paid in the native coin
 * @throws {MixedTokensError} for offers with different tokens
 * @throws {DuplicateOrderError} for a machine that is ordered twice
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export function preparePurchaseCall(chain: Chain, { signed }: PreparePurchaseCallParameters): PreparedRequest {
  return routerCall(chain, signed)
}
