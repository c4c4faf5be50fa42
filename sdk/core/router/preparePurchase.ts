import { depositFunction, extendFunction } from "../../generated/abiItems.ts"
import { NATIVE } from "../../generated/constants.ts"
import {
  DurationOutOfBoundsError,
  InsufficientBalanceError,
  RentalExistsError,
  WrongStatusError,
} from "../../generated/revertErrors.ts"
import { PurchaseExpiredError, ValueTooSmallError } from "../../generated/routerErrors.ts"
import { cost } from "../../math.ts"
import type { Address, Hex, RentalState } from "../../types.ts"
import { begun } from "../begun.ts"
import { assertAddress, assertInput } from "../codec.ts"
import { EscrowError, RevertError } from "../escrowError.ts"
import type { Chain, Codec } from "../port.ts"
import { readBatch } from "../readBatch.ts"
import { isRevert } from "../readContract.ts"
import { escrowCall } from "../rental/escrowCall.ts"
import { ShorterRentalExistsError, shorterRental } from "../rental/existingRental.ts"
import { extensionPrice } from "../rental/extensionPrice.ts"
import { getState } from "../rental/getState.ts"
import { idOf } from "../rental/rentalId.ts"
import { hasEscrowBrand, toEscrowError } from "../revert.ts"
import { balanceOf } from "../tokenReads.ts"
import {
  hashPurchase,
  ordersOf,
  type PreparedPurchase,
  type Purchase,
  type PurchaseOrder,
  type PurchaseVerb,
  purchaseDigest,
  type RouterParameters,
  requireOrders,
} from "./purchase.ts"
import { readRouter, requireDigest } from "./routerContract.ts"

/** The relayer chooses when an instant rental starts, so a purchase is short-lived. Seconds. */
const PURCHASE_LIFETIME = 10n * 60n

/** Parameters of `preparePurchase`. */
export type PreparePurchaseParameters = RouterParameters & {
  /** The escrow's address. */
  readonly escrow: Address
  /** The account that signs and pays. It has no rights in the rentals. */
  readonly payer: Address
  /** The rentals to buy, all with the same token: 1 to 64, or one for an extension. */
  readonly orders: readonly PurchaseOrder[]
  /** `rent` takes new rentals, and extends one that somebody took first. `extend` extends a running one. Default: `rent`. */
  readonly verb?: PurchaseVerb | undefined
  /** What the account that sends the transaction receives, base units of the token. */
  readonly relayFee: bigint
  /** The only account that may send the transaction. Default: any. */
  readonly relayer?: Address | undefined
  /** Timestamp until which the purchase can be sent. Default: 10 minutes after the latest block. */
  readonly validBefore?: bigint | undefined
  /** The most that the payer parts with, fee included. Default: price and fee, and one unit more for an extension. */
  readonly value?: bigint | undefined
}

