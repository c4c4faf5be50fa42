// Written by `npm run generate`. Do not edit.

import { encodePermit as core, type EncodePermitParameters } from "../../core/plan/permit.ts"
import type { Hex } from "../../types.ts"
import { codec } from "../../ethers/ethersCodec.ts"

/**
 * Encodes an EIP-2612 permit as `deposit` and `extend` take it.
 *
 * @example
 * import { encodePermit } from "@gpuflow/escrow/ethers"
 *
 * const permit = encodePermit({ value: 1_500_000n, deadline: 1_800_000_000n, signature: "0x…" })
 *
 * @returns `abi.encode(value, deadline, v, r, s)`
 * @throws {InvalidInputError} for an invalid value
 */
export function encodePermit(parameters: encodePermit.Parameters): Hex {
  return core(codec, parameters)
}

export declare namespace encodePermit {
  type Parameters = EncodePermitParameters
}
