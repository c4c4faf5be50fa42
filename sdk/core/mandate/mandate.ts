// A mandate: what is signed, and its hash.
import { digestOfFunction, mandateStructs } from "../../generated/mandateItems.ts"
import type { Address, Hex, Rental } from "../../types.ts"
import { assertAddress, assertInput } from "../codec.ts"
import { structFields } from "../parseAbi.ts"
import type { Codec, TypedData } from "../port.ts"
import type { MandateContractParameters } from "./mandateContract.ts"

/** A renter's permission to extend one rental, within a sum. */
export type Mandate = {
  /** The renter of the rental, who pays and signs. */
  readonly renter: Address
  /** The only rental that may be extended. Its id fixes host, machine, token, price and `maxDuration`. */
  readonly rentalId: Hex
  /** The most that may be spent in all, tips included, in base units of the rental's token. */
  readonly maxTotal: bigint
  /** Seconds that one extension adds, or less where the offer's `maxDuration` comes first. */
  readonly step: bigint
  /** An extension is possible while less than this many seconds are left; at least 2. */
  readonly extendBefore: bigint
  /** The highest tip for one extension, in base units of the rental's token. */
  readonly maxTip: bigint
  /** Timestamp until which the mandate can be executed. */
  readonly expiry: bigint
  /** The renter's epoch; must be the current one when the mandate is executed. */
  readonly epoch: bigint
  /** Mandates of one renter with the same salt share one counter and one revocation. */
  readonly salt: Hex
}

/** A mandate with its signature, and all that is needed to check and to execute it. */
export type SignedMandate = {
  readonly chainId: number
  /** The escrow's address. */
  readonly escrow: Address
  /** The mandate contract's address. */
  readonly mandateContract: Address
  readonly mandate: Mandate
  /** The renter's signature. */
  readonly signature: Hex
  /** The rental that the mandate names. */
  readonly rental: Rental
  /** EIP-2612 permit of the renter for the mandate contract. Default: none; the allowance decides. */
  readonly permit?: Hex | undefined
}

/** Least `extendBefore`, seconds: with less, an extension is never possible. */
export const MIN_EXTEND_BEFORE = 2n

/** The fields of a mandate, in their order. */
export const mandateFields = /* @__PURE__ */ structFields(mandateStructs.Mandate)

/** Parameters of `mandateTypedData` and `hashMandate`. */
export type MandateTypedDataParameters = MandateContractParameters & {
  /** The chain that the contract is on. */
  readonly chainId: number
  /** The mandate. */
  readonly mandate: Mandate
}

export function mandateTypedData(
  codec: Codec,
  { mandateContract: verifyingContract, chainId, mandate }: MandateTypedDataParameters,
): TypedData {
  assertAddress(codec, "mandateContract", verifyingContract)
  assertMandate(codec, mandate)
  return {
    domain: { name: "RentalMandate", version: "1", chainId, verifyingContract },
    types: { Mandate: mandateFields },
    primaryType: "Mandate",
    message: mandate,
  }
}

export function hashMandate(codec: Codec, parameters: MandateTypedDataParameters): Hex {
  return codec.hashTypedData(mandateTypedData(codec, parameters))
}

/** Refuses a value that a field's type cannot hold. */
export function assertMandate(codec: Codec, mandate: Mandate): void {
  for (const input of digestOfFunction.inputs) assertInput(codec, input, mandate)
}
