import type { Hex } from "../../types.ts"
import { assertInput, InvalidInputError } from "../codec.ts"
import type { Codec } from "../port.ts"
import { parseSignature, signatureFault, wholeSignature } from "../signature.ts"

/** Parameters of `encodePermit`. */
export type EncodePermitParameters = {
  /** Base units that the escrow may take. */
  readonly value: bigint
  /** Timestamp until which the permit is valid. */
  readonly deadline: bigint
  /** The payer's signature of the token's permit: 65 bytes, or 64 in the compact form of EIP-2098. */
  readonly signature: Hex
}

const words = ["uint256", "uint256", "uint8", "bytes32", "uint256"].map((type) => ({ type }))

/** `abi.encode(value, deadline, v, r, s)` */
export function encodePermit(codec: Codec, { value, deadline, signature }: EncodePermitParameters): Hex {
  assertInput(codec, { name: "value", type: "uint256" }, value)
  assertInput(codec, { name: "deadline", type: "uint256" }, deadline)
  assertInput(codec, { name: "signature", type: "bytes" }, signature)
  const whole = wholeSignature(signature)
  const expected = signatureFault(whole)
  if (expected) throw new InvalidInputError({ field: "signature", value: signature, expected })
  const { r, s, v } = parseSignature(whole)
  return codec.encode(words, [value, deadline, v, r, s])
}
