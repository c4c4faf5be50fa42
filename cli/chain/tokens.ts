import { findToken, probeToken, tokens } from "@gpuflow/escrow/plan"
import { type Address, erc20Abi, isAddress, zeroAddress } from "viem"
import { readContract } from "viem/actions"
import { UsageError } from "../errors.ts"
import { symbolIn, type Unit } from "../text/amounts.ts"
import { visible } from "../text/escape.ts"
import type { ChainClient } from "./client.ts"

/** A token by its address; one that the SDK does not know is asked itself. */
export async function unitOf(client: ChainClient, address: Address): Promise<Unit> {
  if (findToken({ chainId: client.chain.id, address })) return probeToken(client, { token: address })
  const contract = { address, abi: erc20Abi } as const
  const [decimals, symbol] = await Promise.all([
    readContract(client, { ...contract, functionName: "decimals" }),
    readContract(client, { ...contract, functionName: "symbol" }),
  ])
  return { address, symbol: visible(symbol), decimals }
}

/** A token by its address, or by its symbol in the SDK's list for this chain. */
export async function tokenNamed(client: ChainClient, name: string): Promise<Unit> {
  if (isAddress(name)) return unitOf(client, name)
  const known = tokens.filter(({ chainId }) => chainId === client.chain.id)
  const found = known.find(({ symbol }) => symbol.toLowerCase() === name.toLowerCase())
  if (found) return unitOf(client, found.address)
  const symbols = known.map(({ symbol }) => symbol).join(", ")
  throw new UsageError(
    `No token ${name} is known on chain ${client.chain.id}. Known: ${symbols || "none"}. Pass its address.`,
    { token: name },
  )
}

/** The token that the option names, else the one that the amount names. */
export async function tokenFor(client: ChainClient, option: string | undefined, amount?: string): Promise<Unit> {
  const name = option ?? (amount === undefined ? undefined : symbolIn(amount))
  if (name === undefined) throw new UsageError("Say which token: `--token USDC`, or `1.50 USDC` as the amount.")
  return tokenNamed(client, name)
}

/** The tokens that the SDK knows on this chain and that answer there. */
export async function knownUnits(client: ChainClient): Promise<Unit[]> {
  const known = tokens.filter(({ chainId }) => chainId === client.chain.id)
  const found = await Promise.all(
    known.map(({ address }) => probeToken(client, { token: address }).catch(() => undefined)),
  )
  return found.filter((unit) => unit !== undefined)
}

export const isNative = ({ address }: Unit): boolean => address === zeroAddress
