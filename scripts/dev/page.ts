// The page for the local chain, with accounts that need no wallet.
import { once } from "node:events"
import { writeFile } from "node:fs/promises"
import type { AddressInfo } from "node:net"
import { join } from "node:path"

import { type TestEscrow, testKeys } from "@gpuflow/escrow/testing"
import { serve } from "@hono/node-server"
import { serveStatic } from "@hono/node-server/serve-static"
import { Hono } from "hono"
import { build } from "vite"

import { root } from "../support/root.ts"

export type ServedPage = {
  readonly url: string
  stop(): Promise<void>
}

type PageOptions = {
  /** The address of the server, which is index and board. */
  readonly server: string
  /** A folder for the build. */
  readonly folder: string
  /** 0: any. */
  readonly port: number
}

/** Builds the page for a local chain, and serves it on this machine. */
export async function servePage(chain: TestEscrow, { server, folder, port }: PageOptions): Promise<ServedPage> {
  const outDir = { outDir: folder, emptyOutDir: true }
  await build({ root: join(root, "app"), logLevel: "error", build: outDir })
  await writeFile(join(folder, "config.json"), JSON.stringify(configOf(chain, server)))
  const files = new Hono().use(serveStatic({ root: folder }))
  const listener = serve({ fetch: files.fetch, hostname: "127.0.0.1", port })
  await once(listener, "listening")
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    async stop() {
      const closed = once(listener, "close")
      listener.close()
      if ("closeAllConnections" in listener) listener.closeAllConnections()
      await closed
    },
  }
}

/** `config.json`: docs/app.md describes the fields. */
function configOf({ chainId, escrow, fromBlock, router, mandate, url }: TestEscrow, server: string) {
  const contracts = { escrow, router, mandateContract: mandate, fromBlock: Number(fromBlock) }
  const { renter, host, arbiter } = testKeys
  return {
    brand: "GPUFlow",
    deployments: [
      {
        ...{ chainId, chainName: "Local chain", coin: "POL", ...contracts },
        ...{ rpcUrls: [url], servers: [server], boards: [server] },
      },
    ],
    testWallet: [
      { name: "Renter", privateKey: renter },
      { name: "Host", privateKey: host },
      { name: "Arbiter", privateKey: arbiter },
    ],
  }
}
