import { hashOfferFunction } from "../../generated/abiItems.ts"
import type { Address, Hex, Offer } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { assertAddress, assertArgs, assertInput } from "../codec.ts"
import type { Codec, TypedData } from "../port.ts"
import { signatureFault } from "../signature.ts"
import { offerTypes } from "./hashOffer.ts"

/** Parameters of `offerTypedData`. */
export type OfferTypedDataParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** The chain that the escrow is on. */
  readonly chainId: number
  /** The offer. */
  readonly offer: Offer
}

export function offerTypedData(codec: Codec, { escrow, chainId, offer }: OfferTypedDataParameters): TypedData {
  assertAddress(codec, "escrow", escrow)
  assertArgs(codec, hashOfferFunction, [offer])
  return {
    domain: { name: "RentalEscrow", version: "1", chainId, verifyingContract: escrow },
    types: offerTypes,
    primaryType: "Offer",
    message: offer,
  }
}

/** Parameters of `isSignedBy`. */
export type IsSignedByParameters = OfferTypedDataParameters & {
  /** The signature. */
  readonly hostSignature: Hex
  /** Address of the key. */
  readonly signer: Address
}

/** Checks a signature by the contract's rule: 65 bytes with a low `s`. */
export async function isSignedBy(
  codec: Codec,
  { hostSignature, signer, ...data }: IsSignedByParameters,
): Promise<boolean> {
  assertInput(codec, { name: "hostSignature", type: "bytes" }, hostSignature)
  if (signatureFault(hostSignature)) return false
  const digest = codec.hashTypedData(offerTypedData(codec, data))
  try {
    return isSameAddress(await codec.recover(digest, hostSignature), signer)
  } catch {
    return false
  }
}
