import { WrongChainError } from "@gpuflow/escrow"
import { BaseError, type Client, createClient, defineChain, fallback, type Hex, http, RpcRequestError } from "viem"
import { estimateMaxPriorityFeePerGas, getBlockNumber, getChainId, sendRawTransaction } from "viem/actions"
import { polygon } from "viem/chains"
import type { ResolvedOptions } from "../keeperOptions.ts"
import { type Log, reasonOf } from "../log.ts"
import type { SenderMetrics } from "../serve/senderMetrics.ts"
import { type BroadcastResult, combineResults, resultOfAnswer } from "./broadcastResult.ts"
import { isKnownTransaction } from "./findTransaction.ts"
import { createRequestQueue } from "./requestQueue.ts"

/** The endpoints that one poll uses. */
export type Endpoints = {
  /** Reads from the endpoint with the latest block, and from the next one if a request fails. */
  readonly client: Client
  /** The latest block of any endpoint. */
  readonly latestBlock: bigint
  /** The tip per gas that each endpoint suggests. */
  suggestedTips(): Promise<readonly bigint[]>
  /** Sends a signed transaction to every endpoint. */
  broadcast(serializedTransaction: Hex): Promise<BroadcastResult>
  /** Whether any endpoint has the transaction, in a block or not. */
  hasTransaction(hash: Hex): Promise<boolean>
}

/** Milliseconds between two requests of a client that waits for a block. */
const POLLING_INTERVAL = 100
/** Requests that an endpoint has at once. Public endpoints refuse many more. */
const REQUESTS_AT_ONCE = 16

type EndpointOptions = Pick<ResolvedOptions, "account" | "chainId" | "requestTimeout" | "rpcUrls">

/** Returns a function that selects the working endpoints, the one with the latest block first. */
export function createEndpointSelector(
  options: EndpointOptions,
  log: Log,
  metrics: SenderMetrics,
): () => Promise<Endpoints> {
  const { account } = options
  const { chain, endpoints } = createEndpoints(options, metrics)
  metrics.configuredEndpoints.set(endpoints.length)
  return async () => {
    const checked = await Promise.all(endpoints.map((endpoint) => checkEndpoint(endpoint, chain.id, log)))
    const working = checked.filter((endpoint) => endpoint !== undefined)
    working.sort((a, b) => Number(b.latestBlock - a.latestBlock))
    metrics.endpoints.set(working.length)
    const [first] = working
    if (!first) throw new Error("No endpoint works. The log has a reason for each.")
    const clients = working.map(({ client }) => client)
    const transport = fallback(
      working.map((endpoint) => endpoint.transport),
      { retryCount: 0 },
    )
    return {
      client: createClient({ account, chain, transport, pollingInterval: POLLING_INTERVAL }),
      latestBlock: first.latestBlock,
      suggestedTips: () => suggestedTips(clients),
      broadcast: (serializedTransaction) => broadcast(clients, serializedTransaction),
      hasTransaction: (hash) => hasTransaction(clients, hash),
    }
  }
}

type Endpoint = ReturnType<typeof createEndpoints>["endpoints"][number]

function createEndpoints({ rpcUrls, chainId, requestTimeout }: EndpointOptions, metrics: SenderMetrics) {
  const chain = defineChain({ ...polygon, id: chainId, name: `chain ${chainId}` })
  const endpoints = rpcUrls.map((url) => {
    const { host } = new URL(url)
    const inTurn = createRequestQueue(REQUESTS_AT_ONCE)
    // viem's time-out ends with the first byte of the answer; this one also covers a body that never ends.
    const fetchFn: typeof fetch = (input, init) =>
      inTurn(() => {
        init?.signal?.throwIfAborted()
        metrics.requests.inc({ endpoint: host })
        return fetch(input, { ...init, signal: AbortSignal.timeout(requestTimeout) })
      })
    // The next endpoint or the next poll repeats a failed request.
    const transport = http(url, { retryCount: 0, timeout: requestTimeout, fetchFn })
    return { host, transport, client: createClient({ chain, transport, pollingInterval: POLLING_INTERVAL }) }
  })
  return { chain, endpoints }
}

/** Adds the latest block of an endpoint. Returns nothing if it fails, or belongs to another chain. */
async function checkEndpoint(endpoint: Endpoint, expected: number, log: Log) {
  const { client, host } = endpoint
  try {
    const [chainId, latestBlock] = await Promise.all([getChainId(client), getBlockNumber(client, { cacheTime: 0 })])
    if (chainId !== expected) throw new WrongChainError({ chainId, expected })
    return { ...endpoint, latestBlock }
  } catch (error) {
    log.warn("endpoint skipped", { endpoint: host, reason: reasonOf(error) })
    return undefined
  }
}

async function suggestedTips(clients: readonly Client[]): Promise<readonly bigint[]> {
  const answers = await Promise.allSettled(clients.map((client) => estimateMaxPriorityFeePerGas(client)))
  return answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []))
}

async function broadcast(clients: readonly Client[], serializedTransaction: Hex): Promise<BroadcastResult> {
  const answers = await Promise.allSettled(
    clients.map((client) => sendRawTransaction(client, { serializedTransaction })),
  )
  return combineResults(
    answers.map((answer) =>
      answer.status === "fulfilled" ? { status: "accepted", reason: "" } : resultOf(answer.reason),
    ),
  )
}

function resultOf(error: unknown): BroadcastResult {
  const answer = error instanceof BaseError ? error.walk((cause) => cause instanceof RpcRequestError) : null
  if (answer instanceof RpcRequestError) return resultOfAnswer((answer.details || reasonOf(error)).slice(0, 300))
  // Without an answer nothing is known, except where the status or the body of the reply says why.
  const reason = reasonOf(error)
  const result = resultOfAnswer(reason)
  return result.refusal === "unrecognised" ? { status: "unknown", reason } : result
}

async function hasTransaction(clients: readonly Client[], hash: Hex): Promise<boolean> {
  const answers = await Promise.allSettled(clients.map((client) => isKnownTransaction(client, hash)))
  if (answers.some((answer) => answer.status === "fulfilled" && answer.value)) return true
  const [first] = answers
  if (first?.status === "rejected" && answers.every(({ status }) => status === "rejected")) throw first.reason
  return false
}
