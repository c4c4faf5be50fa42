// A purchase: its orders, what is signed, and its hashes.
import { NATIVE } from "../../generated/constants.ts"
import { MixedTokensError, NativeCoinError, OrderCountOutOfBoundsError } from "../../generated/routerErrors.ts"
import { digestOfFunction, routerStructs } from "../../generated/routerItems.ts"
import type { Address, Hex, Rental } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { assertAddress, assertInput, InvalidInputError } from "../codec.ts"
import { EscrowError } from "../escrowError.ts"
import { structFields } from "../parseAbi.ts"
import type { Codec } from "../port.ts"
import { idOf } from "../rental/rentalId.ts"

/** One rental of a purchase, as it is signed: how long it shall last in all. */
export type Order = {
  readonly rentalId: Hex
  /** The account that rents the machine and receives every refund. */
  readonly renter: Address
  /** Seconds that the rental shall last in all. */
  readonly duration: bigint
}

/** What a payer signs. Its digest is the nonce of an ERC-3009 authorization and of a Permit2 transfer. */
export type Purchase = {
  /** The rentals, in the order in which they are paid. */
  readonly orders: readonly Order[]
  /** What the account that sends the transaction receives, base units of the offers' token. */
  readonly relayFee: bigint
  /** The only account that may send the transaction. Zero: any. */
  readonly relayer: Address
  /** Timestamp until which the purchase can be sent. */
  readonly validBefore: bigint
}

/** A rental to buy. */
export type PurchaseOrder = {
  /** The offer, the renter and the salt. */
  readonly rental: Rental
  /** Seconds that the rental shall last in all. */
  readonly duration: bigint
  /** The host's signature of the offer. An extension needs none. */
  readonly hostSignature?: Hex | undefined
}

/**
 * How a purchase is signed. `authorization`: the token's own ERC-3009 authorization, as USDC has it. `permit2`: a
 * transfer of Uniswap's Permit2, for every token, which needs an allowance for Permit2 or a permit for it.
 */
export type PurchaseWay = "authorization" | "permit2"

/** The router's function that carries a purchase out. */
export type PurchaseVerb = "rent" | "extend"

/** A purchase that is checked and ready to be signed. Amounts are base units of the token. */
export type PreparedPurchase = {
  readonly chainId: number
  /** The escrow's address. */
  readonly escrow: Address
  /** The router's address. */
  readonly router: Address
  /** The Permit2 contract that the router calls. */
  readonly permit2: Address
  readonly verb: PurchaseVerb
  /** The account that signs and pays. */
  readonly payer: Address
  readonly token: Address
  readonly orders: readonly PurchaseOrder[]
  /** What is signed. */
  readonly purchase: Purchase
  /** What the orders cost now, without the fee. */
  readonly price: bigint
  /** The most that the payer parts with: the price and the fee, and one unit more for an extension. */
  readonly value: bigint
  /** The purchase's digest: the nonce of the payment, and `purchase` in the event. */
  readonly digest: Hex
  /** The purchase's struct hash: the witness of a Permit2 transfer. */
  readonly witness: Hex
}

/** A purchase with its signature, and all that a relayer needs to check and to send it. */
export type SignedPurchase = {
  readonly chainId: number
  /** The escrow's address. */
  readonly escrow: Address
  /** The router's address. */
  readonly router: Address
  readonly verb: PurchaseVerb
  readonly orders: readonly PurchaseOrder[]
  readonly payment: SignedPayment
}

/** The payer's part of a signed purchase, in the words of the router's `Payment`. */
export type SignedPayment = {
  readonly payer: Address
  /** The most that the payer parts with, fee included, base units. */
  readonly value: bigint
  readonly relayFee: bigint
  readonly relayer: Address
  readonly validBefore: bigint
  readonly signature: Hex
  readonly method: (typeof methods)[number]
  /** EIP-2612 permit of the payer for Permit2; `0x`: none. */
  readonly permit: Hex
}

