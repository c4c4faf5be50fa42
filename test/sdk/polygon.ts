import { tokens } from "@gpuflow/escrow/plan"
import { type Address, parseAbi, stringToHex } from "viem"
import { NATIVE, networkHelpers, setCode, viem } from "./setup.ts"

const { setStorageAt, time } = networkHelpers

const feedAbi = parseAbi([
  "function describe(string description, uint8 decimals)",
  "function report((uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound) round)",
])
/** Dollars with eight decimals. */
export const prices: Record<string, bigint> = {
  "POL / USD": 22_400_000n,
  "ETH / USD": 312_345_000_000n,
  "SOL / USD": 14_237_000_000n,
  "USDC / USD": 100_000_000n,
}
/** The tokens and feeds of chain 137 at their own addresses, each feed a minute old. */
export async function polygon() {
  const client = await viem.getPublicClient()
  const codeOf = async (address: Address) => (await client.getCode({ address })) ?? "0x"
  const feedCode = await codeOf((await viem.deployContract("PriceFeed")).address)
  for (const { chainId, address, symbol, decimals, feed } of tokens) {
    if (chainId !== 137) continue
    if (address !== NATIVE) {
      const token = await viem.deployContract("Token", [symbol, symbol, decimals])
      await setCode(address, await codeOf(token.address))
      // Where the token keeps its symbol: a short string, with twice its length in the last byte.
      const word = `${stringToHex(symbol, { size: 31 })}${(2 * symbol.length).toString(16).padStart(2, "0")}`
      await setStorageAt(address, 4n, word)
    }
    if (!feed) continue
    await setCode(feed.address, feedCode)
    const [wallet] = await viem.getWalletClients()
    const args = [feed.description, feed.decimals] as const
    await wallet?.writeContract({ address: feed.address, abi: feedAbi, functionName: "describe", args })
    await report(feed.address, { answer: prices[feed.description] ?? 0n })
  }
  return client
}

type Round = { answer: bigint; roundId: bigint; updatedAt: bigint; answeredInRound: bigint }

export async function report(
  address: Address,
  { answer, roundId = 9n, ...given }: Partial<Round> & { answer: bigint },
) {
  const [wallet] = await viem.getWalletClients()
  const updatedAt = given.updatedAt ?? BigInt(await time.latest()) - 60n
  const answeredInRound = given.answeredInRound ?? roundId
  const args = [{ roundId, answer, startedAt: updatedAt, updatedAt, answeredInRound }] as const
  await wallet?.writeContract({ address, abi: feedAbi, functionName: "report", args })
}
