// What Polygon has and a local chain lacks: Multicall3, Permit2, tokens and price feeds, at their addresses; and the
// escrow with its router and its mandate contract.
import {
  concat,
  encodeAbiParameters,
  encodeDeployData,
  encodeFunctionData,
  getAddress,
  parseAbi,
  parseAbiParameters,
  parseEther,
} from "viem"

import { escrowAbi } from "../abi.ts"
import { MULTICALL3 } from "../core/multicall.ts"
import { type PriceFeed, type Token, tokens } from "../core/plan/tokens.ts"
import { PERMIT2 } from "../core/router/permit2.ts"
import { NATIVE } from "../generated/constants.ts"
import { escrowBytecode } from "../generated/escrowBytecode.ts"
import { mandateBytecode } from "../generated/mandateBytecode.ts"
import { routerBytecode } from "../generated/routerBytecode.ts"
import { testContracts } from "../generated/testContracts.ts"
import type { Address, Hex } from "../types.ts"
import { type TestRole, testAccount, testRoles } from "./accounts.ts"
import { hex } from "./chainClock.ts"
import type { Rpc } from "./rpc.ts"

export const testTokenAbi = parseAbi([
  "struct Description { string name; string symbol; string version; uint8 decimals; bool showsVersion; bool hasAuthorizations; bool wraps; }",
  "function describe(Description description)",
  "function mint(address to, uint256 amount)",
  "function approve(address spender, uint256 amount) returns (bool)",
  "function balanceOf(address account) view returns (uint256)",
])
export const testFeedAbi = parseAbi([
  "struct Round { uint80 roundId; int256 answer; uint256 startedAt; uint256 updatedAt; uint80 answeredInRound; }",
  "function describe(string description, uint8 decimals)",
  "function setPrice(int256 price)",
  "function report(Round round)",
])
const multicallAbi = parseAbi([
  "struct Call3 { address target; bool allowFailure; bytes callData; }",
  "function aggregate3(Call3[] calls) payable",
])

/** The tokens of Polygon that the SDK knows. */
const polygonTokens = tokens.filter(({ chainId }) => chainId === 137)

type Manner = { readonly name: string; readonly symbol: string; readonly version?: string; readonly isUsdc?: boolean }

/**
 * What the contracts call themselves, and whether the planner can use their permits. USDT was renamed, and bridged USDC
 * has the symbol of the native one. The bridged tokens have no permit, or one of another domain than the usual.
 */
const manners: Readonly<Record<string, Manner>> = {
  WPOL: { name: "Wrapped Polygon Ecosystem Token", symbol: "WPOL" },
  USDC: { name: "USD Coin", symbol: "USDC", version: "2", isUsdc: true },
  "USDC.e": { name: "USD Coin (PoS)", symbol: "USDC" },
  USDT: { name: "USDT0", symbol: "USDT0", version: "1" },
  WETH: { name: "Wrapped Ether", symbol: "WETH" },
  SOL: { name: "Wrapped SOL (Wormhole)", symbol: "SOL" },
}

/** Dollars with eight decimals, of a day in February 2026. */
const prices: Readonly<Record<string, bigint>> = {
  "POL / USD": 11_000_000n,
  "ETH / USD": 195_000_000_000n,
  "SOL / USD": 8_400_000_000n,
  "USDC / USD": 100_000_000n,
}

const COINS = parseEther("10000")
/** Whole tokens, about as many dollars. */
const PURSE = 100_000n
const RICH: readonly TestRole[] = ["host", "renter", "payer", "stranger"]
const FEE_BPS = 1000
const GAS = 8_000_000n

export type Receipt = { readonly contractAddress: Address | null; readonly blockNumber: Hex; readonly status: Hex }

