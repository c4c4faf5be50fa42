import { NATIVE } from "../../generated/constants.ts"
import {
  ExtendBeforeTooShortError,
  FullyExtendedError,
  MandateExhaustedError,
  MandateExpiredError,
  NativeCoinError,
  NotRentalsRenterError,
  SaltRevokedError,
  UndeployedRenterError,
  WrongMandateEpochError,
  WrongRentalError,
  ZeroStepError,
} from "../../generated/mandateErrors.ts"
import { DurationOutOfBoundsError } from "../../generated/revertErrors.ts"
import type { Address, Hex, Rental } from "../../types.ts"
import { isAcceptedByContract } from "../accountSignature.ts"
import { isSameAddress } from "../address.ts"
import { begun } from "../begun.ts"
import { EscrowError } from "../escrowError.ts"
import { latestBlock } from "../latestBlock.ts"
import type { Chain, TypedData, Wallet } from "../port.ts"
import { beginCheck, cancellable, type ProgressOptions } from "../progress.ts"
import type { EscrowParameters } from "../rental/escrowCall.ts"
import { extensionPrice } from "../rental/extensionPrice.ts"
import { getState } from "../rental/getState.ts"
import { idOf } from "../rental/rentalId.ts"
import { signChecked } from "../signature.ts"
import { extendable, longerBy } from "./buildMandate.ts"
import { getMandateStatus } from "./getMandateStatus.ts"
import { type Mandate, MIN_EXTEND_BEFORE, mandateTypedData, type SignedMandate } from "./mandate.ts"
import { type MandateContractParameters, requireEscrowOfMandates } from "./mandateContract.ts"

/** Parameters of `signMandate`. */
export type SignMandateParameters = EscrowParameters &
  MandateContractParameters & {
    /** The mandate, from `buildMandate`. */
    readonly mandate: Mandate
    /** The rental that it names. */
    readonly rental: Rental
    /** Seconds that the rental lasts at first, if it is not paid yet. Default: those that are paid. */
    readonly duration?: bigint | undefined
    /** Seconds that the rental shall be able to last in all. A total that does not pay for them is refused. */
    readonly until?: bigint | undefined
    /** EIP-2612 permit of the renter for the mandate contract, which travels with the mandate. Default: none. */
    readonly permit?: Hex | undefined
    /** Pass false to sign although the account is not the renter, as an owner of a Safe does. Default: true. */
    readonly check?: boolean | undefined
  } & ProgressOptions

/**
 * Signs a mandate on the chain of the wallet, after a check of everything that can be known before. Show what
 * `summarizeMandate` returns first. A mandate that can never be executed is not signed. Whether it can be executed now is
 * what `checkMandate` returns.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { type Mandate, serializeMandate, signMandate } from "@gpuflow/escrow/mandate"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const mandate: Mandate // from `buildMandate`
 * declare const rental: Rental // from `getRental`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const signed = await signMandate(client, { escrow: "0x…", mandateContract: "0x…", mandate, rental })
 * await fetch("/mandates", { method: "POST", body: serializeMandate(signed) })
 *
 * @param client A viem client with the renter's account
 * @returns The mandate with its signature, as `executeMandate` and `serializeMandate` take it
 * @throws {NativeCoinError} if the rental is paid in the native coin
 * @throws {WrongRentalError} if the mandate names another rental
 * @throws {NotRentalsRenterError} if the mandate is for another renter than the rental
 * @throws {ForeignRenterError} if the account is not the renter
 * @throws {ZeroStepError} for a step of zero
 * @throws {ExtendBeforeTooShortError} if no extension would ever be possible
 * @throws {MandateExpiredError} for an expiry in the past, or before the next extension is due
 * @throws {WrongMandateEpochError} for an epoch that is not the renter's
 * @throws {SaltRevokedError} for a salt that the renter has revoked
 * @throws {MandateExhaustedError} if the total does not pay for the next extension
 * @throws {MandateTooSmallError} if the total does not pay for the wanted time
 * @throws {DurationOutOfBoundsError} if the wanted time is longer than the offer allows
 * @throws {FullyExtendedError} if the rental already has the offer's longest duration
 * @throws {WrongStatusError} if the rental has ended, or is not paid and `duration` is missing
 * @throws {ForeignContractError} if the contract extends the rentals of another escrow
 * @throws {UndeployedRenterError} for a signature of an account that is not deployed yet
 * @throws {UnusableSignatureError} if the contract would refuse the wallet's signature
 * @throws {CancelledError} if the signal was aborted before the wallet was asked
 * @throws {WalletUnansweredError} if the signal was aborted before the wallet answered
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {EscrowNotFoundError} if there is no escrow at the address
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export async function signMandate(
  wallet: Wallet,
  {
    escrow,
    mandateContract,
    mandate,
    rental,
    duration,
    until,
    permit,
    check = true,
    ...options
  }: SignMandateParameters,
): Promise<SignedMandate> {
  beginCheck(options, "call")
  const checking = checkedMandate(wallet, { escrow, mandateContract, mandate, rental, duration, until, check })
  const { chainId, typedData } = await cancellable(checking, options)
  const { renter } = mandate
  const digest = wallet.codec.hashTypedData(typedData)
  const signature = await signChecked(wallet, typedData, {
    ...options,
    byContract: async (answer) =>
      !check || isAcceptedByContract(wallet, { account: renter, digest, signature: answer }),
    undeployed: () => new UndeployedRenterError({ renter }),
  })
  return { chainId, escrow, mandateContract, mandate, signature, rental, ...(permit ? { permit } : {}) }
}

type Checked = Omit<SignMandateParameters, "permit" | keyof ProgressOptions>

/** Everything is asked at once, and judged in order. */
async function checkedMandate(
  wallet: Wallet,
  { check, ...given }: Checked,
): Promise<{ readonly chainId: number; readonly typedData: TypedData }> {
  const { mandateContract, mandate } = given
  const identifying = begun(wallet.chainId())
  const belonging = begun(requireEscrowOfMandates(wallet, given))
  requireTerms(wallet, given)
  const ready = begun(requireReady(wallet, given))
  const chainId = await identifying
  const typedData = mandateTypedData(wallet.codec, { mandateContract, chainId, mandate })
  await belonging
  const { account } = wallet
  if (check && !isSameAddress(account, mandate.renter))
    throw new ForeignRenterError({ account, renter: mandate.renter })
  await ready
  return { chainId, typedData }
}

