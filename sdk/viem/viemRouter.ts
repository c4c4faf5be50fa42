import {
  hashPurchase as coreHashPurchase,
  purchaseDigest as corePurchaseDigest,
  type Purchase,
  type PurchaseDigestParameters,
  type SignedPurchase,
} from "../core/router/purchase.ts"
import {
  decodeRouterEvents as coreDecodeRouterEvents,
  toRouterError as coreToRouterError,
  type DecodeRouterEventsParameters,
  type RouterEvent,
} from "../core/router/routerContract.ts"
import {
  parsePurchase as coreParsePurchase,
  serializePurchase as coreSerializePurchase,
  type SerializePurchaseOptions,
} from "../core/router/signedPurchase.ts"
import type { Hex } from "../types.ts"
import { codec } from "./viemCodec.ts"

/**
 * Computes the purchase's digest, as the router's `digestOf` does: the nonce of the payer's authorization or Permit2
 * transfer, and `purchase` in the event.
 *
 * @example
 * import { type Purchase, purchaseDigest } from "@gpuflow/escrow/router"
 *
 * const nonce = (purchase: Purchase) => purchaseDigest({ router: "0x…", chainId: 137, purchase })
 *
 * @returns 32 bytes
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function purchaseDigest(parameters: purchaseDigest.Parameters): Hex {
  return corePurchaseDigest(codec, parameters)
}

export declare namespace purchaseDigest {
  type Parameters = PurchaseDigestParameters
}

/**
 * Computes the purchase's EIP-712 struct hash, as the router's `hashPurchase` does: the witness of a Permit2 transfer. It
 * is the same for every chain and router.
 *
 * @example
 * import { hashPurchase, type Purchase } from "@gpuflow/escrow/router"
 *
 * const witness = (purchase: Purchase) => hashPurchase(purchase)
 *
 * @param purchase The purchase
 * @returns 32 bytes
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function hashPurchase(purchase: Purchase): Hex {
  return coreHashPurchase(codec, purchase)
}

/**
 * Returns a signed purchase as JSON, with its version, chain, contracts and orders. Send it to a relayer. Whole numbers
 * are decimal strings. `schemas/purchase.schema.json` of this package describes it.
 *
 * @example
 * import { type SignedPurchase, serializePurchase } from "@gpuflow/escrow/router"
 *
 * const send = (signed: SignedPurchase) => fetch("/relay", { method: "POST", body: serializePurchase(signed) })
 *
 * @param signed The purchase with its signature
 * @param options How to write it
 * @returns JSON
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function serializePurchase(signed: SignedPurchase, options?: SerializePurchaseOptions): string {
  return coreSerializePurchase(codec, signed, options)
}

/**
 * Reads a signed purchase. Every field must be there in its one form, and no other field may be. Addresses get the
 * capital letters of ERC-55. Nothing is checked against the chain: pass the purchase to `verifyPurchase`.
 *
 * @example
 * import { parsePurchase } from "@gpuflow/escrow/router"
 *
 * const read = async (request: Request) => parsePurchase(await request.text())
 *
 * @param text The JSON
 * @returns The purchase with its signature, chain and contracts
 * @throws {PurchaseUnreadableError} for anything else. `args.faults` has every field that is wrong
 */
export function parsePurchase(text: string): SignedPurchase {
  return coreParsePurchase(codec, text)
}

/**
 * Decodes the router's own events among logs, in their order. `Purchased` names the payer; the payer of the escrow's
 * `Deposited` is the router.
 *
 * @example
 * import { decodeRouterEvents } from "@gpuflow/escrow/router"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { logs } = await client.getTransactionReceipt({ hash: "0x…" })
 * const events = decodeRouterEvents({ router: "0x…", logs })
 *
 * @returns The events. Logs of other contracts are left out
 */
export function decodeRouterEvents(parameters: decodeRouterEvents.Parameters): RouterEvent[] {
  return coreDecodeRouterEvents(codec, parameters)
}

export declare namespace decodeRouterEvents {
  type Parameters = DecodeRouterEventsParameters
}

/**
 * Returns the error of the router or of the escrow behind a client's error. Any other error is returned unchanged.
 *
 * @example
 * import { isEscrowError } from "@gpuflow/escrow"
 * import { toRouterError } from "@gpuflow/escrow/router"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * await client.call({ to: "0x…", data: "0x…" }).catch((cause: unknown) => {
 *   const error = toRouterError(cause)
 *   console.log(isEscrowError(error) ? error.code : "not from the contracts")
 * })
 *
 * @param cause The error that was thrown, or raw revert data
 * @returns The decoded error with `cause`, or `cause` itself
 */
export function toRouterError(cause: unknown): unknown {
  return coreToRouterError(codec, cause)
}
