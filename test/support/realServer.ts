// The real server, on an empty database in memory, for a chain behind a port of this machine.
import { parseOffer } from "@gpuflow/escrow/offer"
import { expect } from "chai"
import type { openLocalChain } from "./localChain.ts"
import { startTestServer, type TestServer } from "./testServer.ts"
import { until } from "./until.ts"

type LocalChain = Pick<
  Awaited<ReturnType<typeof openLocalChain>>,
  "url" | "escrow" | "fromBlock" | "router" | "mandate" | "client"
>

export type RealServer = TestServer & {
  /** Resolves once the server has the node's latest block. */
  readonly caughtUp: () => Promise<void>
  /** Puts a signed offer, as text, on the board. */
  readonly put: (text: string) => Promise<void>
}

/** Starts a server, which has read the chain and is stopped after the test. */
export async function startRealServer(
  { url, escrow, fromBlock, router, mandate, client }: LocalChain,
  options: Partial<Parameters<typeof startTestServer>[1]> = {},
): Promise<RealServer> {
  const place = { rpcUrls: [url], chainId: 137, escrow, fromBlock, router, mandateContract: mandate }
  const server = await startTestServer("pglite", { ...place, pollInterval: 50, ...options })
  const caughtUp = async () => {
    const latest = await client.getBlockNumber({ cacheTime: 0 })
    await until(async () => {
      const { status, body } = await server.ask("/meta")
      return status === 200 && BigInt(Number(body["block"])) >= latest
    })
  }
  await caughtUp()
  return {
    ...server,
    caughtUp,
    async put(text) {
      const { host, machine } = parseOffer(text).offer
      const answer = await server.ask(`/offers/${host}/${machine}`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: text,
      })
      expect(answer.status, JSON.stringify(answer.body)).to.be.below(300)
    },
  }
}
