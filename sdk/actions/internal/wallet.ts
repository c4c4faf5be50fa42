import type { Account, Address, Client } from "viem"
import { getChainId } from "viem/actions"
import { parseAccount } from "viem/utils"

import { assertAddress } from "../../codec.ts"
import { AccountMissingError, WrongChainError } from "../../errors.ts"

/** The account to act for: the one that was passed, else the client's. */
export function requireAccount(client: Client, account: Account | Address | undefined = client.account): Account {
  if (!account) throw new AccountMissingError()
  if (typeof account === "string") assertAddress("account", account)
  return parseAccount(account)
}

/** The chain that the wallet is really on, which must be the one that its client names. */
export async function requireChain(client: Client): Promise<number> {
  const chainId = await getChainId(client)
  if (client.chain && client.chain.id !== chainId) throw new WrongChainError({ chainId, expected: client.chain.id })
  return chainId
}
