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

/** Dollars with eight decimals, of a day in February 2026. */
const prices: Readonly<Record<string, bigint>> = {
  "POL / USD": 11_000_000n,
  "ETH / USD": 195_000_000_000n,
  "SOL / USD": 8_400_000_000n,
  "USDC / USD": 100_000_000n,
}

/** Where OpenZeppelin's token keeps its name, which its permits are signed for, and its symbol. */
const TEXT_SLOTS = ["0x3", "0x4"]
/** Seconds that a reported price is old. */
const AGE = 60n

/** Puts Polygon's tokens and price feeds at their own addresses, and reports today's prices. */
export async function placePolygonTokens(chain: Chain): Promise<void> {
  for (const { address, symbol, decimals } of polygonTokens) {
    if (address === NATIVE) continue
    await placeAt(chain, address, "Token", [symbol, symbol, decimals])
    // A short string has twice its length in its last byte.
    const word = `${stringToHex(symbol, { size: 31 })}${(2 * symbol.length).toString(16).padStart(2, "0")}`
    for (const slot of TEXT_SLOTS) await chain.rpc("hardhat_setStorageAt", address, slot, word)
  }
  for (const { address, description, decimals } of feeds()) {
    await placeAt(chain, address, "PriceFeed", [])
    await callFeed(chain, address, "describe", [description, decimals])
  }
  await reportPrices(chain)
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
