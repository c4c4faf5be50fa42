import { getMarket } from "@gpuflow/escrow"
import { getTokenMetadata, TokenMismatchError } from "@gpuflow/escrow/plan"
import { type Address, isAddress } from "viem"
import { UsageError } from "../errors.ts"
import { symbolIn, type Unit } from "../text/amounts.ts"
import type { ChainClient } from "./client.ts"
import type { Context } from "./context.ts"
import { isSameSymbol, listedTokens, toUnit } from "./tokenUnit.ts"

/**
 * The token at an address, whatever its contract says of itself: a token without a usable symbol is named by its
 * address, and one without usable decimals counts in base units. Fails only if the node does.
 */
export async function getUnit(client: ChainClient, address: Address): Promise<Unit> {
  return toUnit(client.chain.id, await getTokenMetadata(client, { token: address }))
}

/** The tokens at some addresses, each read once. */
export async function getUnits(client: ChainClient, addresses: readonly Address[]): Promise<(token: Address) => Unit> {
  const keys = [...new Set(addresses.map(keyOf))]
  const units = new Map(await Promise.all(keys.map(async (key) => [key, await getUnit(client, key)] as const)))
  return (token) => {
    const unit = units.get(keyOf(token))
    if (!unit) throw new Error(`Token ${token} was not read.`)
    return unit
  }
}

const keyOf = (address: Address): Address => `0x${address.slice(2).toLowerCase()}`

/**
 * The token with an address, or with a symbol from the SDK's list for this chain. If no token of the list has the
 * symbol, the token whose contract calls itself so.
 */
export async function findUnit(client: ChainClient, name: string): Promise<Unit> {
  const address = isAddress(name) ? name : await findAddress(client, name)
  const metadata = await getTokenMetadata(client, { token: address })
  if (metadata.hasCode) return toUnit(client.chain.id, metadata)
  throw new TokenMismatchError({ token: address, field: "code", value: undefined, expected: "a contract" })
}

async function findAddress(client: ChainClient, name: string): Promise<Address> {
  const known = listedTokens(client.chain.id)
  const listed = known.find(({ symbol }) => isSameSymbol(symbol, name))
  if (listed) return listed.address
  const units = await getKnownUnits(client)
  const [found, ...more] = units.filter(({ aliases = [] }) => aliases.some((alias) => isSameSymbol(alias, name)))
  if (found && more.length === 0) return found.address
  const problem = found ? `${name} stands for several tokens` : `Unknown token ${name}`
  const symbols = known.map(({ symbol }) => symbol).join(", ") || "none"
  throw new UsageError(
    `${problem} on chain ${client.chain.id}. Pass the token's address, or one of the known symbols: ${symbols}.`,
    { token: name },
  )
}

/** The token that the option names, or else the amount. */
export async function resolveUnit(
  { client, escrow }: Context,
  option: string | undefined,
  amount?: string,
): Promise<Unit> {
  const name = option ?? (amount === undefined ? undefined : symbolIn(amount))
  if (name === undefined) {
    throw new UsageError("The token is missing. Pass --token USDC, or name it in the amount, such as `1.50 USDC`.")
  }
  const unit = await findUnit(client, name)
  // A node that answers calls with nothing makes every token one without decimals. The escrow always answers.
  if (unit.decimals === undefined) await getMarket(client, { escrow, token: unit.address })
  return unit
}

/** The tokens in the SDK's list for this chain, except those that are not on it. */
export async function getKnownUnits(client: ChainClient): Promise<Unit[]> {
  const known = listedTokens(client.chain.id)
  const found = await Promise.all(known.map(({ address }) => getTokenMetadata(client, { token: address })))
  return found.flatMap((metadata) => (metadata.hasCode ? [toUnit(client.chain.id, metadata)] : []))
}
