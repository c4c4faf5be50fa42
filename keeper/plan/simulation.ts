import { isEscrowError } from "@gpuflow/escrow"
import { type PreparedRequest, simulateRequest } from "@gpuflow/escrow/requests"
import { type Address, BaseError, type Client, ExecutionRevertedError, type Hex, hexToBigInt } from "viem"
import type { Work } from "../store/transactionTable.ts"

/** Whether a transaction would no longer have an effect. */
export async function isMoot(
  client: Client,
  { work, request, account }: { readonly work: Work; readonly request: PreparedRequest; readonly account: Address },
): Promise<boolean> {
  try {
    const result = await simulateRequest(client, { request, account })
    return work === "settle" && settledCount(result) === 0n
  } catch (error) {
    if (isRefusal(error)) return true
    throw error
  }
}

/** The number of rentals that a simulated `settleMany` settles. */
export function settledCount(result: Hex): bigint {
  return hexToBigInt(result)
}

/** Errors of the SDK that concern the node, and not the call. */
export const NODE_ERRORS: readonly string[] = ["WrongChain", "EscrowNotFound", "ContractNotFound", "ReadFailed"]

/** Whether a simulation failed because the contract reverts or the call does not fit into a block, not by a node's failure. */
export function isRefusal(error: unknown): boolean {
  if (isEscrowError(error)) return !NODE_ERRORS.includes(error.code)
  if (!(error instanceof BaseError)) return false
  const isRevert = error.walk((cause) => cause instanceof ExecutionRevertedError) !== null
  return isRevert || /out of gas|gas required exceeds|revert/i.test(error.details)
}
