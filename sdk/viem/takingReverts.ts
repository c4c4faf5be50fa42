import { type Client, type EIP1193RequestFn, RpcError } from "viem"
import { buildRequest } from "viem/utils"

import { isRevert } from "../core/readContract.ts"

/** The methods that run a call. Their errors are answers if the call reverted. */
const RUNS_CALL = ["eth_call", "eth_estimateGas", "eth_createAccessList"]
/** A revert in JSON-RPC, as go-ethereum has it. */
const REVERTED = 3

/**
 * The client, which takes a revert for an answer. Wallets report a revert as an internal error, or as an object with a
 * code that viem does not know, and viem asks again after both. Whatever else fails is asked again as the client's
 * transport is set.
 */
export function takingReverts(client: Client): Client {
  const { retryCount, retryDelay } = client.transport
  const ask: EIP1193RequestFn = client.request
  const run = buildRequest(
    (call) =>
      ask(call, { retryCount: 0 }).catch((error: unknown) => {
        if (!(error instanceof Error) || !isRevert(error)) throw error
        throw new RpcError(error, { code: REVERTED, shortMessage: "The call reverted." })
      }),
    { retryCount, retryDelay },
  )
  const request: EIP1193RequestFn = (call, options) =>
    RUNS_CALL.includes(call.method) ? run(call, options) : ask(call, options)
  return { ...client, request }
}
