// Opens a network of hardhat.config.ts for the commands.
import { network } from "hardhat"
import { type Account, createClient, custom, type Transport } from "viem"
import { getAddresses } from "viem/actions"
import { parseAccount } from "viem/utils"

import type { NetworkName } from "./networks.ts"
import { requireNode } from "./node.ts"

/** Removes the endpoint's address from a text that is printed, because it often contains a key. */
export type Clean = (text: string) => string

export type Opening = {
  /** Whether to use a key. Without it, the client can only read. */
  readonly signing: boolean
  /** The chain that the node must serve. */
  readonly chainId: number
  readonly onClean: (clean: Clean) => void
}

/** Opens a network of hardhat.config.ts, if its node answers. */
export async function connect(name: NetworkName, { signing, chainId, onClean }: Opening) {
  const override = signing ? {} : { accounts: "remote" as const }
  const { provider, networkConfig } = await network.create({ network: name, override })
  const url = networkConfig.type === "http" ? await networkConfig.url.getUrl() : ""
  const secrets = url ? [url, new URL(url).href, `${new URL(url).pathname}${new URL(url).search}`] : []
  onClean((text) => secrets.filter((one) => one.length > 1).reduce((all, one) => all.replaceAll(one, "…"), text))

  if (url) await requireNode(name, url, chainId)
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
