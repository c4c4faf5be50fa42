import { decodeErrorResult, type Hex, isHex } from "viem"

import { abi, namedFromAbi } from "./codec.ts"
import {
  type AccountMissingError,
  type EscrowNotFoundError,
  type EventNotFoundError,
  errorBrand,
  type ForeignSignerError,
  type HighBondError,
  type InvalidInputError,
  type PermitUnsupportedError,
  type RentalNotFoundError,
  type TermsMismatchError,
  type TermsNotFoundError,
  type TransactionReplacedError,
  type TransactionRevertedError,
  type WrongChainError,
} from "./errors.ts"
import { revertErrors } from "./generated/errors.ts"
import type { ErrorName } from "./solidity.ts"

/** Every error of this SDK; `code` tells them apart. */
export type AnyEscrowError =
  | InstanceType<(typeof revertErrors)[ErrorName]>
  | AccountMissingError
  | EscrowNotFoundError
  | EventNotFoundError
  | ForeignSignerError
  | HighBondError
  | InvalidInputError
  | PermitUnsupportedError
  | RentalNotFoundError
  | TermsMismatchError
  | TermsNotFoundError
  | TransactionReplacedError
  | TransactionRevertedError
  | WrongChainError

/**
 * Whether an error is this SDK's, also if another copy of it threw it.
 *
 * @example
 * import { isEscrowError, type Rental, settle } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental // from `getRental`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * try {
 *   await settle(client, { escrow: "0x…", rental })
 * } catch (error) {
 *   if (!isEscrowError(error) || error.code !== "NotDue") throw error
 *   console.log(`Try again at ${error.args.dueAt}.`)
 * }
 *
 * @param error Whatever was thrown
 * @returns True for this SDK's errors; then `code` says which it is, and `args` has that error's type
 */
export function isEscrowError(error: unknown): error is AnyEscrowError {
  return typeof error === "object" && error !== null && errorBrand in error
}

/**
 * The contract's error behind what a client threw. What is not the contract's (a token's revert, a refusal by the
 * wallet, a network failure) comes back as it was.
 *
 * @example
 * import { isEscrowError, toEscrowError } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * await client.call({ to: "0x…", data: "0x…" }).catch((cause: unknown) => {
 *   const error = toEscrowError(cause)
 *   console.log(isEscrowError(error) ? error.code : "not from the escrow")
 * })
 *
 * @param cause What was thrown
 * @returns The decoded error with `cause`, or `cause` itself
 */
export function toEscrowError(cause: unknown): unknown {
  const data = revertData(cause)
  if (isEscrowError(cause) || !data) return cause
  try {
    const { errorName, args = [], abiItem } = decodeErrorResult({ abi, data })
    if (!isErrorName(errorName) || abiItem.type !== "error") return cause
    return construct(errorName, namedFromAbi(abiItem.inputs, args), cause)
  } catch {
    return cause
  }
}

function isErrorName(name: string): name is ErrorName {
  return name in revertErrors
}

/** The arguments were decoded with the ABI that the class's types come from. */
function construct(name: ErrorName, args: object, cause: unknown): Error {
  const RevertClass = revertErrors[name] as new (args: object, options: ErrorOptions) => Error
  return new RevertClass(args, { cause })
}

/** The innermost revert data in a chain of causes, `0x` included: nodes and clients wrap it differently. */
export function revertData(error: unknown): Hex | undefined {
  if (typeof error !== "object" || error === null) return undefined
  const { raw, data, cause } = error as { raw?: unknown; data?: unknown; cause?: unknown }
  const nested = typeof data === "object" ? revertData(data) : undefined
  return revertData(cause) ?? nested ?? [data, raw].find((value): value is Hex => isHex(value))
}
