import { InsufficientBalanceError } from "../../generated/revertErrors.ts"
import {
  NotRelayerError,
  PurchaseExpiredError,
  UndeployedPayerError,
  ValueTooSmallError,
} from "../../generated/routerErrors.ts"
import type { Address, Hex } from "../../types.ts"
import { isAcceptedByContract, isSignedByKey } from "../accountSignature.ts"
import { isSameAddress } from "../address.ts"
import { EscrowError } from "../escrowError.ts"
import { ForeignContractError } from "../foreignContract.ts"
import { latestBlock } from "../latestBlock.ts"
import type { Chain } from "../port.ts"
import { WrongChainError } from "../portErrors.ts"
import { isRevert } from "../readContract.ts"
import { hasEscrowBrand } from "../revert.ts"
import { isForUndeployed } from "../signature.ts"
import { balanceOf } from "../tokenReads.ts"
import { priceOfOrder } from "./preparePurchase.ts"
import { purchaseDigest, purchaseOf, type SignedPurchase, wayOf } from "./purchase.ts"
import { paymentTypedData, type Signable, wayOption } from "./purchaseWays.ts"
import { readRouter, requireDigest, routerCall } from "./routerContract.ts"
import { simulatePurchase } from "./simulatePurchase.ts"

/** Parameters of `verifyPurchase`. */
export type VerifyPurchaseParameters = {
  /** The purchase with its signature, from `parsePurchase`. */
  readonly signed: SignedPurchase
  /** The escrow's address that the relayer works for. */
  readonly escrow: Address
  /** The router's address that the relayer works for. */
  readonly router: Address
  /** The account that would send it. */
  readonly relayer: Address
  /** The least fee that pays for the gas, base units of the token. Default: 0. */
  readonly minimumFee?: bigint | undefined
  /** The tokens that the relayer takes its fee in. Default: any. */
  readonly tokens?: readonly Address[] | undefined
  /** Seconds that must be left until `validBefore`. Default: 0. */
  readonly minimumTime?: bigint | undefined
}

/**
 * Why a relayer should not send a purchase. `foreign`: another chain, escrow or router. `token`: not a token that the
 * relayer takes. `terms`: the orders are impossible. `value`: it does not cover price and fee. `signature`: the payer did
 * not sign exactly what would be called. `rental`: the escrow would refuse. `refused`: the simulation fails otherwise.
 */
export type PurchaseRefusalReason =
  | "foreign"
  | "token"
  | "terms"
  | "relayer"
  | "expired"
  | "fee"
  | "value"
  | "signature"
  | "used"
  | "allowance"
  | "balance"
  | "rental"
  | "refused"

/** One reason why a relayer should not send a purchase. */
export type PurchaseRefusal = {
  readonly reason: PurchaseRefusalReason
  readonly error: EscrowError
}

/** What a relayer knows of a purchase before it sends it. Amounts are base units of the token. */
export type PurchaseCheck = {
  readonly status: "acceptable" | "refused"
  readonly refusals: readonly PurchaseRefusal[]
  /** The purchase's digest: `purchase` in the event. Undefined if the orders are impossible. */
  readonly digest: Hex | undefined
  /** What the orders cost now. Undefined if that is not known. */
  readonly price: bigint | undefined
  /** What the relayer would receive. */
  readonly fee: bigint
}