/**
 * Prepares the purchase of one rental, of a cluster, or of an extension, to be signed by the payer and sent by any
 * account. It checks the orders against the escrow, and computes price, digest and witness. The digest is compared with
 * the router's own. Nothing is signed.
 *
 * @example
 * import type { Offer } from "@gpuflow/escrow"
 * import { preparePurchase, serializePurchase, signPurchase } from "@gpuflow/escrow/router"
 * import { createWalletClient, custom, keccak256, toHex } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const ethereum: Parameters<typeof custom>[0] // the browser's wallet
 * declare const offer: Offer // from the host, with its signature
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: custom(ethereum) })
 * const payer = client.account.address
 * const purchase = await preparePurchase(client, {
 *   escrow: "0x…",
 *   router: "0x…",
 *   payer,
 *   orders: [{ rental: { offer, renter: payer, salt: keccak256(toHex("order 17")) }, duration: 3_600n, hostSignature: "0x…" }],
 *   relayFee: 20_000n,
 * })
 * const signed = await signPurchase(client, { purchase, way: "authorization" })
 * await fetch("/relay", { method: "POST", body: serializePurchase(signed) })
 *
 * @returns The orders, what is signed, and the price
 * @throws {OrderCountOutOfBoundsError} for no order or too many
 * @throws {NativeCoinError} for an offer that is paid in the native coin
 * @throws {MixedTokensError} for offers with different tokens
 * @throws {DuplicateOrderError} for a machine that is ordered twice
 * @throws {PurchaseExpiredError} for a `validBefore` in the past
 * @throws {ValueTooSmallError} if `value` does not cover price and fee
 * @throws {InsufficientBalanceError} if the payer does not have the value
 * @throws {ForeignContractError} if the router is another escrow's, or computes another digest
 * @throws {RentalExistsError} if the rental was paid already, for at least as long
 * @throws {ShorterRentalExistsError} if the rental was paid for less time, and waits for its host or has ended
 * @throws {WrongStatusError} if the rental to extend is not running
 * @throws {DurationOutOfBoundsError} if the offer does not allow the duration, or the rental to extend already lasts as long
 * @throws {WrongNonceError} for an offer that was revoked
 * @throws {MachineBusyError} while the machine is rented
 * @throws {OfferExpiredError} after the offer's expiry
 * @throws {InvalidSignatureError} if the host did not sign the offer
 * @throws {InsufficientBondError} if the host's free bond does not cover the rental
 * @throws {MarketNotOpenError} if the token is not accepted
 * @throws {OrderRefusedError} if there are several orders, and the escrow would refuse one
 * @throws {WrongChainError} if the client is configured for another chain
 * @throws {ContractNotFoundError} if there is no router at the address
 * @throws {EscrowNotFoundError} if there is no escrow at the address
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export async function preparePurchase(chain: Chain, parameters: PreparePurchaseParameters): Promise<PreparedPurchase> {
  const { identified, requireBuyable } = await identifyPurchase(chain, parameters)
  return { ...identified, ...(await requireBuyable()) }
}

/** What is signed, and a function that refuses it if it could not be carried out now. Their reads begin together. */
export async function identifyPurchase(
  chain: Chain,
  { verb = "rent", relayer = NATIVE, ...given }: PreparePurchaseParameters,
) {
  const { escrow, router, payer, orders, relayFee } = given
  const { codec } = chain
  assertAddress(codec, "escrow", escrow)
  assertAddress(codec, "payer", payer)
  assertAddress(codec, "relayer", relayer)
  assertInput(codec, { name: "relayFee", type: "uint256" }, relayFee)
  if (given.value !== undefined) assertInput(codec, { name: "value", type: "uint256" }, given.value)
  const token = requireOrders(codec, verb, orders)
  const reads = readBatch(chain)
  const [identifying, timing] = [begun(chain.chainId()), begun(reads.timestamp())]
  const routing = begun(readRouter(reads, { router, escrow }))
  const pricing = begun(ofEach(orders, codec, (order) => priceOfOrder(reads, { escrow, verb, order })))
  const counting = begun(balanceOf(reads, { token, account: payer }))

  const [chainId, timestamp] = await Promise.all([identifying, timing])
  const validBefore = given.validBefore ?? timestamp + PURCHASE_LIFETIME
  if (validBefore <= timestamp) throw new PurchaseExpiredError({ validBefore })
  const permit2 = await routing
  const purchase: Purchase = { orders: ordersOf(codec, orders), relayFee, relayer, validBefore }
  const digest = purchaseDigest(codec, { router, chainId, purchase })
  const witness = hashPurchase(codec, purchase)
  await requireDigest(chain, { router, purchase, digest })

  return {
    identified: { chainId, escrow, router, permit2, verb, payer, token, orders, purchase, digest, witness },
    async requireBuyable(): Promise<Pick<PreparedPurchase, "price" | "value">> {
      const priced = await pricing
      const price = priced.reduce((sum, one) => sum + one.price, 0n)
      // A refund in between moves the price of an extension by one unit.
      const room = BigInt(priced.filter(({ isExtension }) => isExtension).length)
      const value = given.value ?? price + relayFee + room
      if (value < price + relayFee) throw new ValueTooSmallError({ value, price, relayFee })
      await ofEach(orders, codec, (order, index) =>
        requireTakable(chain, { escrow, order, isExtension: priced[index]?.isExtension ?? false }),
      )
      const balance = await counting
      if (balance < value) throw new InsufficientBalanceError({ balance, required: value })
      return { price, value }
    },
  }
}

