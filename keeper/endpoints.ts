// The endpoints of one chain: which of them can be asked in this poll, and a client that asks the furthest one first.
// Transactions go to all of them.

import { WrongChainError } from "@gpuflow/escrow"
import { type Client, createClient, defineChain, fallback, type Hex, http } from "viem"
import { estimateMaxPriorityFeePerGas, getBlockNumber, getChainId, sendRawTransaction } from "viem/actions"
import { polygon } from "viem/chains"
import { type Log, reasonOf } from "./log.ts"
import type { Metrics } from "./metrics.ts"
import type { Options } from "./options.ts"
import { strongest, type Verdict, verdictOf } from "./verdict.ts"

/** What a poll asks. */
export type Node = {
  readonly client: Client
  /** The furthest block that an endpoint has. */
  readonly head: bigint
  /** Tips that the endpoints suggest. */
  tips(): Promise<readonly bigint[]>
  /** Sends to all, and says what became of it. */
  broadcast(raw: Hex): Promise<Verdict>
}

/** Milliseconds between two looks within a poll, at a node that is behind. */
const LOOK = 100

export function makeEndpoints({ rpcUrls, chainId, requestTimeout, account }: Options, log: Log, metrics: Metrics) {
  const chain = defineChain({ ...polygon, id: chainId, name: `chain ${chainId}` })
  const endpoints = rpcUrls.map((url) => {
    const { host } = new URL(url)
    // The library's own limit ends with the answer's first byte; this one also covers a body that never comes.
    const fetchFn: typeof fetch = (input, init) => {
      metrics.requests.inc({ endpoint: host })
      return fetch(input, { ...init, signal: AbortSignal.timeout(requestTimeout) })
    }
    // A failed request is asked again by the next poll, or of the next endpoint.
    const transport = http(url, { retryCount: 0, timeout: requestTimeout, fetchFn })
    return { host, transport, client: createClient({ chain, transport, pollingInterval: LOOK }) }
  })
  type Endpoint = (typeof endpoints)[number]

  /** How far an endpoint is; nothing if it fails, or answers for another chain. */
  async function look(endpoint: Endpoint): Promise<{ readonly endpoint: Endpoint; readonly head: bigint } | undefined> {
    const { client, host } = endpoint
    try {
      const [answered, head] = await Promise.all([getChainId(client), getBlockNumber(client, { cacheTime: 0 })])
      if (answered !== chainId) throw new WrongChainError({ chainId: answered, expected: chainId })
      return { endpoint, head }
    } catch (error) {
      log.warn("endpoint left out", { endpoint: host, reason: reasonOf(error) })
      return undefined
    }
  }

  return async (): Promise<Node> => {
    const looks = await Promise.all(endpoints.map(look))
    const usable = looks.filter((found) => found !== undefined).sort((a, b) => Number(b.head - a.head))
    metrics.endpoints.set(usable.length)
    const [furthest] = usable
    if (!furthest) throw new Error("No endpoint can be used.")
    const clients = usable.map(({ endpoint }) => endpoint.client)
    const transport = fallback(
      usable.map(({ endpoint }) => endpoint.transport),
      { retryCount: 0 },
    )
    return {
      client: createClient({ account, chain, transport, pollingInterval: LOOK }),
      head: furthest.head,
      async tips() {
        const asked = await Promise.allSettled(clients.map((client) => estimateMaxPriorityFeePerGas(client)))
        return asked.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []))
      },
      async broadcast(serializedTransaction) {
        const sent = await Promise.allSettled(
          clients.map((client) => sendRawTransaction(client, { serializedTransaction })),
        )
        return strongest(
          sent.map((answer) => {
            if (answer.status === "fulfilled") return { kind: "sent", reason: "" }
            const reason = reasonOf(answer.reason)
            return { kind: verdictOf(reason), reason }
          }),
        )
      },
    }
  }
}