/**
 * Checks a signed purchase for a relayer, before it pays for the gas: that the payer signed exactly what would be called,
 * for this chain and router; the relayer, the expiry, the fee and the value; whether it was paid already; and at last the
 * whole call, by a simulation. It throws only if it cannot find out.
 *
 * @example
 * import { parsePurchase, sendPurchase, verifyPurchase } from "@gpuflow/escrow/router"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const text: string // what the payer's page has sent
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const signed = parsePurchase(text)
 * const relayer = client.account.address
 * const { status, refusals } = await verifyPurchase(client, {
 *   signed,
 *   escrow: "0x…",
 *   router: "0x…",
 *   relayer,
 *   minimumFee: 20_000n,
 * })
 * if (status === "acceptable") await sendPurchase(client, { signed })
 * else console.log(...refusals.map(({ reason, error }) => `${reason}: ${error.message}`))
 *
 * @returns The status, every refusal with its reason and error, the digest, the price and the fee
 * @throws {WrongChainError} if the client is configured for another chain
 * @throws {ContractNotFoundError} if there is no router at the address
 * @throws {EscrowNotFoundError} if there is no escrow at the address
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export async function verifyPurchase(chain: Chain, parameters: VerifyPurchaseParameters): Promise<PurchaseCheck> {
  const { signed, relayer } = parameters
  const { payment } = signed
  const fee = payment.relayFee
  const unknown = { digest: undefined, price: undefined, fee }
  const refuse = (refusals: readonly PurchaseRefusal[]): PurchaseCheck => ({ status: "refused", refusals, ...unknown })
  try {
    routerCall(chain, signed)
  } catch (error) {
    if (!hasEscrowBrand(error) || error.code === "InvalidInput") throw error
    return refuse([{ reason: "terms", error }])
  }
  const foreign = foreignProblem(await chain.chainId(), parameters)
  if (foreign) return refuse([{ reason: "foreign", error: foreign }])

  const { codec } = chain
  const { chainId, router, escrow, orders } = signed
  const permit2 = await readRouter(chain, { router, escrow })
  const purchase = purchaseOf(codec, signed)
  const digest = purchaseDigest(codec, { router, chainId, purchase })
  await requireDigest(chain, { router, purchase, digest })
  const token = orders[0]?.rental.offer.token ?? escrow
  const signable = { chainId, router, permit2, payer: payment.payer, token, purchase, value: payment.value, digest }
  const [{ timestamp }, signature, prices] = await Promise.all([
    latestBlock(chain),
    signatureProblems(chain, signed, signable),
    readPrice(chain, signed),
  ])
  const refusals = [
    ...termProblems(parameters, { token, timestamp }),
    ...signature,
    ...("refusal" in prices ? [prices.refusal] : valueProblems(signed, prices.price)),
    ...(await balanceProblems(chain, signed, token)),
  ]
  if (refusals.length === 0) refusals.push(...(await simulated(chain, { signed, relayer })))
  const price = "price" in prices ? prices.price : undefined
  return { status: refusals.length > 0 ? "refused" : "acceptable", refusals, digest, price, fee }
}

function foreignProblem(chainId: number, { signed, escrow, router }: VerifyPurchaseParameters) {
  if (signed.chainId !== chainId) return new WrongChainError({ chainId: signed.chainId, expected: chainId })
  const asked = [
    ["router", signed.router, router],
    ["escrow", signed.escrow, escrow],
  ] as const
  for (const [field, value, expected] of asked) {
    if (!isSameAddress(value, expected))
      return new ForeignContractError({ address: signed.router, field, value, expected })
  }
  return undefined
}

type Now = { readonly token: Address; readonly timestamp: bigint }

function* termProblems(
  { signed: { payment }, relayer: caller, tokens, minimumFee = 0n, minimumTime = 0n }: VerifyPurchaseParameters,
  { token, timestamp }: Now,
): Generator<PurchaseRefusal> {
  const { relayer, validBefore, relayFee } = payment
  if (tokens && !tokens.some((one) => isSameAddress(one, token)))
    yield { reason: "token", error: new TokenNotRelayedError({ token }) }
  if (BigInt(relayer) !== 0n && !isSameAddress(relayer, caller))
    yield { reason: "relayer", error: new NotRelayerError({ caller, relayer }) }
  if (timestamp + minimumTime >= validBefore)
    yield { reason: "expired", error: new PurchaseExpiredError({ validBefore }) }
  if (relayFee < minimumFee) yield { reason: "fee", error: new FeeTooLowError({ relayFee, minimum: minimumFee }) }
}

/** The signature is checked against what would be called, field by field, before the token or Permit2 are asked. */
async function signatureProblems(
  chain: Chain,
  { payment: { payer, signature, method, permit } }: SignedPurchase,
  signable: Signable,
): Promise<PurchaseRefusal[]> {
  if (isForUndeployed(signature)) return [{ reason: "signature", error: new UndeployedPayerError({ payer }) }]
  const way = wayOf(method)
  const { available, needsPermit, error } = await wayOption(chain, way, signable)
  // A permit that was signed by hand may still work for Permit2. The simulation decides.
  const isPermitted = permit !== "0x" && error?.code === "InsufficientPermit2Allowance"
  if (!available && error && !isPermitted) return [{ reason: REASONS[error.code] ?? "refused", error }]
  const digest = chain.codec.hashTypedData(await paymentTypedData(chain, way, signable))
  const signed = { account: payer, digest, signature }
  const isValid = (await isSignedByKey(chain, signed)) || (await isAcceptedByContract(chain, signed))
  if (!isValid) return [{ reason: "signature", error: new InvalidPurchaseSignatureError({ payer, way }) }]
  if (needsPermit && permit === "0x") return [{ reason: "allowance", error: new PermitMissingError({ payer }) }]
  return []
}