/** Asks about all orders at once, and judges them in their order. Of several, the one that is refused is named. */
async function ofEach<answer>(
  orders: readonly PurchaseOrder[],
  codec: Codec,
  ask: (order: PurchaseOrder, index: number) => Promise<answer>,
): Promise<answer[]> {
  const asked = orders.map((order, index) =>
    begun(
      ask(order, index).catch((cause: unknown) => {
        if (orders.length === 1 || !(cause instanceof RevertError || cause instanceof ShorterRentalExistsError))
          throw cause
        throw new OrderRefusedError({ index, id: idOf(codec, order.rental), code: cause.code }, { cause })
      }),
    ),
  )
  const answers: answer[] = []
  for (const asking of asked) answers.push(await asking)
  return answers
}

type Ordered = { readonly escrow: Address; readonly verb: PurchaseVerb; readonly order: PurchaseOrder }
type Priced = { readonly price: bigint; readonly isExtension: boolean }

/** The price of an order in the rental's present state, as the router computes it. */
export async function priceOfOrder(chain: Chain, { escrow, verb, order }: Ordered): Promise<Priced> {
  const { rental, duration } = order
  const { offer } = rental
  const id = idOf(chain.codec, rental)
  const state: RentalState = await getState(chain, { escrow, id })
  const isRunning = state.status === "Active"
  if (isRunning && duration > state.duration)
    return { price: extensionPrice(offer, state, duration), isExtension: true }
  if (verb === "extend") {
    if (!isRunning) throw new WrongStatusError({ id, status: state.status })
    throw new DurationOutOfBoundsError({ duration, minimum: state.duration + 1n, maximum: offer.maxDuration })
  }
  if (state.status !== "None") throw shorterRental(state, { id, duration }) ?? new RentalExistsError({ id })
  return { price: cost(offer.pricePerHour, duration), isExtension: false }
}

/**
 * Runs the order for an account that has no tokens. The escrow takes the price last, so a refusal to pay shows that
 * everything else was accepted.
 */
async function requireTakable(
  chain: Chain,
  {
    escrow,
    order,
    isExtension,
  }: { readonly escrow: Address; readonly order: PurchaseOrder; readonly isExtension: boolean },
): Promise<void> {
  const { rental, duration, hostSignature = "0x" } = order
  const request = isExtension
    ? escrowCall(chain, escrow, extendFunction, [rental, duration, "0x"])
    : escrowCall(chain, escrow, depositFunction, [rental, duration, hostSignature, "0x"])
  const stranger: Address = `0x${idOf(chain.codec, rental).slice(-40)}`
  try {
    await chain.call(request, { from: stranger })
  } catch (failure) {
    if (!isRevert(failure)) throw failure
    const error = toEscrowError(chain.codec, failure)
    if (!hasEscrowBrand(error) || !/^Insufficient(Allowance|Balance)$/.test(error.code)) throw error
  }
}

/** The escrow would refuse one of several orders. `cause` has its error. */
export class OrderRefusedError extends EscrowError<
  "OrderRefused",
  { readonly index: number; readonly id: Hex; readonly code: string }
> {
  constructor(args: OrderRefusedError["args"], options?: ErrorOptions) {
    super("OrderRefused", "The escrow would refuse an order. See the cause, and leave this order out.", args, options)
  }
}
