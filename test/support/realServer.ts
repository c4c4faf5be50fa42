// The real server, on an empty database in memory, for the chain of the command line's tests.
import { parseOffer, serializeOffer } from "@gpuflow/escrow/offer"
import { expect } from "chai"
import { readText } from "../cli/steps.ts"
import type { TestWorld } from "./commandLine.ts"
import { startTestServer, type TestServer } from "./testServer.ts"
import { until } from "./until.ts"

export type RealServer = TestServer & {
  /** Resolves once the server has the node's latest block. */
  readonly caughtUp: () => Promise<void>
  /** Puts the offer of a file on the board. */
  readonly put: (file: string) => Promise<void>
}

/** Starts a server, which has read the chain and is stopped after the test. */
export async function startRealServer(
  { url, escrow, fromBlock, router, mandate, client }: TestWorld,
  options: Partial<Parameters<typeof startTestServer>[1]> = {},
): Promise<RealServer> {
  const place = { rpcUrls: [url], chainId: 137, escrow, fromBlock, router, mandateContract: mandate }
  const server = await startTestServer("pglite", { ...place, pollInterval: 20, ...options })
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
    async put(file) {
      const signed = parseOffer(await readText(file))
      const { host, machine } = signed.offer
      const answer = await server.ask(`/offers/${host}/${machine}`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: serializeOffer(signed),
      })
      expect(answer.status, JSON.stringify(answer.body)).to.be.below(300)
    },
  }
}
