import type { Hex } from "../../types.ts"
import { assertInput } from "../codec.ts"
import type { Codec } from "../port.ts"
import { parseSignature } from "../signature.ts"

/** Parameters of `encodePermit`. */
export type EncodePermitParameters = {
  /** Base units that the escrow may take. */
  readonly value: bigint
  /** Timestamp until which the permit is valid. */
  readonly deadline: bigint
  /** The payer's signature of the token's permit, 65 bytes. */
  readonly signature: Hex
}

const words = ["uint256", "uint256", "uint8", "bytes32", "uint256"].map((type) => ({ type }))

/** `abi.encode(value, deadline, v, r, s)` */
export function encodePermit(codec: Codec, { value, deadline, signature }: EncodePermitParameters): Hex {
  assertInput(codec, { name: "value", type: "uint256" }, value)
  assertInput(codec, { name: "deadline", type: "uint256" }, deadline)
  assertInput(codec, { name: "signature", type: "bytes65" }, signature)
  const { r, s, v } = parseSignature(signature)
  // Some wallets return the plain recovery id.
  return codec.encode(words, [value, deadline, v < 27 ? 27 + v : v, r, s])
}
