// A signed purchase as it travels: versioned JSON with all that a relayer needs to check and to send it.
import { routerStructs } from "../../generated/routerItems.ts"
import type { Address, Hex } from "../../types.ts"
import { assertInput, InvalidInputError } from "../codec.ts"
import { EscrowError } from "../escrowError.ts"
import { structFields } from "../parseAbi.ts"
import type { Codec } from "../port.ts"
import { readRental, rentalFaults, rentalToJson } from "../rentalJson.ts"
import {
  fieldFaults,
  isChainId,
  isObject,
  type JsonFault,
  type JsonObject,
  readJson,
  readStruct,
  typesOf,
  unreadableMessage,
  versionFaults,
  writeStruct,
} from "../strictJson.ts"
import {
  MAX_ORDERS,
  methods,
  type PurchaseOrder,
  type PurchaseVerb,
  type SignedPayment,
  type SignedPurchase,
} from "./purchase.ts"
import { routerCall } from "./routerContract.ts"

/** A field of a text that is not a signed purchase, and what is wrong with it. */
export type PurchaseFault = JsonFault

/** A text is not a signed purchase. `faults` has every field that is wrong. */
export class PurchaseUnreadableError extends EscrowError<
  "PurchaseUnreadable",
  { readonly faults: readonly PurchaseFault[] }
> {
  constructor(args: PurchaseUnreadableError["args"], options?: ErrorOptions) {
    super("PurchaseUnreadable", unreadableMessage("purchase", "payer", args.faults), args, options)
  }
}

export const PURCHASE_VERSION = 1

/** The fields of a payment, in their order. */
export const paymentFields = /* @__PURE__ */ fieldsOfPayment()
const VERBS = ["rent", "extend"] as const satisfies readonly PurchaseVerb[]
const TYPES = {
  chainId: "chainId",
  escrow: "address",
  router: "address",
  verb: `enum ${VERBS.join("|")}`,
  orders: "list",
  payment: "object",
}
/** 64 orders with their offers. Characters. */
const LONGEST = 400_000

/** Options of `serializePurchase`. */
export type SerializePurchaseOptions = {
  /** Spaces to indent with. Default: everything on one line. */
  readonly indent?: number | undefined
}

export function serializePurchase(
  codec: Codec,
  signed: SignedPurchase,
  { indent }: SerializePurchaseOptions = {},
): string {
  const { chainId, escrow, router, verb, orders, payment } = signed
  if (!isChainId(chainId)) throw new InvalidInputError({ field: "chainId", value: chainId, expected: "a whole number" })
  assertInput(codec, { name: "escrow", type: "address" }, escrow)
  // Refuses what a call of the router cannot hold.
  routerCall({ codec }, signed)
  const json = {
    version: PURCHASE_VERSION,
    chainId,
    escrow,
    router,
    verb,
    orders: orders.map(({ rental, duration, hostSignature }) => ({
      rental: rentalToJson(rental),
      duration: String(duration),
      ...(hostSignature === undefined ? {} : { hostSignature }),
    })),
    payment: writeStruct(paymentFields, payment),
  }
  return JSON.stringify(json, null, indent)
}

export function parsePurchase(codec: Codec, text: string): SignedPurchase {
  const { chainId, escrow, router, verb, orders, payment } = readJson<SignedJson>(text, {
    faultsOf: (json) => faultsOf(codec, json),
    unreadable: PurchaseUnreadableError,
    longest: LONGEST,
  })
  return {
    chainId,
    escrow: codec.checksum(escrow),
    router: codec.checksum(router),
    verb,
    orders: orders.map(
      ({ rental, duration, hostSignature }): PurchaseOrder => ({
        rental: readRental(codec, rental),
        duration: BigInt(duration),
        ...(hostSignature === undefined ? {} : { hostSignature }),
      }),
    ),
    payment: readStruct(codec, paymentFields, payment) as SignedPayment,
  }
}

function fieldsOfPayment() {
  const words = `enum ${methods.join("|")}`
  return structFields(routerStructs.Payment).map(({ name, type }) => ({ name, type: type === "Method" ? words : type }))
}

type SignedJson = Pick<SignedPurchase, "chainId" | "verb"> & {
  readonly escrow: Address
  readonly router: Address
  readonly orders: readonly { readonly rental: JsonObject; readonly duration: string; readonly hostSignature?: Hex }[]
  readonly payment: JsonObject
}

function* faultsOf(codec: Codec, json: unknown): Generator<PurchaseFault> {
  const what = "a signed purchase"
  if (!isObject(json)) return yield { field: "", problem: "must be an object in braces" }
  yield* versionFaults(json, PURCHASE_VERSION)
  yield* fieldFaults(codec, json, { types: TYPES, others: ["version"], what })
  const { verb, orders, payment } = json as Readonly<Record<string, unknown>>
  if (Array.isArray(orders)) yield* orderFaults(codec, verb, orders, what)
  if (!isObject(payment)) return
  yield* fieldFaults(codec, payment, { types: typesOf(paymentFields), prefix: "payment.", what })
}

function* orderFaults(codec: Codec, verb: unknown, orders: readonly unknown[], what: string): Generator<PurchaseFault> {
  const most = verb === "extend" ? 1n : MAX_ORDERS
  if (orders.length === 0 || orders.length > most) {
    yield { field: "orders", problem: `must have ${most === 1n ? "one order" : `from 1 to ${most} orders`}` }
    return
  }
  for (const [index, order] of orders.entries()) {
    const field = `orders[${index}]`
    if (!isObject(order)) {
      yield { field, problem: "must be an object in braces" }
      continue
    }
    const isSigned = verb === "rent" || order["hostSignature"] !== undefined
    const types = { rental: "object", duration: "uint32", ...(isSigned ? { hostSignature: "bytes" } : {}) }
    yield* fieldFaults(codec, order, { types, prefix: `${field}.`, what })
    yield* rentalFaults(codec, order["rental"], `${field}.rental`, what)
  }
}
