import type { Address, Client } from "viem"
import { call } from "viem/actions"

import { assertAddress, decodeResult, encodeCall } from "../../codec.ts"
import { EscrowNotFoundError } from "../../errors.ts"
import { toEscrowError } from "../../revert.ts"
import type { FunctionArgs, FunctionName, FunctionResult } from "../../solidity.ts"

/** Every read names the escrow that it asks, and may ask it about the past. */
export type ReadParameters = {
  readonly escrow: Address
  /** Block to read at; without it, the latest. */
  readonly blockNumber?: bigint | undefined
}

/** Calls a view and returns its result in the SDK's types. */
export async function read<const name extends FunctionName>(
  client: Client,
  functionName: name,
  args: FunctionArgs<name>,
  { escrow, blockNumber }: ReadParameters,
): Promise<FunctionResult<name>> {
  assertAddress("escrow", escrow)
  const data = encodeCall(functionName, args)
  const at = blockNumber === undefined ? {} : { blockNumber }
  const { data: result } = await call(client, { to: escrow, data, ...at }).catch((cause: unknown) => {
    throw toEscrowError(cause)
  })
  if (!result) throw new EscrowNotFoundError({ escrow })
  return decodeResult(functionName, result)
}
