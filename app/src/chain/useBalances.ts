import { useQuery } from "@tanstack/react-query"
import { type Address, erc20Abi, zeroAddress } from "viem"
import { getBalance, readContract } from "viem/actions"
import { useConfig, useConnection } from "wagmi"

import { useDeployment } from "../settings/SettingsProvider.tsx"
import { useHead } from "./useHead.ts"

type Balances = {
  /** Base units of the token. */
  readonly token: bigint
  /** Wei of the native coin, in which network fees are paid. */
  readonly coin: bigint
}

/** What the connected account has of a token and of the native coin, at the latest block. */
export function useBalances(token: Address | undefined): Balances | undefined {
  const { chainId } = useDeployment()
  const config = useConfig()
  const { address } = useConnection()
  const { data: head } = useHead()
  const { data } = useQuery({
    queryKey: ["balances", chainId, address, token, String(head?.number)],
    queryFn: async (): Promise<Balances | undefined> => {
      if (!address || !token) return undefined
      const client = config.getClient({ chainId })
      const coin = getBalance(client, { address })
      const isCoin = token === zeroAddress
      const asked = { address: token, abi: erc20Abi, functionName: "balanceOf", args: [address] } as const
      const amount = isCoin ? coin : readContract(client, asked)
      return { token: await amount, coin: await coin }
    },
    enabled: address !== undefined && token !== undefined && head !== undefined,
    placeholderData: (before, query) => (query?.queryKey[2] === address ? before : undefined),
  })
  return address ? data : undefined
}
