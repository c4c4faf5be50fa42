import {
  type Address,
  encodeAbiParameters,
  type Hex,
  hashStruct,
  isAddressEqual,
  keccak256,
  recoverTypedDataAddress,
  size,
  slice,
  type TypedDataDefinition,
} from "viem"

import { assertAddress, assertArgs, assertInput, functionItem } from "./codec.ts"
import type { Offer, Rental } from "./types.ts"

const [offerParameter] = functionItem("hashOffer").inputs
const fields = offerParameter && "components" in offerParameter ? offerParameter.components : []
const types = { Offer: fields.map(({ name = "", type }) => ({ name, type })) }

/**
 * What a host's signer signs: the offer as EIP-712 typed data of one escrow on one chain.
 *
 * @example
 * import { type Offer, offerTypedData } from "@gpuflow/escrow"
 * import { hashTypedData } from "viem"
 *
 * const digest = (offer: Offer) => hashTypedData(offerTypedData({ escrow: "0x…", chainId: 137, offer }))
 *
 * @param parameters.escrow The escrow's address
 * @param parameters.chainId The chain that it is on
 * @param parameters.offer The offer
 * @returns Domain, types and message, as viem and wallets take them
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function offerTypedData({ escrow, chainId, offer }: offerTypedData.Parameters): TypedDataDefinition {
  assertAddress("escrow", escrow)
  assertArgs("hashOffer", [offer])
  return {
    domain: { name: "RentalEscrow", version: "1", chainId, verifyingContract: escrow },
    types,
    primaryType: "Offer",
    message: offer,
  }
}

export declare namespace offerTypedData {
  type Parameters = { readonly escrow: Address; readonly chainId: number; readonly offer: Offer }
}

/**
 * The offer's EIP-712 struct hash: the same for every chain and escrow.
 *
 * @example
 * import { hashOffer, type Offer } from "@gpuflow/escrow"
 *
 * const name = (offer: Offer) => hashOffer(offer)
 *
 * @param offer The offer
 * @returns 32 bytes
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function hashOffer(offer: Offer): Hex {
  assertArgs("hashOffer", [offer])
  return hashStruct({ data: offer, primaryType: "Offer", types })
}

/**
 * The rental's id: known before it is paid, the same on every chain.
 *
 * @example
 * import { idOf, type Offer } from "@gpuflow/escrow"
 * import { keccak256, toHex } from "viem"
 *
 * const id = (offer: Offer) => idOf({ offer, renter: "0x…", salt: keccak256(toHex("order 17")) })
 *
 * @param rental The rental
 * @returns 32 bytes
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function idOf(rental: Rental): Hex {
  assertArgs("idOf", [rental])
  const words = [{ type: "bytes32" }, { type: "address" }, { type: "bytes32" }] as const
  return keccak256(encodeAbiParameters(words, [hashOffer(rental.offer), rental.renter, rental.salt]))
}

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/**
 * Whether a key signed the offer, by the contract's rule: 65 bytes with a low `s`. Contracts that sign (ERC-1271) are
 * for `verifyOffer`.
 *
 * @example
 * import { isSignedBy, type Offer } from "@gpuflow/escrow"
 *
 * const check = (offer: Offer) =>
 *   isSignedBy({ escrow: "0x…", chainId: 137, offer, hostSignature: "0x…", signer: offer.host })
 *
 * @param parameters.escrow The escrow's address
 * @param parameters.chainId The chain that it is on
 * @param parameters.offer The offer
 * @param parameters.hostSignature The signature
 * @param parameters.signer Address of the key
 * @returns Whether the contract would accept the signature as this key's
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export async function isSignedBy({ hostSignature, signer, ...data }: isSignedBy.Parameters): Promise<boolean> {
  assertInput({ name: "hostSignature", type: "bytes" }, hostSignature)
  if (size(hostSignature) !== 65) return false
  const [s, v] = [BigInt(slice(hostSignature, 32, 64)), Number(slice(hostSignature, 64))]
  if (s > HALF_ORDER || (v !== 27 && v !== 28)) return false
  const typedData = offerTypedData(data)
  try {
    return isAddressEqual(await recoverTypedDataAddress({ ...typedData, signature: hostSignature }), signer)
  } catch {
    return false
  }
}

export declare namespace isSignedBy {
  type Parameters = offerTypedData.Parameters & { readonly hostSignature: Hex; readonly signer: Address }
}
