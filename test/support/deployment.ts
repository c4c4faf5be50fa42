import { mkdtemp } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { PERMIT2 } from "@gpuflow/escrow/router"
import { artifacts } from "hardhat"
import { type Address, type Client, createClient, custom, type Hex, zeroAddress } from "viem"

import { permit2 } from "../../hardhat.config.ts"
import { type Build, builtOf } from "../../scripts/deploy/build.ts"
import type { Config } from "../../scripts/deploy/config.ts"
import { finish, type Options, prepare } from "../../scripts/deploy/deployment.ts"
import { FACTORY, FACTORY_CODE, factoryCall } from "../../scripts/deploy/factory.ts"
import { PERMIT2_SALT } from "../../scripts/deploy/permit2.ts"
import { type Chain, openChain, type Rpc } from "./chain.ts"
import { addressOf } from "./parties.ts"

/** A chain inside this process on which nothing is deployed yet. */
export async function openWorld() {
  const chain = await openChain()
  return { ...(await worldOn(chain)), networkHelpers: chain.networkHelpers }
}

/** A chain with the proxy, Permit2 and a dollar token, and what a deployment is configured with. */
export async function worldOn(chain: Chain) {
  const { rpc, deploy } = chain
  const people = {
    deployer: addressOf("owner"),
    proposer: addressOf("operator"),
    guardian: addressOf("guardian"),
    treasury: addressOf("treasury"),
    arbiter: addressOf("arbiter"),
    stranger: addressOf("stranger"),
  }
  const { deployer, proposer, guardian, treasury, arbiter } = people
  const { address: token } = await deploy("Token", ["USD Coin", "USDC", 6])
  await rpc("hardhat_setCode", FACTORY, FACTORY_CODE)
  const build = await defaultBuild()
  // Placed, so that the proxy and Permit2's address are as before any deployment.
  const permit2Code = await chain.apart(async () => {
    const data = factoryCall(PERMIT2_SALT, build.permit2.creation)
    await chain.transact({ from: people.stranger, to: FACTORY, data })
    return rpc("eth_getCode", PERMIT2, "latest")
  })
  await rpc("hardhat_setCode", PERMIT2, permit2Code)
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
    periphery: ["router", "mandate"],
  }
  return { chain, rpc, token, config, build, ...people, client: clientOf(rpc) }
}

export type World = Awaited<ReturnType<typeof openWorld>>
type AnyWorld = Awaited<ReturnType<typeof worldOn>>

/** A client whose answers `change` may spoil, as a failing node or a killed program does. */
export function clientOf(
  rpc: Rpc,
  change: (method: string, go: () => Promise<unknown>) => Promise<unknown> = (_, go) => go(),
) {
  const request = ({ method, params }: { method: string; params?: unknown[] }) =>
    change(method, () => rpc(method, ...(params ?? [])))
  return createClient({ transport: custom({ request }, { retryCount: 0 }), pollingInterval: 10 })
}

/** The default build gives the bytes of the production build: `npm run check -- builds` holds the escrow's. */
async function defaultBuild(): Promise<Build> {
  const built = async (name: string) => builtOf(await artifacts.readArtifact(name))
  return {
    escrow: await built("RentalEscrow"),
    timelock: await built("TimelockController"),
    router: await built("RentalRouter"),
    mandate: await built("RentalMandate"),
    permit2: await built(`${permit2}:Permit2`),
    compiler: "0.8.37",
  }
}

export function optionsOf({ config, build }: Pick<World, "config" | "build">, options: Partial<Options> = {}): Options {
  return { config, build, local: false, wait: { confirmations: 1, stalledAfter: 300 }, ...options }
}

/** A whole run, its record in `folder`. */
export async function deploy(
  world: AnyWorld,
  folder: string,
  client: Client = world.client,
  options = optionsOf(world),
) {
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

export async function nonceOf({ rpc }: World, account: Address): Promise<number> {
  return Number(await rpc("eth_getTransactionCount", account, "latest"))
}

/** The timelock, or another contract, calls something. */
export async function callAs({ rpc }: World, from: Address, to: Address, data: Hex): Promise<void> {
  await rpc("hardhat_impersonateAccount", from)
  await rpc("hardhat_setBalance", from, "0xde0b6b3a7640000")
  await rpc("eth_sendTransaction", { from, to, data })
}
