// Every verb of renters, hosts, arbiters and keepers as a call that is ready to be signed: input checked, value computed, nothing sent.

import type { FunctionArgs, FunctionName } from "../../abiTypes.ts"
import { HighBondError, InvalidInputError } from "../../errors.ts"
import {
  collectFeesFunction,
  depositFunction,
  disputeFunction,
  extendFunction,
  fundBondFunction,
  interruptFunction,
  refundFunction,
  resolveFunction,
  revokeOffersFunction,
  setSignerFunction,
  settleFunction,
  settleManyFunction,
  startFunction,
  stopFunction,
  submitEvidenceFunction,
  withdrawBondFunction,
  withdrawFunction,
} from "../../generated/abiItems.ts"
import { NATIVE } from "../../generated/constants.ts"
import { cost, stakeShortfall } from "../../math.ts"
import type { Address, Hex, Rental } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { assertAddress, assertArgs, encodeCall, type FunctionItem } from "../codec.ts"
import type { Chain, Wallet } from "../port.ts"
import { getState } from "./escrowRead.ts"
import { idOf } from "./offerHash.ts"
import type { PreparedRequest } from "./send.ts"
import { latestBlock } from "./waitForTransaction.ts"

/** The stake of a dispute is 5 % of bond and price: from here on it would be more than the price itself. */
export const HIGH_BOND_FACTOR = 20n

/** Seconds for which the native coins sent cover the growing stake, should the transaction wait. */
const PATIENCE = 600n

export type EscrowParameters = {
  /** The escrow's address. */
  readonly escrow: Address
}
export type RentalParameters = EscrowParameters & {
  /** The rental, as `getRental` gives it. */
  readonly rental: Rental
}
type Payable = {
  /** EIP-2612 permit of the sender, from `signPermit`; without it, the allowance decides. */
  readonly permit?: Hex | undefined
  /** Native coin to send, wei; without it, what is due. */
  readonly value?: bigint | undefined
}

/** A call of the escrow, its arguments checked. */
export function request<const name extends FunctionName>(
  { codec }: Chain,
  escrow: Address,
  item: FunctionItem<name>,
  args: FunctionArgs<name>,
  { value = 0n, pays = false }: { readonly value?: bigint; readonly pays?: boolean } = {},
): PreparedRequest {
  assertAddress(codec, "escrow", escrow)
  const call = { to: escrow, data: encodeCall(codec, item, args), value }
  return pays ? { ...call, pays } : call
}

// The life of a rental

export type DepositParameters = EscrowParameters & {
  /** Offer, renter and salt. */
  readonly rental: Rental
  /** Seconds wanted. */
  readonly duration: bigint
  /** Signature of the offer by the host's signer. */
  readonly hostSignature: Hex
  /** Pay although the bond is above 20 times the price. */
  readonly acceptHighBond?: boolean | undefined
} & Payable

export function requestDeposit(
  chain: Chain,
  { escrow, rental, duration, hostSignature, permit = "0x", value, acceptHighBond }: DepositParameters,
): PreparedRequest {
  const args = [rental, duration, hostSignature, permit] as const
  assertArgs(chain.codec, depositFunction, args)
  const { offer } = rental
  const price = cost(offer.pricePerHour, duration)
  const limit = HIGH_BOND_FACTOR * price
  if (offer.bond > limit && !acceptHighBond) throw new HighBondError({ bond: offer.bond, limit })
  const due = isSameAddress(offer.token, NATIVE) ? price : 0n
  return request(chain, escrow, depositFunction, args, { value: value ?? due })
}

export const requestStart = (chain: Chain, { escrow, rental }: RentalParameters) =>
  request(chain, escrow, startFunction, [rental])

export type ExtendParameters = RentalParameters & {
  /** Seconds to add. */
  readonly extraSeconds: bigint
} & Payable

export async function requestExtend(
  chain: Chain,
  { escrow, rental, extraSeconds, permit = "0x", value }: ExtendParameters,
): Promise<PreparedRequest> {
  const args = [rental, extraSeconds, permit] as const
  assertArgs(chain.codec, extendFunction, args)
  const isNative = isSameAddress(rental.offer.token, NATIVE)
  const due = value ?? (isNative ? await priceOf(chain, { escrow, rental, extraSeconds }) : 0n)
  return request(chain, escrow, extendFunction, args, { value: due })
}

/** The rise of the held principal: rounding makes it depend on the seconds before. */
async function priceOf(chain: Chain, { escrow, rental, extraSeconds }: ExtendParameters) {
  const { duration, refunded } = await getState(chain, { escrow, id: idOf(chain.codec, rental) })
  const { pricePerHour } = rental.offer
  return cost(pricePerHour, duration + extraSeconds - refunded) - cost(pricePerHour, duration - refunded)
}

export const requestStop = (chain: Chain, { escrow, rental }: RentalParameters) =>
  request(chain, escrow, stopFunction, [rental], { pays: true })

export const requestInterrupt = (chain: Chain, { escrow, rental }: RentalParameters) =>
  request(chain, escrow, interruptFunction, [rental], { pays: true })

