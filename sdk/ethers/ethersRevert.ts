import { toEscrowError as core } from "../core/revert.ts"
import { codec } from "./ethersCodec.ts"

/**
 * The contract's error behind what a client threw, also inside another contract's error. What is not the contract's (a
 * token's revert, a refusal by the wallet, a network failure) comes back as it was.
 *
 * @example
 * import { isEscrowError, toEscrowError } from "@gpuflow/escrow/ethers"
 * import { JsonRpcProvider } from "ethers"
 *
 * const provider = new JsonRpcProvider("http://127.0.0.1:8545")
 * await provider.call({ to: "0x…", data: "0x…" }).catch((cause: unknown) => {
 *   const error = toEscrowError(cause)
 *   console.log(isEscrowError(error) ? error.code : "not from the escrow")
 * })
 *
 * @param cause What was thrown, or revert data as it is
 * @returns The decoded error with `cause`, or `cause` itself
 */
export function toEscrowError(cause: unknown): unknown {
  return core(codec, cause)
}
