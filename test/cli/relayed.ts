// A renter with dollars and no POL, a relayer for it, and the host.
import { readdir } from "node:fs/promises"
import { createServer, type ServerResponse } from "node:http"
import { join } from "node:path"

import { as, DOLLAR, envOf, onLocalChain, start, type TestWorld } from "../support/commandLine.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import { type Relayer, startRelayer, USDC } from "../support/relayer.ts"

/** Before each test of the block: a new relayer, and the renter without POL. */
export function onRelayedChain(set: (stage: Stage) => void) {
  let stage: Stage | undefined
  let [world, folder]: [TestWorld | undefined, string] = [undefined, ""]
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })
  beforeEach(async () => {
    if (!world) throw new Error("The chain did not open.")
    await world.rpc("evm_setAutomine", true)
    await world.rpc("hardhat_setBalance", addressOf("renter"), "0x0")
    await world.fund(accountNamed("relayer").address)
    await world.fund(accountNamed("other relayer").address)
    await world.mint(USDC, "host", 100n * DOLLAR)
    stage = await openStage(world, folder)
    set(stage)
  })
  afterEach(() => stage?.relayer.stop())
}

export type Stage = Awaited<ReturnType<typeof openStage>>

async function openStage(world: TestWorld, folder: string) {
  const open = (options: Parameters<typeof startRelayer>[1] = {}) =>
    startRelayer(world, { database: join(folder, `${crypto.randomUUID()}.db`), ...options })
  let relayer = await open()
  const env = () => ({ XDG_STATE_HOME: folder, GPUFLOW_ROUTER: world.router, GPUFLOW_RELAY_URL: relayer.url })
  return {
    world,
    folder,
    env,
    get relayer(): Relayer {
      return relayer
    },
    /** Ends the relayer, and starts another one with other options. */
    async replaceRelayer(options: Parameters<typeof startRelayer>[1]): Promise<void> {
      await relayer.stop()
      relayer = await open(options)
    },
    /** Runs a command with --gasless as the renter. */
    run: (...argv: string[]) => as(world, "renter", [...argv, ...GASLESS], env()),
    /** Starts it, to be stopped. */
    begin: (argv: readonly string[], relay = relayer.url) =>
      start([...argv, ...GASLESS], { ...envOf(world, "renter"), ...env(), GPUFLOW_RELAY_URL: relay }),
    stateOf: async (id: unknown) => (await as(world, undefined, ["show", String(id), "--json"])).json()["state"],
    /** The signed purchases that are kept, by the paths of their files. */
    records: async (): Promise<string[]> => {
      const kept = join(folder, "gpuflow-escrow", "purchases")
      return (await readdir(kept).catch(() => [])).map((name) => join(kept, name))
    },
  }
}

const GASLESS = ["--gasless", "--wait", "1", "--json"]
export const ACCEPTED = ["--accept", "commitment,challengeWindow"]
export const PAYING = ["--yes", "--max-fee", "0.05 USDC"]

/** A server that passes on what a relayer quotes, and answers the rest by itself. */
export async function quotesOnly(
  relayer: Relayer,
  answer: (response: ServerResponse, method: string) => unknown = (response) => response.destroy(),
) {
  const seen: string[] = []
  const server = createServer(async ({ method = "", url = "" }, response) => {
    seen.push(method)
    if (!url.startsWith("/fee")) return answer(response, method)
    const quote = await fetch(`${relayer.url}${url}`)
    return response.writeHead(quote.status, { "content-type": "application/json" }).end(await quote.text())
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const port = typeof address === "object" && address ? address.port : 0
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}`, seen, close }
}