type Terms = Pick<Checked, "mandate" | "rental">

/** What is known without the chain. */
function requireTerms({ codec }: Pick<Chain, "codec">, { mandate, rental }: Terms): void {
  const id = idOf(codec, rental)
  if (id !== mandate.rentalId.toLowerCase()) throw new WrongRentalError({ id, expected: mandate.rentalId })
  if (!isSameAddress(mandate.renter, rental.renter))
    throw new NotRentalsRenterError({ signer: mandate.renter, renter: rental.renter })
  if (isSameAddress(rental.offer.token, NATIVE)) throw new NativeCoinError({})
  if (mandate.step <= 0n) throw new ZeroStepError({})
  const { extendBefore } = mandate
  if (extendBefore < MIN_EXTEND_BEFORE)
    throw new ExtendBeforeTooShortError({ extendBefore, minimum: MIN_EXTEND_BEFORE })
}

async function requireReady(chain: Chain, { escrow, mandateContract, ...given }: Checked): Promise<void> {
  const { mandate, rental, until } = given
  const { renter, salt, expiry, maxTotal } = mandate
  const { offer } = rental
  const id = mandate.rentalId
  const [known, { spent, revoked, epoch }, { timestamp }] = await Promise.all([
    getState(chain, { escrow, id }),
    getMandateStatus(chain, { mandateContract, renter, salt }),
    latestBlock(chain),
  ])
  if (mandate.epoch !== epoch) throw new WrongMandateEpochError({ epoch: mandate.epoch, current: epoch })
  if (revoked) throw new SaltRevokedError({ renter, salt })
  const state = extendable(known, { id, duration: given.duration, timestamp })
  if (state.duration >= offer.maxDuration) throw new FullyExtendedError({ maxDuration: offer.maxDuration })
  // A rental that has not begun yet ends later.
  if (timestamp >= expiry || state.since + state.duration + 1n >= expiry + mandate.extendBefore)
    throw new MandateExpiredError({ expiry })
  const first = extensionPrice(offer, state, longerBy({ offer, state, seconds: mandate.step }))
  const left = maxTotal > spent ? maxTotal - spent : 0n
  if (first > left) throw new MandateExhaustedError({ amount: first, left })
  if (until === undefined) return
  if (until > offer.maxDuration)
    throw new DurationOutOfBoundsError({ duration: until, minimum: state.duration + 1n, maximum: offer.maxDuration })
  const required = until > state.duration ? extensionPrice(offer, state, until) : 0n
  if (required > left) throw new MandateTooSmallError({ left, required })
}

/** The account is not the renter of the mandate. */
export class ForeignRenterError extends EscrowError<
  "ForeignRenter",
  { readonly account: Address; readonly renter: Address }
> {
  constructor(args: ForeignRenterError["args"], options?: ErrorOptions) {
    super("ForeignRenter", "The account is not the rental's renter. Ask the rental's renter to sign.", args, options)
  }
}

/** The total does not pay for the wanted time. */
export class MandateTooSmallError extends EscrowError<
  "MandateTooSmall",
  { readonly left: bigint; readonly required: bigint }
> {
  constructor(args: MandateTooSmallError["args"], options?: ErrorOptions) {
    super("MandateTooSmall", "The mandate's total does not cover `required`. Raise `maxTotal`.", args, options)
  }
}
