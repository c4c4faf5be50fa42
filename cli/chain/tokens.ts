import { findToken, probeToken, tokens } from "@gpuflow/escrow/plan"
import { type Address, erc20Abi, isAddress, zeroAddress } from "viem"
import { readContract } from "viem/actions"
import { UsageError } from "../errors.ts"
import { symbolIn, type Unit } from "../text/amounts.ts"
import { escapeHidden } from "../text/escape.ts"
import type { ChainClient } from "./client.ts"

/** The token at an address. If the SDK does not know it, its symbol and decimals are read from its contract. */
export async function getUnit(client: ChainClient, address: Address): Promise<Unit> {
  if (findToken({ chainId: client.chain.id, address })) return probeToken(client, { token: address })
  const contract = { address, abi: erc20Abi } as const
  const [decimals, symbol] = await Promise.all([
    readContract(client, { ...contract, functionName: "decimals" }),
    readContract(client, { ...contract, functionName: "symbol" }),
  ])
  return { address, symbol: escapeHidden(symbol), decimals }
}

/** The token with an address, or with a symbol from the SDK's list for this chain. */
export async function findUnit(client: ChainClient, name: string): Promise<Unit> {
  if (isAddress(name)) return getUnit(client, name)
  const known = knownTokens(client)
  const found = known.find(({ symbol }) => symbol.toLowerCase() === name.toLowerCase())
  if (found) return getUnit(client, found.address)
  const symbols = known.map(({ symbol }) => symbol).join(", ") || "none"
  throw new UsageError(
    `Unknown token ${name} on chain ${client.chain.id}. Pass the token's address, or one of the known symbols: ${symbols}.`,
    { token: name },
  )
}

/** The token that the option names, or else the amount. */
export async function resolveUnit(client: ChainClient, option: string | undefined, amount?: string): Promise<Unit> {
  const name = option ?? (amount === undefined ? undefined : symbolIn(amount))
  if (name === undefined) {
    throw new UsageError("The token is missing. Pass --token USDC, or name it in the amount, such as `1.50 USDC`.")
  }
  return findUnit(client, name)
}

/** The tokens in the SDK's list for this chain whose contracts answer. */
export async function getKnownUnits(client: ChainClient): Promise<Unit[]> {
  const found = await Promise.all(
    knownTokens(client).map(({ address }) => probeToken(client, { token: address }).catch(() => undefined)),
  )
  return found.filter((unit) => unit !== undefined)
}

function knownTokens(client: ChainClient) {
  return tokens.filter(({ chainId }) => chainId === client.chain.id)
}

export const isNative = ({ address }: Unit): boolean => address === zeroAddress
