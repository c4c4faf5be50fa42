// Tries a call before it is written into a file.
import { escrowAbi } from "@gpuflow/escrow/abi"
import {
  type Address,
  BaseError,
  type Client,
  decodeErrorResult,
  ExecutionRevertedError,
  type Hex,
  isHex,
  size,
} from "viem"
import { call as callNode } from "viem/actions"

import { timelockAbi } from "../deploy/timelock.ts"
import type { Call } from "./calls.ts"
import { WouldRevertError } from "./errors.ts"

type Attempt = Call & { readonly from: Address; readonly text: string; readonly blockNumber?: bigint | undefined }

/** Refuses a call that would revert now. A failure of the node is thrown as it is. */
export async function requireSuccess(client: Client, { from, to, value, data, text, blockNumber }: Attempt) {
  try {
    await callNode(client, { account: from, to, value, data, ...(blockNumber === undefined ? {} : { blockNumber }) })
  } catch (error) {
    const revert = revertOf(error)
    if (revert === undefined) throw error
    throw new WouldRevertError({ call: text, from, revert }, { cause: error })
  }
}

/** The error of the escrow or of the timelock behind a failed call; undefined if the node failed, and not the call. */
function revertOf(error: unknown): string | undefined {
  if (!(error instanceof BaseError)) return undefined
  let data: Hex | undefined
  // Nodes put the data in different places: beside the message, or in an object there.
  error.walk((one) => {
    const its = one instanceof Error && "data" in one ? one.data : undefined
    const found = typeof its === "object" && its !== null && "data" in its ? its.data : its
    if (isHex(found)) data ??= found
    return false
  })
  const isRevert = data !== undefined || error.walk((one) => one instanceof ExecutionRevertedError) !== null
  if (!isRevert) return undefined
  if (data === undefined || size(data) < 4) return "without a reason"
  try {
    const { errorName, args = [] } = decodeErrorResult({ abi: [...escrowAbi, ...timelockAbi], data })
    return `${errorName}(${args.map(String).join(", ")})`
  } catch {
    return data
  }
}
