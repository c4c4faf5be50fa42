import { mkdtemp } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { artifacts, network } from "hardhat"
import { type Address, type Client, createClient, custom, getAddress, type Hex, zeroAddress } from "viem"

import { type Build, builtOf } from "../../scripts/deploy/build.ts"
import type { Config } from "../../scripts/deploy/config.ts"
import { finish, type Options, prepare } from "../../scripts/deploy/deployment.ts"
import { FACTORY, FACTORY_CODE } from "../../scripts/deploy/factory.ts"

/** A chain in the process: Polygon's id, accounts with coins, the proxy, and a dollar token. */
export async function openWorld() {
  const { provider, viem, networkHelpers } = await network.create("polygonLike")
  const wallets = await viem.getWalletClients()
  const [deployer, proposer, guardian, treasury, arbiter, stranger] = wallets.map(({ account }) =>
    getAddress(account.address),
  )
  if (!deployer || !proposer || !guardian || !treasury || !arbiter || !stranger) throw new Error("Too few accounts.")
  const ask: Ask = (method, ...params) => provider.request({ method, params })
  const token = getAddress((await viem.deployContract("Token", ["USD Coin", "USDC", 6])).address)
  await ask("hardhat_setCode", FACTORY, FACTORY_CODE)
  const config: Config = {
    chainId: 137,
    salt: `0x${"11".repeat(32)}`,
    deployer,
    timelock: { delay: 172_800n, proposers: [proposer], executors: [zeroAddress], cancellers: [proposer, guardian] },
    guardian,
    treasury,
    markets: [
      { symbol: "POL", token: zeroAddress, decimals: 18, feeBps: 1_000n, arbiter },
      { symbol: "USDC", token, decimals: 6, feeBps: 1_200n, arbiter },
    ],
    hostFees: [],
  }
  const people = { deployer, proposer, guardian, treasury, arbiter, stranger }
  return { ask, networkHelpers, token, config, build: await defaultBuild(), ...people, client: clientOf(ask) }
}

export type World = Awaited<ReturnType<typeof openWorld>>
export type Ask = (method: string, ...params: unknown[]) => Promise<unknown>

/** A client whose answers `change` may spoil, as a failing node or a killed program does. */
export function clientOf(
  ask: Ask,
  change: (method: string, go: () => Promise<unknown>) => Promise<unknown> = (_, go) => go(),
) {
  const request = ({ method, params }: { method: string; params?: unknown[] }) =>
    change(method, () => ask(method, ...(params ?? [])))
  return createClient({ transport: custom({ request }, { retryCount: 0 }), pollingInterval: 10 })
}

/** The default build gives the bytes of the production build: `npm run check -- builds` holds the escrow's. */
async function defaultBuild(): Promise<Build> {
  const [escrow, timelock] = await Promise.all([
    artifacts.readArtifact("RentalEscrow"),
    artifacts.readArtifact("TimelockController"),
  ])
  return { escrow: builtOf(escrow), timelock: builtOf(timelock), compiler: "0.8.37" }
}

export function optionsOf({ config, build }: Pick<World, "config" | "build">, options: Partial<Options> = {}): Options {
  return { config, build, local: false, wait: { confirmations: 1, stalledAfter: 5 }, ...options }
}

/** A whole run, its record in `folder`. */
export async function deploy(world: World, folder: string, client: Client = world.client, options = optionsOf(world)) {
  const prepared = await prepare(client, world.deployer, options)
  const sent: string[] = []
  const finished = await finish(client, prepared, options, {
    record: join(folder, "137.json"),
    source: { compiler: options.build.compiler, commit: "c0ffee" },
    onSent: ({ name }) => sent.push(name),
  })
  return { ...finished, prepared, names: sent }
}

export const temporaryFolder = () => mkdtemp(join(tmpdir(), "deployment-"))

export async function nonceOf({ ask }: World, account: Address): Promise<number> {
  return Number(await ask("eth_getTransactionCount", account, "latest"))
}

/** The timelock, or another contract, calls something. */
export async function callAs({ ask }: World, from: Address, to: Address, data: Hex): Promise<void> {
  await ask("hardhat_impersonateAccount", from)
  await ask("hardhat_setBalance", from, "0xde0b6b3a7640000")
  await ask("eth_sendTransaction", { from, to, data })
}

/** What a promise was rejected with. */
export function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  )
}
