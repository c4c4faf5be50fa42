// The call of a deposit, apart from sending it: a program that only prepares it loads no more.
import { depositFunction } from "../../generated/abiItems.ts"
import { NATIVE } from "../../generated/constants.ts"
import { cost } from "../../math.ts"
import type { Hex, Rental } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { assertArgs } from "../codec.ts"
import type { Chain } from "../port.ts"
import { type EscrowParameters, escrowCall, type PermitParameters } from "./escrowCall.ts"
import type { PreparedRequest } from "./send.ts"

/** Parameters of `deposit`. */
export type DepositParameters = EscrowParameters & {
  /** Offer, renter and salt. */
  readonly rental: Rental
  /** Seconds to pay for, within the offer's bounds. */
  readonly duration: bigint
  /** Signature of the offer by the host's signer. */
  readonly hostSignature: Hex
  /** Native coin to send, wei. Default: the price if the token is the native coin, otherwise 0. */
  readonly value?: bigint | undefined
} & PermitParameters

export function prepareDeposit(
  chain: Chain,
  { escrow, rental, duration, hostSignature, permit = "0x", value }: DepositParameters,
): PreparedRequest {
  const args = [rental, duration, hostSignature, permit] as const
  assertArgs(chain.codec, depositFunction, args)
  const { offer } = rental
  const due = isSameAddress(offer.token, NATIVE) ? cost(offer.pricePerHour, duration) : 0n
  return escrowCall(chain, escrow, depositFunction, args, { value: value ?? due })
}