/** Sends a transaction that the node signs, and waits for its block. */
export async function transact(rpc: Rpc, call: { from: Address; to?: Address; data: Hex }): Promise<Receipt> {
  const hash = await rpc("eth_sendTransaction", { ...call, gas: hex(GAS) })
  while (true) {
    const receipt = (await rpc("eth_getTransactionReceipt", hash)) as Receipt | null
    if (receipt?.status === "0x1") return receipt
    if (receipt) throw new Error(`The transaction ${String(hash)} was reverted.`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export async function placeMulticall(rpc: Rpc): Promise<void> {
  await rpc("hardhat_setCode", MULTICALL3, testContracts.Multicall3)
}

export function polygonFeeds(): readonly PriceFeed[] {
  const known = polygonTokens.flatMap(({ feed }) => (feed ? [[feed.address, feed] as const] : []))
  return [...new Map(known).values()]
}

/** Puts Multicall3, Permit2, Polygon's tokens and price feeds at their own addresses. */
export async function placePolygon(rpc: Rpc): Promise<void> {
  await placeMulticall(rpc)
  // Without its immutables, it computes its domain at each call.
  await rpc("hardhat_setCode", PERMIT2, testContracts.Permit2)
  const calls: (readonly [Address, Hex])[] = []
  for (const { address, symbol, decimals } of polygonTokens) {
    if (address === NATIVE) continue
    const manner = manners[symbol]
    if (!manner) throw new Error(`What ${symbol} calls itself on the chain is not listed.`)
    const { isUsdc = false, version = "", ...texts } = manner
    await rpc("hardhat_setCode", address, testContracts.PolygonToken)
    const description = {
      ...texts,
      version,
      decimals,
      showsVersion: isUsdc,
      hasAuthorizations: isUsdc,
      wraps: symbol === "WPOL",
    }
    calls.push([address, encodeFunctionData({ abi: testTokenAbi, functionName: "describe", args: [description] })])
  }
  for (const { address, description, decimals } of polygonFeeds()) {
    const price = prices[description]
    if (price === undefined) throw new Error(`${description} has no price.`)
    await rpc("hardhat_setCode", address, testContracts.PriceFeed)
    const args = [description, decimals] as const
    calls.push([address, encodeFunctionData({ abi: testFeedAbi, functionName: "describe", args })])
    calls.push([address, setPriceCall(price)])
  }
  await callAll(rpc, calls)
}

/** Gives coins to every account, and tokens to those who pay. */
export async function fillPurses(rpc: Rpc): Promise<void> {
  for (const role of testRoles) await rpc("hardhat_setBalance", testAccount(role).address, hex(COINS))
  const calls = RICH.flatMap((role) =>
    polygonTokens
      .filter(({ address }) => address !== NATIVE)
      .map((token) => [token.address, mintCall(testAccount(role).address, PURSE * unitOf(token))] as const),
  )
  await callAll(rpc, calls)
}

export const mintCall = (to: Address, amount: bigint): Hex =>
  encodeFunctionData({ abi: testTokenAbi, functionName: "mint", args: [to, amount] })

export const setPriceCall = (price: bigint): Hex =>
  encodeFunctionData({ abi: testFeedAbi, functionName: "setPrice", args: [price] })

const unitOf = ({ decimals }: Token): bigint => 10n ** BigInt(decimals)

/** Many calls that anyone may make, in one transaction. */
async function callAll(rpc: Rpc, calls: readonly (readonly [Address, Hex])[]): Promise<void> {
  const list = calls.map(([target, callData]) => ({ target, allowFailure: false, callData }))
  const data = encodeFunctionData({ abi: multicallAbi, functionName: "aggregate3", args: [list] })
  await transact(rpc, { from: testAccount("owner").address, to: MULTICALL3, data })
}

/** Deploys the escrow and opens a market for each token. */
export async function deployEscrow(rpc: Rpc): Promise<{ readonly escrow: Address; readonly fromBlock: bigint }> {
  const [owner, guardian, treasury, arbiter] = (["owner", "guardian", "treasury", "arbiter"] as const).map(
    (role) => testAccount(role).address,
  ) as [Address, Address, Address, Address]
  const data = encodeDeployData({ abi: escrowAbi, bytecode: escrowBytecode, args: [owner, guardian, treasury] })
  const { contractAddress: escrow, blockNumber } = await transact(rpc, { from: owner, data })
  if (!escrow) throw new Error("The escrow was not deployed.")
  for (const { address } of polygonTokens) {
    const args = [address, arbiter, FEE_BPS, true] as const
    const market = encodeFunctionData({ abi: escrowAbi, functionName: "setMarket", args })
    await transact(rpc, { from: owner, to: escrow, data: market })
  }
  return { escrow, fromBlock: BigInt(blockNumber) }
}

/** Deploys the router and the mandate contract of an escrow, on a chain with Permit2. */
export async function deployPeriphery(rpc: Rpc, escrow: Address): Promise<{ router: Address; mandate: Address }> {
  const { address: from } = testAccount("owner")
  const [one, two] = [parseAbiParameters("address"), parseAbiParameters("address, address")]
  const deployed = async (data: Hex) => {
    const { contractAddress } = await transact(rpc, { from, data })
    if (!contractAddress) throw new Error("The contract was not deployed.")
    return getAddress(contractAddress)
  }
  return {
    router: await deployed(concat([routerBytecode, encodeAbiParameters(two, [escrow, PERMIT2])])),
    mandate: await deployed(concat([mandateBytecode, encodeAbiParameters(one, [escrow])])),
  }
}