export type RefundParameters = RentalParameters & {
  /** Seconds to give back. */
  readonly seconds: bigint
}

export const requestRefund = (chain: Chain, { escrow, rental, seconds }: RefundParameters) =>
  request(chain, escrow, refundFunction, [rental, seconds], { pays: true })

export const requestSettle = (chain: Chain, { escrow, rental }: RentalParameters) =>
  request(chain, escrow, settleFunction, [rental], { pays: true })

export type SettleManyParameters = EscrowParameters & {
  /** The rentals, as `getRental` gives them. */
  readonly rentals: readonly Rental[]
}

/** One transaction's part of a batch. */
export function requestSettleMany(chain: Chain, { escrow, rentals }: SettleManyParameters): PreparedRequest {
  if (rentals.length === 0) {
    throw new InvalidInputError({ field: "rentals", value: rentals, expected: "at least one rental" })
  }
  return request(chain, escrow, settleManyFunction, [rentals], { pays: true })
}

// Disputes

export type DisputeParameters = RentalParameters & {
  /** Where the evidence is. */
  readonly evidenceURI: string
} & Payable

export async function requestDispute(
  chain: Chain,
  { escrow, rental, evidenceURI, permit = "0x", value }: DisputeParameters,
): Promise<PreparedRequest> {
  const args = [rental, evidenceURI, permit] as const
  assertArgs(chain.codec, disputeFunction, args)
  const isNative = isSameAddress(rental.offer.token, NATIVE)
  const due = value ?? (isNative ? await shortfallOf(chain, { escrow, rental }) : 0n)
  return request(chain, escrow, disputeFunction, args, { value: due, pays: true })
}

/** While a rental runs, each second raises what is contested and lowers the refund; what rolls out only lowers both. */
async function shortfallOf(chain: Chain, { escrow, rental }: RentalParameters) {
  const id = idOf(chain.codec, rental)
  const [state, { timestamp }] = await Promise.all([getState(chain, { escrow, id }), latestBlock(chain)])
  // What would be paid out in the meantime is left in: it makes the stake smaller.
  return stakeShortfall({ ...rental.offer, rolling: false }, state, timestamp + PATIENCE)
}

export type SubmitEvidenceParameters = RentalParameters & {
  /** Where the evidence is. */
  readonly uri: string
}

export const requestSubmitEvidence = (chain: Chain, { escrow, rental, uri }: SubmitEvidenceParameters) =>
  request(chain, escrow, submitEvidenceFunction, [rental, uri])

export type ResolveParameters = RentalParameters & {
  /** How far the promise was kept, in basis points: 0 to 10 000. */
  readonly hostBps: bigint
}

export const requestResolve = (chain: Chain, { escrow, rental, hostBps }: ResolveParameters) =>
  request(chain, escrow, resolveFunction, [rental, hostBps], { pays: true })

// Bonds, credits, fees

type BondParameters = EscrowParameters & {
  /** Token address; zero: the native coin. */
  readonly token: Address
  /** Base units. */
  readonly amount: bigint
}

export type FundBondParameters = BondParameters & {
  /** Native coin to send, wei; without it, what is due. */
  readonly value?: bigint | undefined
}

export function requestFundBond(chain: Chain, { escrow, token, amount, value }: FundBondParameters): PreparedRequest {
  assertArgs(chain.codec, fundBondFunction, [token, amount])
  const due = isSameAddress(token, NATIVE) ? amount : 0n
  return request(chain, escrow, fundBondFunction, [token, amount], { value: value ?? due })
}

export type WithdrawBondParameters = BondParameters & {
  /** Receiver: neither zero nor the escrow. */
  readonly to: Address
}

export const requestWithdrawBond = (chain: Chain, { escrow, token, amount, to }: WithdrawBondParameters) =>
  request(chain, escrow, withdrawBondFunction, [token, amount, to])

export type WithdrawParameters = EscrowParameters & {
  /** Token address; zero: the native coin. */
  readonly token: Address
  /** Receiver: neither zero nor the escrow. */
  readonly to: Address
  /** Whose credit it is; without it, the sender's. */
  readonly owner?: Address | undefined
}

export const requestWithdraw = (wallet: Wallet, { escrow, token, to, owner }: WithdrawParameters) =>
  request(wallet, escrow, withdrawFunction, [token, owner ?? wallet.account, to])

export type TokenParameters = EscrowParameters & {
  /** Token address; zero: the native coin. */
  readonly token: Address
}

export const requestCollectFees = (chain: Chain, { escrow, token }: TokenParameters) =>
  request(chain, escrow, collectFeesFunction, [token])

// Hosts

export type RevokeOffersParameters = EscrowParameters & {
  /** The host's id of the machine, 32 bytes. */
  readonly machine: Hex
}

export const requestRevokeOffers = (chain: Chain, { escrow, machine }: RevokeOffersParameters) =>
  request(chain, escrow, revokeOffersFunction, [machine])

export type SetSignerParameters = EscrowParameters & {
  /** The key; zero: the host itself. */
  readonly signer: Address
}

export const requestSetSigner = (chain: Chain, { escrow, signer }: SetSignerParameters) =>
  request(chain, escrow, setSignerFunction, [signer])
