// The chains that a deployment can go to, and what the commands need to reach one.
import { fileURLToPath } from "node:url"
import { network } from "hardhat"
import { type Account, createClient, custom, type Transport } from "viem"
import { getAddresses } from "viem/actions"
import { parseAccount } from "viem/utils"

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

/** Takes the endpoint's address, which often holds a key, out of what is printed. */
export type Clean = (text: string) => string

export type Opening = {
  /** Without it no key is asked for, and reads are all that it can do. */
  readonly signing: boolean
  readonly onClean: (clean: Clean) => void
}

/** Opens a network of hardhat.config.ts. */
export async function connect(name: NetworkName, { signing, onClean }: Opening) {
  const override = signing ? {} : { accounts: "remote" as const }
  const { provider, networkConfig } = await network.create({ network: name, override })
  const url = networkConfig.type === "http" ? await networkConfig.url.getUrl() : ""
  const secrets = url ? [url, new URL(url).href, `${new URL(url).pathname}${new URL(url).search}`] : []
  onClean((text) => secrets.filter((one) => one.length > 1).reduce((all, one) => all.replaceAll(one, "…"), text))

  const transport = custom(provider)
  const pollingInterval = name === "local" ? 100 : 2_000
  if (!signing) return createClient<Transport, undefined, Account | undefined>({ transport, pollingInterval })
  const [account] = await getAddresses(createClient({ transport }))
  return createClient<Transport, undefined, Account | undefined>({
    transport,
    pollingInterval,
    account: account ? parseAccount(account) : undefined,
  })
}
