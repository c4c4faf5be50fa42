// What a token's amounts are written with.
import { findToken, getTokenMetadata } from "@gpuflow/escrow/plan"
import type { Address, Client } from "viem"

export type TokenInfo = {
  readonly address: Address
  readonly symbol: string
  readonly decimals: number
  /** Meant to be worth a dollar: its amounts are written as dollars. */
  readonly isDollar: boolean
}

/** Reads what the SDK's list does not know. Tokens whose contract does not say its decimals are left out. */
export async function tokensOf(
  client: Client,
  { chainId, addresses }: { chainId: number; addresses: readonly Address[] },
): Promise<readonly TokenInfo[]> {
  const infos = await Promise.all(
    [...new Set(addresses)].map(async (address): Promise<TokenInfo | undefined> => {
      const known = findToken({ chainId, address })
      if (known) return { address, symbol: known.symbol, decimals: known.decimals, isDollar: known.stable === true }
      const { symbol = "?", decimals } = await getTokenMetadata(client, { token: address })
      return decimals === undefined ? undefined : { address, symbol, decimals, isDollar: false }
    }),
  )
  return infos.filter((info) => info !== undefined)
}
