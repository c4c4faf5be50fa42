import { UndeployedPayerError } from "../../generated/routerErrors.ts"
import type { Address, Hex } from "../../types.ts"
import { isAcceptedByContract } from "../accountSignature.ts"
import { isSameAddress } from "../address.ts"
import { EscrowError } from "../escrowError.ts"
import { type PermitRequest, preparePermit, signPrepared } from "../plan/signPermit.ts"
import type { TypedData, Wallet } from "../port.ts"
import { WrongChainError } from "../portErrors.ts"
import { beginCheck, cancellable, type ProgressOptions } from "../progress.ts"
import { signChecked } from "../signature.ts"
import { identifyPurchase } from "./preparePurchase.ts"
import { methodOf, type PreparedPurchase, type PurchaseWay, type SignedPurchase } from "./purchase.ts"
import { paymentTypedData, wayOption } from "./purchaseWays.ts"
import { simulatePurchase } from "./simulatePurchase.ts"

/** Parameters of `signPurchase`. */
export type SignPurchaseParameters = {
  /** The purchase, from `preparePurchase`, for this account. */
  readonly purchase: PreparedPurchase
  /** How to sign: `authorization` or `permit2`. See `getPurchaseWays`. */
  readonly way: PurchaseWay
  /** EIP-2612 permit of the payer for Permit2. Default: if the way needs one, the account is asked for it first. */
  readonly permit?: Hex | undefined
} & ProgressOptions

/**
 * Signs a purchase. Digest and witness are computed again, and the digest is compared with the router's, before the
 * account is asked.
 * Afterwards the whole purchase is simulated, and a signature that the token or Permit2 would refuse is not given out.
 * With `authorization`, a wallet shows only the value, the router, and a number: show the summary of the purchase
 * yourself.
 *
 * @example
 * import { type PreparedPurchase, serializePurchase, signPurchase } from "@gpuflow/escrow/router"
 * import { createWalletClient, custom } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const ethereum: Parameters<typeof custom>[0] // the browser's wallet
 * declare const purchase: PreparedPurchase // from `preparePurchase`
 *
 * const client = createWalletClient({ account: purchase.payer, chain: polygon, transport: custom(ethereum) })
 * const signed = await signPurchase(client, { purchase, way: "authorization" })
 * await fetch("/relay", { method: "POST", body: serializePurchase(signed) })
 *
 * @param client A viem client with the payer's account
 * @returns The purchase with its signature, as a relayer takes it
 * @throws {ForeignPayerError} if the purchase is another account's
 * @throws {WrongChainError} if the wallet is on another chain than the purchase, or than its client
 * @throws {PurchaseChangedError} if the purchase was changed after it was prepared
 * @throws {ForeignContractError} if the router computes another digest
 * @throws {PurchaseExpiredError} after the purchase's `validBefore`
 * @throws {PurchaseUsedError} if it was already paid or cancelled
 * @throws {ValueTooSmallError} if the value does not cover price and fee any more
 * @throws {InsufficientBalanceError} if the payer does not have the value any more
 * @throws {RentalExistsError} if the rental was paid already, for at least as long
 * @throws {ShorterRentalExistsError} if the rental was paid for less time, and waits for its host or has ended
 * @throws {WrongStatusError} if the rental to extend is not running
 * @throws {DurationOutOfBoundsError} if the offer does not allow the duration, or the rental already lasts as long
 * @throws {MachineBusyError} while the machine is rented
 * @throws {OfferExpiredError} after the offer's expiry
 * @throws {OrderRefusedError} if there are several orders, and the escrow would refuse one
 * @throws {AuthorizationUnsupportedError} if the token has no authorizations
 * @throws {InsufficientPermit2AllowanceError} if Permit2 may not take the value, and the token has no permits
 * @throws {AccountCannotSignError} if the account has code that does not check signatures
 * @throws {UndeployedPayerError} for a signature of an account that is not deployed yet
 * @throws {PaymentRefusedError} if token or Permit2 refuse the signature
 * @throws {UnusableSignatureError} if the wallet's signature is not one of this data by the account
 * @throws {CancelledError} if the signal was aborted before the wallet was asked
 * @throws {WalletUnansweredError} if the signal was aborted before the wallet answered
 */
