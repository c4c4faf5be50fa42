// What the verbs share: a call of the escrow that is ready to be signed, and the parameters that several of them take.
import type { FunctionArgs, FunctionName } from "../../abiTypes.ts"
import type { Address, Hex, Rental } from "../../types.ts"
import { assertAddress, encodeCall, type FunctionItem } from "../codec.ts"
import type { Chain } from "../port.ts"
import type { PreparedRequest } from "./send.ts"

/** Every verb names the escrow that it calls. */
export type EscrowParameters = {
  /** The escrow's address. */
  readonly escrow: Address
}

/** Verbs on one rental. */
export type RentalParameters = EscrowParameters & {
  /** The rental, as `getRental` returns it. */
  readonly rental: Rental
}

/** Verbs on one token. */
export type TokenParameters = EscrowParameters & {
  /** The token's address. Zero: the native coin. */
  readonly token: Address
}

/** Verbs on the sender's bond. */
export type BondParameters = TokenParameters & {
  /** Base units. */
  readonly amount: bigint
}

/** Verbs that take tokens from the sender. */
export type PermitParameters = {
  /** EIP-2612 permit of the sender, from `signPermit`. Default: none; the allowance decides. */
  readonly permit?: Hex | undefined
}

type CallOptions = {
  readonly value?: bigint
  /** See `PreparedRequest`. */
  readonly paysOut?: boolean
}

/** A call of the escrow, its arguments checked. */
export function escrowCall<const name extends FunctionName>(
  { codec }: Chain,
  escrow: Address,
  item: FunctionItem<name>,
  args: FunctionArgs<name>,
  { value = 0n, paysOut = false }: CallOptions = {},
): PreparedRequest {
  assertAddress(codec, "escrow", escrow)
  const call = { to: escrow, data: encodeCall(codec, item, args), value }
  return paysOut ? { ...call, paysOut } : call
}
