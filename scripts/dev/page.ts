// The page for the local chain, with accounts that need no wallet, and a clock that can be moved.
import { once } from "node:events"
import { copyFile, readFile, writeFile } from "node:fs/promises"
import type { AddressInfo } from "node:net"
import { join } from "node:path"

import { type TestEscrow, testKeys } from "@gpuflow/escrow/testing"
import { serve } from "@hono/node-server"
import { serveStatic } from "@hono/node-server/serve-static"
import { Hono } from "hono"
import { validator } from "hono/validator"
import { build } from "vite"
import { z } from "zod"

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
  /** Is called after the clock was moved, before the page hears of it. */
  readonly onMoved: () => Promise<void>
}

/** At most a year in one step. */
const move = z.object({
  seconds: z
    .int()
    .positive()
    .max(365 * 86_400),
})
const CLOCK_BAR = "clock-bar.js"

/** Builds the page for a local chain, and serves it on this machine. */
export async function servePage(
  chain: TestEscrow,
  { server, folder, port, onMoved }: PageOptions,
): Promise<ServedPage> {
  const outDir = { outDir: folder, emptyOutDir: true }
  await build({ root: join(root, "app"), logLevel: "error", build: outDir })
  await writeFile(join(folder, "config.json"), JSON.stringify(configOf(chain, server)))
  const index = join(folder, "index.html")
  const html = await readFile(index, "utf8")
  await writeFile(index, html.replace("</body>", `<script type="module" src="./${CLOCK_BAR}"></script></body>`))
  await copyFile(new URL("clockBar.js", import.meta.url), join(folder, CLOCK_BAR))
  const site = new Hono()
    .get("/clock", (context) => context.json({ now: Number(chain.now()) }))
    // Another site could not send JSON without being asked first whether it may.
    .post(
      "/clock",
      validator("json", (value, context) => {
        const { data } = move.safeParse(value)
        return data ?? context.text('Send {"seconds": 3600}, at most a year.', 400)
      }),
      async (context) => {
        await chain.warp(context.req.valid("json").seconds)
        await onMoved()
        return context.json({ now: Number(chain.now()) })
      },
    )
    .use(serveStatic({ root: folder }))
  const listener = serve({ fetch: site.fetch, hostname: "127.0.0.1", port })
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