/** The words of `Method`, in its order. */
export const methods = ["Authorization", "Permit2"] as const
/** The ways to sign, in the order of `Method`. */
export const purchaseWays = ["authorization", "permit2"] as const satisfies readonly PurchaseWay[]

export const methodOf = (way: PurchaseWay): SignedPayment["method"] =>
  way === "authorization" ? "Authorization" : "Permit2"
export const wayOf = (method: SignedPayment["method"]): PurchaseWay =>
  method === "Authorization" ? "authorization" : "permit2"

/** As in the router. */
export const MAX_ORDERS = 64n

/** The types of a purchase in EIP-712. */
export const purchaseTypes = {
  Order: /* @__PURE__ */ structFields(routerStructs.Order),
  Purchase: /* @__PURE__ */ structFields(routerStructs.Purchase),
}

/** Every action names the router. */
export type RouterParameters = {
  /** The router's address. */
  readonly router: Address
}

/** Parameters of `purchaseDigest`. */
export type PurchaseDigestParameters = RouterParameters & {
  /** The chain that the router is on. */
  readonly chainId: number
  /** The purchase. */
  readonly purchase: Purchase
}

export function purchaseDigest(codec: Codec, { router, chainId, purchase }: PurchaseDigestParameters): Hex {
  assertAddress(codec, "router", router)
  assertPurchase(codec, purchase)
  return codec.hashTypedData({
    domain: { name: "RentalRouter", version: "1", chainId, verifyingContract: router },
    types: purchaseTypes,
    primaryType: "Purchase",
    message: purchase,
  })
}

export function hashPurchase(codec: Codec, purchase: Purchase): Hex {
  assertPurchase(codec, purchase)
  return codec.hashStruct({ types: purchaseTypes, primaryType: "Purchase", message: purchase })
}

function assertPurchase(codec: Codec, purchase: Purchase): void {
  for (const input of digestOfFunction.inputs) assertInput(codec, input, purchase)
}

/** The purchase that the payer of a signed one must have signed. */
export function purchaseOf(codec: Codec, { orders, payment }: Pick<SignedPurchase, "orders" | "payment">): Purchase {
  const { relayFee, relayer, validBefore } = payment
  return { orders: ordersOf(codec, orders), relayFee, relayer, validBefore }
}

export function ordersOf(codec: Codec, orders: readonly PurchaseOrder[]): Order[] {
  return orders.map(({ rental, duration }) => ({ rentalId: idOf(codec, rental), renter: rental.renter, duration }))
}

/** Refuses orders that the router would refuse. Returns their token. */
export function requireOrders(codec: Codec, verb: PurchaseVerb, orders: readonly PurchaseOrder[]): Address {
  const maximum = verb === "extend" ? 1n : MAX_ORDERS
  const count = BigInt(orders.length)
  const [first] = orders
  if (!first || count > maximum) throw new OrderCountOutOfBoundsError({ count, minimum: 1n, maximum })
  const expected = first.rental.offer.token
  const seen = new Set<string>()
  for (const [index, { rental, hostSignature }] of orders.entries()) {
    const id = idOf(codec, rental)
    const { token, host, machine } = rental.offer
    if (isSameAddress(token, NATIVE)) throw new NativeCoinError({})
    if (!isSameAddress(token, expected)) throw new MixedTokensError({ token, expected })
    const ordered = host.toLowerCase() + machine.toLowerCase()
    if (seen.has(ordered)) throw new DuplicateOrderError({ id })
    seen.add(ordered)
    if (verb === "rent" && hostSignature === undefined)
      throw new InvalidInputError({
        field: `orders[${index}].hostSignature`,
        value: hostSignature,
        expected: "the host's signature of the offer",
      })
  }
  return expected
}

/** One machine is ordered twice, or one rental. A machine has one rental at a time. */
export class DuplicateOrderError extends EscrowError<"DuplicateOrder", { readonly id: Hex }> {
  constructor(args: DuplicateOrderError["args"], options?: ErrorOptions) {
    super("DuplicateOrder", "One machine is ordered twice. Order each machine once.", args, options)
  }
}
