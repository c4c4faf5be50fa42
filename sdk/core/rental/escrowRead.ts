// What the reads share: a call of a view of the escrow, and the parameters that several of them take.
import type { FunctionArgs, FunctionName, FunctionResult } from "../../abiTypes.ts"
import type { Address, Hex, Rental } from "../../types.ts"
import { askAgain } from "../askAgain.ts"
import { assertAddress, decodeResult, encodeCall, type FunctionItem } from "../codec.ts"
import type { Reads } from "../port.ts"
import { isRevert } from "../readContract.ts"
import { EscrowNotFoundError } from "./rentalErrors.ts"

/** Every read names the escrow, and the block at which it is read. */
export type ReadParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** Block to read at. Default: the latest. */
  readonly blockNumber?: bigint | undefined
}

/** Reads of one rental by its id. */
export type RentalIdParameters = ReadParameters & {
  /** The rental's id. */
  readonly id: Hex
}

/** Reads of one rental by its terms. */
export type RentalReadParameters = ReadParameters & {
  /** The rental, as `getRental` returns it. */
  readonly rental: Rental
}

/** Reads of one host. */
export type HostReadParameters = ReadParameters & {
  /** The host. */
  readonly host: Address
}

/** Reads of one machine. */
export type MachineReadParameters = HostReadParameters & {
  /** The host's id of the machine, 32 bytes. */
  readonly machine: Hex
}

/** Reads of one token. */
export type TokenReadParameters = ReadParameters & {
  /** The token's address. Zero: the native coin. */
  readonly token: Address
}

/** Calls a view and returns its result in the SDK's types. */
export async function read<const name extends FunctionName>(
  chain: Reads,
  item: FunctionItem<name>,
  args: FunctionArgs<name>,
  { escrow, blockNumber }: ReadParameters,
): Promise<FunctionResult<name>> {
  assertAddress(chain.codec, "escrow", escrow)
  const data = encodeCall(chain.codec, item, args)
  const ask = () => chain.call({ to: escrow, data }, { blockNumber })
  const result = await ask().catch((error: unknown) => {
    // A node that is behind does not have the block of a transaction that was just waited for.
    if (blockNumber === undefined || isRevert(error)) throw error
    return askAgain(chain, error, ask)
  })
  if (result === "0x") throw new EscrowNotFoundError({ escrow })
  return decodeResult(chain.codec, item, result)
}