export async function signPurchase(
  wallet: Wallet,
  { purchase: prepared, way, permit, ...options }: SignPurchaseParameters,
): Promise<SignedPurchase> {
  beginCheck(options, "payment")
  const { typedData, needsPermit } = await cancellable(checkedPurchase(wallet, { prepared, way, permit }), options)
  const allowing =
    needsPermit && permit === undefined
      ? await signPrepared(wallet, await cancellable(permitForPermit2(wallet, prepared), options), options)
      : permit
  const { payer, value, purchase, chainId, escrow, router, verb, orders } = prepared
  const digest = wallet.codec.hashTypedData(typedData)
  const signature = await signChecked(wallet, typedData, {
    ...options,
    byContract: (answer) => isAcceptedByContract(wallet, { account: payer, digest, signature: answer }),
    undeployed: () => new UndeployedPayerError({ payer }),
  })
  const { relayFee, relayer, validBefore } = purchase
  const signed: SignedPurchase = {
    chainId,
    escrow,
    router,
    verb,
    orders,
    payment: {
      payer,
      value,
      relayFee,
      relayer,
      validBefore,
      signature,
      method: methodOf(way),
      permit: allowing ?? "0x",
    },
  }
  await cancellable(simulatePurchase(wallet, { signed }), options)
  return signed
}

type Checked = Pick<SignPurchaseParameters, "way" | "permit"> & { readonly prepared: PreparedPurchase }

async function checkedPurchase(
  wallet: Wallet,
  { prepared, way, permit }: Checked,
): Promise<{ readonly typedData: TypedData; readonly needsPermit: boolean }> {
  const { account } = wallet
  const { chainId: expected, payer, value, purchase } = prepared
  const chainId = await wallet.chainId()
  if (chainId !== expected) throw new WrongChainError({ chainId, expected })
  if (!isSameAddress(account, payer)) throw new ForeignPayerError({ account, payer })
  // What is signed follows from the orders themselves, and from the router.
  const { identified, requireBuyable } = await identifyPurchase(wallet, { ...purchase, ...prepared })
  for (const field of ["digest", "witness", "token", "permit2"] as const) {
    const [given, found] = [prepared[field], identified[field]]
    if (given.toLowerCase() !== found.toLowerCase())
      throw new PurchaseChangedError({ field, value: given, expected: found })
  }
  const signable = { ...identified, value }
  const { needsPermit, error } = await wayOption(wallet, way, signable)
  // A permit that came along may still let Permit2 take the value. The simulation decides.
  const isPermitted = permit !== undefined && error?.code === "InsufficientPermit2Allowance"
  if (error && !isPermitted) throw error
  await requireBuyable()
  return { typedData: await paymentTypedData(wallet, way, signable), needsPermit }
}

/** What the payer signs to let Permit2 take exactly what this purchase needs. */
export function permitForPermit2(
  wallet: Wallet,
  { permit2, token, value, purchase }: PreparedPurchase,
): Promise<PermitRequest> {
  return preparePermit(wallet, { escrow: permit2, token, value, deadline: purchase.validBefore })
}

/** A field of the purchase was changed after it was prepared. */
export class PurchaseChangedError extends EscrowError<
  "PurchaseChanged",
  { readonly field: string; readonly value: string; readonly expected: string }
> {
  constructor(args: PurchaseChangedError["args"], options?: ErrorOptions) {
    super("PurchaseChanged", "The purchase was changed after it was prepared. Prepare it again.", args, options)
  }
}

/** The purchase is another account's. */
export class ForeignPayerError extends EscrowError<
  "ForeignPayer",
  { readonly account: Address; readonly payer: Address }
> {
  constructor(args: ForeignPayerError["args"], options?: ErrorOptions) {
    super("ForeignPayer", "The purchase was made for another account. Prepare it for this one.", args, options)
  }
}
