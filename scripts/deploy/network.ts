// The chains that a deployment can go to, and what the commands need to reach one.
import { fileURLToPath } from "node:url"
import { network } from "hardhat"
import { type Account, type Client, createClient, custom, type Transport } from "viem"
import { getAddresses } from "viem/actions"

export const NETWORKS = ["polygon", "amoy", "local"] as const
export type NetworkName = (typeof NETWORKS)[number]

const folder = fileURLToPath(new URL("../../deployments/", import.meta.url))

export function isNetwork(name: string | undefined): name is NetworkName {
  return NETWORKS.some((one) => one === name)
}

export function configFile(name: NetworkName): string {
  return `${folder}config/${name}.json`
}

/** Only what happened on a live chain belongs beside the SDK's table; a local chain's record is ignored by git. */
export function recordFile(name: NetworkName, chainId: number): string {
  return `${folder}${name === "local" ? "local/" : ""}${chainId}.json`
}

export type Connection = {
  readonly client: Client<Transport, undefined, Account | undefined>
  /** A message without the endpoint's address, which often holds a key. */
  readonly clean: (text: string) => string
}

/** Opens a network of hardhat.config.ts; without a key, reads are all that it can do. */
export async function connect(name: NetworkName, { signing }: { signing: boolean }): Promise<Connection> {
  const override = signing ? {} : { accounts: "remote" as const }
  const { provider, networkConfig } = await network.create({ network: name, override })
  const transport = custom(provider)
  const pollingInterval = name === "local" ? 100 : 2_000
  const reader = createClient({ transport, pollingInterval })
  const url = networkConfig.type === "http" ? await networkConfig.url.getUrl() : ""
  const clean = (text: string) => (url ? text.replaceAll(url, `<${name} endpoint>`) : text)
  const [account] = signing ? await getAddresses(reader) : []
  return { client: createClient({ transport, pollingInterval, ...(account ? { account } : {}) }), clean }
}
