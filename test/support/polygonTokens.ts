import { type PriceFeed, tokens } from "@gpuflow/escrow/plan"
import { type Address, stringToHex } from "viem"

import { artifactOf, type Chain } from "./chain.ts"
import { callOf, NATIVE } from "./escrow.ts"
import { addressOf } from "./parties.ts"

/** What a price feed last reported. */
interface Round {
  readonly answer: bigint
  readonly roundId: bigint
  readonly updatedAt: bigint
  readonly answeredInRound: bigint
}

/** The tokens of Polygon that the SDK knows. */
export const polygonTokens = tokens.filter(({ chainId }) => chainId === 137)

/** What the contracts call themselves. USDT was renamed, and bridged USDC has the symbol of the native one. */
const names: Readonly<Record<string, readonly [name: string, symbol: string]>> = {
  WPOL: ["Wrapped Polygon Ecosystem Token", "WPOL"],
  USDC: ["USD Coin", "USDC"],
  "USDC.e": ["USD Coin (PoS)", "USDC"],
  USDT: ["USDT0", "USDT0"],
  WETH: ["Wrapped Ether", "WETH"],
  SOL: ["Wrapped SOL (Wormhole)", "SOL"],
}

/** Dollars with eight decimals, of a day in February 2026. */
const prices: Readonly<Record<string, bigint>> = {
  "POL / USD": 11_000_000n,
  "ETH / USD": 195_000_000_000n,
  "SOL / USD": 8_400_000_000n,
  "USDC / USD": 100_000_000n,
}

/** Where OpenZeppelin's token keeps its name, which its permits are signed for, and its symbol. */
const SLOTS = { name: "0x3", symbol: "0x4" }
/** Seconds that a reported price is old. */
const AGE = 60n

/** Puts Polygon's tokens and price feeds at their own addresses, and reports today's prices. */
export async function placePolygonTokens(chain: Chain): Promise<void> {
  for (const { address, symbol, decimals } of polygonTokens) {
    const called = names[symbol]
    if (address === NATIVE) continue
    if (!called) throw new Error(`What ${symbol} calls itself on the chain is not listed.`)
    await placeAt(chain, address, "Token", [...called, decimals])
    const [name, own] = called
    await rename(chain, address, { name, symbol: own })
  }
  for (const { address, description, decimals } of feeds()) {
    await placeAt(chain, address, "PriceFeed", [])
    await callFeed(chain, address, "describe", [description, decimals])
  }
  await reportPrices(chain)
}

/** Changes what a token calls itself, as its owner can. The texts have at most 31 letters. */
export async function rename(
  chain: Pick<Chain, "rpc">,
  token: Address,
  texts: { readonly name?: string; readonly symbol?: string },
): Promise<void> {
  for (const field of ["name", "symbol"] as const) {
    const text = texts[field]
    if (text === undefined) continue
    // A short string has twice its length in its last byte.
    const bytes = stringToHex(text).slice(2)
    const word = `0x${bytes.padEnd(62, "0")}${bytes.length.toString(16).padStart(2, "0")}`
    await chain.rpc("hardhat_setStorageAt", token, SLOTS[field], word)
  }
}

/** Reports the same prices again, as of now. */
export async function reportPrices(chain: Chain): Promise<void> {
  for (const { address, description } of feeds()) await report(chain, address, { answer: prices[description] ?? 0n })
}

/** Reports one price; a minute old, unless the round says otherwise. */
export async function report(
  chain: Chain,
  feed: Address,
  { answer, roundId = 9n, ...given }: Partial<Round> & { readonly answer: bigint },
): Promise<void> {
  const updatedAt = given.updatedAt ?? (await chain.now()) - AGE
  const answeredInRound = given.answeredInRound ?? roundId
  await callFeed(chain, feed, "report", [{ roundId, answer, startedAt: updatedAt, updatedAt, answeredInRound }])
}

function feeds(): readonly PriceFeed[] {
  const known = polygonTokens.flatMap(({ feed }) => (feed ? [[feed.address, feed] as const] : []))
  return [...new Map(known).values()]
}

/** Deploys a contract and puts its code at another address. */
async function placeAt(chain: Chain, address: Address, name: string, args: readonly unknown[]): Promise<void> {
  const deployed = await chain.deploy(name, args)
  const bytecode = (await chain.client.getCode(deployed)) ?? "0x"
  await chain.client.setCode({ address, bytecode })
}

async function callFeed(chain: Chain, address: Address, functionName: string, args: readonly unknown[]): Promise<void> {
  const { abi } = await artifactOf("PriceFeed")
  await chain.transact(callOf({ address, abi }, addressOf("owner"), functionName, args))
}
