// Calls, reads, events and errors of the router.
import type { NameIn } from "../../abiTypes.ts"
import type { rentalRouterAbi } from "../../generated/routerAbi.ts"
import { routerErrors } from "../../generated/routerErrors.ts"
import {
  digestOfFunction,
  escrowFunction,
  eventItems,
  extendFunction,
  permit2Function,
  rentFunction,
} from "../../generated/routerItems.ts"
import type { Address } from "../../types.ts"
import { InvalidInputError } from "../codec.ts"
import {
  type EventOf,
  type ForeignContract,
  ForeignContractError,
  foreignCall,
  foreignEvents,
  foreignRead,
  requireEscrow,
} from "../foreignContract.ts"
import type { Chain, Codec, Log } from "../port.ts"
import type { PreparedRequest } from "../rental/send.ts"
import { toEscrowError } from "../revert.ts"
import {
  methods,
  type PreparedPurchase,
  type RouterParameters,
  requireOrders,
  type SignedPurchase,
} from "./purchase.ts"

export const routerContract: ForeignContract = {
  parameter: "router",
  errors: routerErrors,
  events: eventItems,
}

/** Refuses a router of another escrow. Returns the Permit2 contract that it calls. */
export async function readRouter(
  chain: Chain,
  { router: to, escrow }: RouterParameters & { readonly escrow: Address },
): Promise<Address> {
  const [[permit2]] = await Promise.all([
    foreignRead(chain, routerContract, { to, item: permit2Function, args: [] }),
    requireEscrow(chain, routerContract, { to, item: escrowFunction, escrow }),
  ])
  return permit2 as Address
}

/** Refuses a contract that computes another digest than this SDK. The digest covers the witness as well. */
export async function requireDigest(
  chain: Chain,
  { router: to, purchase, digest: expected }: Pick<PreparedPurchase, "router" | "purchase" | "digest">,
): Promise<void> {
  const [value] = await foreignRead(chain, routerContract, { to, item: digestOfFunction, args: [purchase] })
  if (value !== expected)
    throw new ForeignContractError({ address: to, field: "digestOf", value: String(value), expected })
}

/** The call that carries a signed purchase out. */
export function routerCall(chain: Pick<Chain, "codec">, signed: SignedPurchase): PreparedRequest {
  const { router: to, verb, orders, payment } = signed
  requireOrders(chain.codec, verb, orders)
  const method = BigInt(methods.indexOf(payment.method))
  if (method < 0n)
    throw new InvalidInputError({ field: "method", value: payment.method, expected: methods.join(" or ") })
  const paid = { ...payment, method }
  const [first] = orders
  if (verb === "extend" && first) {
    return foreignCall(chain, routerContract, { to, item: extendFunction, args: [first.rental, first.duration, paid] })
  }
  const args = [
    orders.map(({ rental }) => rental),
    orders.map(({ duration }) => duration),
    orders.map(({ hostSignature = "0x" }) => hostSignature),
    paid,
  ]
  return foreignCall(chain, routerContract, { to, item: rentFunction, args })
}

/** The name of an event of the router. */
export type RouterEventName = NameIn<typeof rentalRouterAbi, "event">

/** An event of the router. `eventName` is its name, `args` has that event's type. */
export type RouterEvent<names extends RouterEventName = RouterEventName> = EventOf<typeof rentalRouterAbi, names>

/** Parameters of `decodeRouterEvents`. */
export type DecodeRouterEventsParameters = RouterParameters & {
  /** Logs of a receipt or a query. */
  readonly logs: readonly Log[]
}

export function decodeRouterEvents(codec: Codec, { router, logs }: DecodeRouterEventsParameters): RouterEvent[] {
  return foreignEvents<RouterEvent>(codec, routerContract, { address: router, logs })
}

export function toRouterError(codec: Codec, cause: unknown): unknown {
  return toEscrowError({ ...codec, errors: routerContract.errors }, cause)
}
