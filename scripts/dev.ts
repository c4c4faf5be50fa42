// Runs everything on this machine: a local chain with the escrow and weeks of rentals, a server with its index and a board full of
// the demo's offers, a host's agent with a machine that can be rented and entered, a keeper, and the page. Prints the
// addresses, and runs until it is stopped.
//   npm run dev
//   npm run dev -- --port 9545 --server-port 9471 --page-port 9481
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"

import { Command } from "@commander-js/extra-typings"
import type { TestClient } from "@gpuflow/escrow/testing"

import { count } from "./support/options.ts"

const { port, serverPort, pagePort } = new Command("npm run dev --")
  .description(
    "Runs a local chain with the escrow, a server with its index and a board of offers, a host's agent, a keeper, and the page, until it is stopped.",
  )
  .option("--port <port>", "the port of the chain's JSON-RPC endpoint; 0: any", count, 8545)
  .option("--server-port <port>", "the port of the server; 0: any", count, 9470)
  .option("--page-port <port>", "the port of the page; 0: any", count, 9480)
  .parse()
  .opts()

const stopping = new AbortController()
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort())

// Imported only now, so that a wrong option fails at once.
const [
  { startEscrow, testKeys },
  { startServer },
  { LIFETIME, putOffers },
  { beforePast, playPast },
  { startHostAgent },
  { startKeeper },
  { servePage },
] = await Promise.all([
  import("@gpuflow/escrow/testing"),
  import("../server/startServer.ts"),
  import("./dev/offers.ts"),
  import("./dev/past.ts"),
  import("./dev/hostAgent.ts"),
  import("./dev/keeper.ts"),
  import("./dev/page.ts"),
])
const folder = await mkdtemp(join(tmpdir(), "gpuflow-dev-"))
const chain = await startEscrow({ port, clock: () => beforePast(Date.now()) })
try {
  await playPast(chain)
  const server = await startServer({
    rpcUrls: [chain.url],
    chainId: chain.chainId,
    escrow: chain.escrow,
    fromBlock: chain.fromBlock,
    router: chain.router,
    mandateContract: chain.mandate,
    folder: join(folder, "database"),
    port: serverPort,
    pollInterval: 500,
    logLevel: "warn",
  })
  try {
    while (!stopping.signal.aborted && !(await fetch(`${server.url}/readyz`)).ok) await sleep(100)
    const taken = await putOffers(chain, server.url)
    const renewOffers = () =>
      putOffers(chain, server.url).catch((error: unknown) => console.error(`Offers were not renewed: ${error}`))
    const agent = await startHostAgent(chain, server.url, join(folder, "host"))
    const keeper = startKeeper(chain, folder)
    const page = await servePage(chain, {
      ...{ server: server.url, folder: join(folder, "page"), port: pagePort },
      // Offers that the clock has passed are signed again, once index and board know the time.
      onMoved: async () => {
        await caughtUp(chain.client, server.url)
        await renewOffers()
      },
    })
    const way = agent.hasSsh
      ? "  gpuflow-escrow ssh <rental>   a prompt on it, once the agent has started it"
      : "There is no /usr/sbin/sshd here, so nobody gets in. Install OpenSSH's server for `gpuflow-escrow ssh`."
    console.log(`The page is at ${page.url}
Choose "Renter", "Host" or "Arbiter" under Connect: no wallet is needed. The bar in its corner moves the chain's clock.

A local chain with id ${chain.chainId} at ${chain.url}, and a server at ${server.url} with ${taken} offers.

  ${server.url}/offers         what is on offer
  ${server.url}/rentals        what happened
  ${server.url}/openapi.json   all that it answers

In every terminal that uses them:

  export GPUFLOW_RPC_URL=${chain.url}
  export GPUFLOW_ESCROW=${chain.escrow}
  export GPUFLOW_FROM_BLOCK=${chain.fromBlock}
  export GPUFLOW_ROUTER=${chain.router}
  export GPUFLOW_MANDATE_CONTRACT=${chain.mandate}
  export GPUFLOW_SERVER=${server.url}

A host's agent runs the machine ${agent.machine}. Its log is ${agent.log}.
Rent it, and enter it. The renter's key is public; never use it on another chain:

  export GPUFLOW_PRIVATE_KEY=${testKeys.renter}
  gpuflow-escrow rent ${agent.machine} --for 1h
${way}

Accounts: host ${chain.accounts.host.address}, renter ${chain.accounts.renter.address}, arbiter ${chain.accounts.arbiter.address}.
Press Ctrl-C to stop.`)
    const again = setInterval(renewOffers, (Number(LIFETIME) * 1_000) / 2)
    if (!stopping.signal.aborted) await once(stopping.signal, "abort")
    clearInterval(again)
    await Promise.all([page.stop(), keeper.stop(), agent.stop()])
  } finally {
    await server.stop()
  }
} finally {
  await chain.stop()
  await rm(folder, { recursive: true, force: true })
}
process.exit()

/** Waits until index and board have the chain's latest block. A board refuses offers that expire too late by its own clock. */
async function caughtUp(client: TestClient, server: string): Promise<void> {
  const latest = await client.getBlockNumber({ cacheTime: 0 })
  // A server that is busy says so, and has the block later.
  const blockOf = async (path: string) => {
    const { ok, headers } = await fetch(`${server}${path}`, { method: "HEAD" })
    return ok ? BigInt(headers.get("gpuflow-block") ?? 0) : 0n
  }
  while ((await blockOf("/rentals?limit=1")) < latest || (await blockOf("/offers?limit=1")) < latest) await sleep(100)
}