type ReadPrice = { readonly price: bigint } | { readonly refusal: PurchaseRefusal }

async function readPrice(chain: Chain, { escrow, verb, orders }: SignedPurchase): Promise<ReadPrice> {
  try {
    const priced = await Promise.all(orders.map((order) => priceOfOrder(chain, { escrow, verb, order })))
    return { price: priced.reduce((sum, { price }) => sum + price, 0n) }
  } catch (error) {
    if (!hasEscrowBrand(error) || !/RentalExists$|^(WrongStatus|DurationOutOfBounds)$/.test(error.code)) throw error
    return { refusal: { reason: "rental", error } }
  }
}

function valueProblems({ payment: { value, relayFee } }: SignedPurchase, price: bigint): PurchaseRefusal[] {
  if (value >= price + relayFee) return []
  return [{ reason: "value", error: new ValueTooSmallError({ value, price, relayFee }) }]
}

async function balanceProblems(
  chain: Chain,
  { payment: { payer, value } }: SignedPurchase,
  token: Address,
): Promise<PurchaseRefusal[]> {
  const balance = await balanceOf(chain, { token, account: payer })
  if (balance >= value) return []
  return [{ reason: "balance", error: new InsufficientBalanceError({ balance, required: value }) }]
}

/** The reasons of errors of the way to sign, and of the simulation. */
const REASONS: { readonly [code: string]: PurchaseRefusalReason } = {
  AuthorizationUnsupported: "token",
  AccountCannotSign: "signature",
  PaymentRefused: "signature",
  PurchaseUsed: "used",
  PurchaseExpired: "expired",
  NotRelayer: "relayer",
  ValueTooSmall: "value",
  InsufficientBalance: "balance",
  InsufficientPermit2Allowance: "allowance",
  UndeployedPayer: "signature",
  NotSettled: "token",
  WrongAmountReceived: "token",
}

async function simulated(
  chain: Chain,
  given: { readonly signed: SignedPurchase; readonly relayer: Address },
): Promise<PurchaseRefusal[]> {
  try {
    await simulatePurchase(chain, given)
    return []
  } catch (cause) {
    if (hasEscrowBrand(cause)) return [{ reason: REASONS[cause.code] ?? "rental", error: cause }]
    if (!isRevert(cause)) throw cause
    return [{ reason: "refused", error: new SimulationRefusedError({ router: given.signed.router }, { cause }) }]
  }
}

/** The fee does not pay for the gas. */
export class FeeTooLowError extends EscrowError<"FeeTooLow", { readonly relayFee: bigint; readonly minimum: bigint }> {
  constructor(args: FeeTooLowError["args"], options?: ErrorOptions) {
    super("FeeTooLow", "The fee does not pay for the gas. Ask the payer to sign at least the minimum.", args, options)
  }
}

/** The relayer does not take its fee in this token. */
export class TokenNotRelayedError extends EscrowError<"TokenNotRelayed", { readonly token: Address }> {
  constructor(args: TokenNotRelayedError["args"], options?: ErrorOptions) {
    super("TokenNotRelayed", "The relayer does not take its fee in this token. Use another relayer.", args, options)
  }
}

/** The payer did not sign exactly what would be called. */
export class InvalidPurchaseSignatureError extends EscrowError<
  "InvalidPurchaseSignature",
  { readonly payer: Address; readonly way: string }
> {
  constructor(args: InvalidPurchaseSignatureError["args"], options?: ErrorOptions) {
    super(
      "InvalidPurchaseSignature",
      "The payer did not sign exactly this purchase in this way. Ask the payer to sign again.",
      args,
      options,
    )
  }
}

/** Permit2 may not take the payer's tokens, and no permit for it came along. */
export class PermitMissingError extends EscrowError<"PermitMissing", { readonly payer: Address }> {
  constructor(args: PermitMissingError["args"], options?: ErrorOptions) {
    super(
      "PermitMissing",
      "Permit2 may not take the payer's tokens yet. Ask the payer for a permit for Permit2.",
      args,
      options,
    )
  }
}

/** The purchase would fail for a reason that is not one of the contracts'. `cause` is the client's error. */
export class SimulationRefusedError extends EscrowError<"SimulationRefused", { readonly router: Address }> {
  constructor(args: SimulationRefusedError["args"], options?: ErrorOptions) {
    super("SimulationRefused", "The purchase would fail. See the cause, and do not send it.", args, options)
  }
}
