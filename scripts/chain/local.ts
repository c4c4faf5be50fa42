// A chain with Polygon's id behind a port of this machine, with an escrow, its markets, and the tokens and price feeds
// that the SDK knows, at the addresses where it looks for them.

import { setMarket } from "@gpuflow/escrow/admin"
import { deployEscrow } from "@gpuflow/escrow/deploy"
import { type PriceFeed, tokens } from "@gpuflow/escrow/plan"
import { artifacts, network } from "hardhat"
import {
  type Abi,
  type Address,
  createTestClient,
  encodeDeployData,
  type Hex,
  http,
  isHex,
  parseAbi,
  publicActions,
  stringToHex,
  toHex,
  walletActions,
  zeroAddress,
} from "viem"
import { type HDAccount, mnemonicToAccount } from "viem/accounts"
import { polygon } from "viem/chains"

const roles = ["owner", "host", "renter", "arbiter", "treasury", "guardian", "operator", "keeper"] as const
export type Role = (typeof roles)[number]

const FEE_BPS = 1_000n
/** Where OpenZeppelin's token keeps its name, which its permits are signed for, and its symbol. */
const TEXT_SLOTS = [3n, 4n].map((slot) => toHex(slot, { size: 32 }))
/** Dollars with eight decimals, of a day in February 2026. */
const prices: Readonly<Record<string, bigint>> = {
  "POL / USD": 11_000_000n,
  "ETH / USD": 195_000_000_000n,
  "SOL / USD": 8_400_000_000n,
  "USDC / USD": 100_000_000n,
}
/** Seconds: a local chain stands as long as somebody plays with it. */
const FEED_LEAD = 60n

const tokenAbi = parseAbi(["function mint(address to, uint256 amount)"])
const feedAbi = parseAbi([
  "function describe(string description, uint8 decimals)",
  "function report((uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound) round)",
])

/** Hardhat's accounts: their keys are known to everybody. */
export function accountOf(role: Role): HDAccount {
  const words = "test test test test test test test test test test test junk"
  return mnemonicToAccount(words, { addressIndex: roles.indexOf(role) })
}

export function keyOf(role: Role): Hex {
  return toHex(accountOf(role).getHdKey().privateKey ?? new Uint8Array())
}

export type LocalChain = Awaited<ReturnType<typeof openLocalChain>>

/** With an `interval` in milliseconds it also mines blocks on its own, as a real chain does. */
export async function openLocalChain({ port = 0, interval = 0 }: { port?: number; interval?: number } = {}) {
  const override = { mining: { auto: true, interval } }
  const server = await network.createServer({ network: "polygonLike", override }, "127.0.0.1", port)
  const listening = await server.listen()
  const url = `http://${listening.address}:${listening.port}`
  const client = createTestClient({
    mode: "hardhat",
    account: accountOf("owner"),
    chain: polygon,
    transport: http(url),
  })
    .extend(publicActions)
    .extend(walletActions)

  const [owner, guardian, treasury, arbiter] = (["owner", "guardian", "treasury", "arbiter"] as const).map(accountOf)
  if (!owner || !guardian || !treasury || !arbiter) throw new Error("The accounts are missing.")
  const parties = { owner: owner.address, guardian: guardian.address, treasury: treasury.address }
  const { address: escrow, blockNumber } = await deployEscrow(client, parties)

  async function place(name: string, args: readonly unknown[], address: Address) {
    const { abi, bytecode } = await artifacts.readArtifact(name)
    if (!isHex(bytecode)) throw new Error(`${name} has no bytecode.`)
    const hash = await client.sendTransaction({ data: encodeDeployData({ abi: abi as Abi, bytecode, args }) })
    const { contractAddress } = await client.waitForTransactionReceipt({ hash })
    const code = contractAddress && (await client.getCode({ address: contractAddress }))
    await client.setCode({ address, bytecode: code || "0x" })
  }

  async function placeFeed({ address, description, decimals }: PriceFeed) {
    await place("PriceFeed", [], address)
    await client.writeContract({ address, abi: feedAbi, functionName: "describe", args: [description, decimals] })
    await report(address, description)
  }

  async function report(address: Address, description: string) {
    const updatedAt = (await client.getBlock()).timestamp - FEED_LEAD
    const round = {
      roundId: 9n,
      answer: prices[description] ?? 0n,
      startedAt: updatedAt,
      updatedAt,
      answeredInRound: 9n,
    }
    await client.writeContract({ address, abi: feedAbi, functionName: "report", args: [round] })
  }

  const known = tokens.filter(({ chainId }) => chainId === polygon.id)
  const feeds = new Map(known.flatMap(({ feed }) => (feed ? [[feed.address, feed] as const] : [])))
  for (const feed of feeds.values()) await placeFeed(feed)
  for (const { address: token, symbol, decimals, stable } of known) {
    if (token !== zeroAddress) {
      await place("Token", [symbol, symbol, decimals], token)
      const word = `${stringToHex(symbol, { size: 31 })}${(2 * symbol.length).toString(16).padStart(2, "0")}` as const
      for (const index of TEXT_SLOTS) await client.setStorageAt({ address: token, index, value: word })
    }
    if (!stable && token !== zeroAddress) continue
    await setMarket(client, { escrow, token, arbiter: arbiter.address, feeBps: FEE_BPS, open: true })
  }

  return {
    url,
    escrow,
    blockNumber,
    client,
    mint: (token: Address, to: Role, amount: bigint) =>
      client.writeContract({
        address: token,
        abi: tokenAbi,
        functionName: "mint",
        args: [accountOf(to).address, amount],
      }),
    /** Prices of now, after the clock was moved. */
    refreshFeeds: async () => {
      for (const { address, description } of feeds.values()) await report(address, description)
    },
    close: () => server.close(),
  }
}
