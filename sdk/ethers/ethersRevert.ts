import { toEscrowError as core } from "../core/revert.ts"
import { codec } from "./ethersCodec.ts"

/**
 * Returns the contract's error behind a client's error, even inside another contract's error. Any other error (a
 * token's revert, a refusal by the wallet, a network failure) is returned unchanged.
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
 * @param cause The error that was thrown, or raw revert data
 * @returns The decoded error with `cause`, or `cause` itself
 */
export function toEscrowError(cause: unknown): unknown {
  return core(codec, cause)
}
