import { hashOfferFunction, idOfFunction } from "../../generated/abiItems.ts"
import { structs } from "../../generated/structs.ts"
import type { Address, Hex, Offer, Rental } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { assertAddress, assertArgs, assertInput } from "../codec.ts"
import { parseParameters } from "../parseAbi.ts"
import type { Codec, TypedData } from "../port.ts"
import { signatureFault } from "../signature.ts"

/** The fields of an offer, in their order. */
export const offerFields = /* @__PURE__ */ parseParameters(structs.Offer).map(({ name = "", type }) => ({ name, type }))

const types = { Offer: offerFields }

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
    types,
    primaryType: "Offer",
    message: offer,
  }
}

export function hashOffer(codec: Codec, offer: Offer): Hex {
  assertArgs(codec, hashOfferFunction, [offer])
  return codec.hashStruct({ types, primaryType: "Offer", message: offer })
}

const idParameters = [{ type: "bytes32" }, { type: "address" }, { type: "bytes32" }]

export function idOf(codec: Codec, rental: Rental): Hex {
  assertArgs(codec, idOfFunction, [rental])
  return codec.keccak256(codec.encode(idParameters, [hashOffer(codec, rental.offer), rental.renter, rental.salt]))
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
