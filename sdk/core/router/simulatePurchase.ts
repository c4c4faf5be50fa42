import { NATIVE } from "../../generated/constants.ts"
import type { Address } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { ContractNotFoundError } from "../foreignContract.ts"
import type { Chain } from "../port.ts"
import type { SignedPurchase } from "./purchase.ts"
import { routerCall, toRouterError } from "./routerContract.ts"

/** Parameters of `simulatePurchase`. */
export type SimulatePurchaseParameters = {
  /** The purchase with its signature. */
  readonly signed: SignedPurchase
  /** The account that would send it. Default: the relayer that the payer chose, or else any account. */
  readonly relayer?: Address | undefined
}

/** An account that nobody has the key of. It receives the fee of a simulation. */
const ANYONE: Address = `0x${"0".repeat(36)}dEaD`

/**
 * Runs a signed purchase on the latest state without sending it, and throws the error that it would fail with.
 *
 * @example
 * import { parsePurchase, simulatePurchase } from "@gpuflow/escrow/router"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const text: string // what the payer's page has sent
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * await simulatePurchase(client, { signed: parsePurchase(text) })
 *
 * @throws {PaymentRefusedError} if token or Permit2 refuse the payment
 * @throws {PurchaseExpiredError} after the purchase's `validBefore`
 * @throws {PurchaseUsedError} if it was already paid or cancelled
 * @throws {NotRelayerError} if the payer chose another relayer
 * @throws {ValueTooSmallError} if the value does not cover price and fee
 * @throws {InsufficientBalanceError} if the payer does not have the value
 * @throws {InsufficientPermit2AllowanceError} if Permit2 may not take the value
 * @throws {UndeployedPayerError} for a signature of an account that is not deployed yet
 * @throws {ContractNotFoundError} if there is no router at the address
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export async function simulatePurchase(chain: Chain, { signed, relayer }: SimulatePurchaseParameters): Promise<void> {
  const request = routerCall(chain, signed)
  const chosen = isSameAddress(signed.payment.relayer, NATIVE) ? ANYONE : signed.payment.relayer
  if (!(await chain.code(signed.router))) throw new ContractNotFoundError({ address: signed.router })
  await chain.call(request, { from: relayer ?? chosen }).catch((cause: unknown) => {
    throw toRouterError(chain.codec, cause)
  })
}
