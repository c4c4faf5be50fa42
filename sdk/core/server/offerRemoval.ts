// The request by which a host takes its offer off a board. It is no call of the contract.
import type { Address, Hex } from "../../types.ts"
import { assertAddress, assertInput } from "../codec.ts"
import type { AbiParameter, Codec, TypedData } from "../port.ts"

/** A request to remove a machine's offers from a board. The host signs it, or the host's signer. */
export type OfferRemoval = {
  readonly host: Address
  /** The host's id of the machine. */
  readonly machine: Hex
  /** Timestamp until which the request is valid. It removes offers that expire no later: sign the offer's expiry. */
  readonly expiry: bigint
}

/** Parameters of `offerRemovalTypedData`. */
export type OfferRemovalTypedDataParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** The chain that the escrow is on. */
  readonly chainId: number
  /** The request. */
  readonly removal: OfferRemoval
}

const removalFields: readonly (AbiParameter & { readonly name: string })[] = [
  { name: "host", type: "address" },
  { name: "machine", type: "bytes32" },
  { name: "expiry", type: "uint40" },
]

export function offerRemovalTypedData(
  codec: Codec,
  { escrow, chainId, removal }: OfferRemovalTypedDataParameters,
): TypedData {
  assertAddress(codec, "escrow", escrow)
  const { host, machine, expiry } = removal
  const message = { host, machine, expiry }
  const values = new Map<string, unknown>(Object.entries(message))
  for (const field of removalFields) assertInput(codec, field, values.get(field.name))
  return {
    domain: { name: "GPUFlow Board", version: "1", chainId, verifyingContract: escrow },
    types: { OfferRemoval: removalFields },
    primaryType: "OfferRemoval",
    message,
  }
}
