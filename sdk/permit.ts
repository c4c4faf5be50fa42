import { encodeAbiParameters, type Hex, parseSignature } from "viem"

import { assertInput } from "./codec.ts"

/**
 * An EIP-2612 permit as `deposit` and `extend` take it.
 *
 * @example
 * import { encodePermit } from "@gpuflow/escrow"
 *
 * const permit = encodePermit({ value: 1_500_000n, deadline: 1_800_000_000n, signature: "0x…" })
 *
 * @param parameters.value Base units that the escrow may take
 * @param parameters.deadline Timestamp until which the permit works
 * @param parameters.signature The payer's signature of the token's permit, 65 bytes
 * @returns `abi.encode(value, deadline, v, r, s)`
 * @throws {InvalidInputError} for what does not fit
 */
export function encodePermit({ value, deadline, signature }: encodePermit.Parameters): Hex {
  assertInput({ name: "value", type: "uint256" }, value)
  assertInput({ name: "deadline", type: "uint256" }, deadline)
  assertInput({ name: "signature", type: "bytes65" }, signature)
  const { r, s, yParity } = parseSignature(signature)
  const words = [
    { type: "uint256" },
    { type: "uint256" },
    { type: "uint8" },
    { type: "bytes32" },
    { type: "bytes32" },
  ] as const
  return encodeAbiParameters(words, [value, deadline, 27 + yParity, r, s])
}

export declare namespace encodePermit {
  type Parameters = { readonly value: bigint; readonly deadline: bigint; readonly signature: Hex }
}
