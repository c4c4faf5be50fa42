/// <reference lib="esnext.disposable" preserve="true" />
// A local chain with the escrow, its markets, and everything around it that Polygon has.
import {
  type Account,
  type Chain,
  createPublicClient,
  createWalletClient,
  type HttpTransport,
  http,
  type PublicClient,
  type WalletClient,
} from "viem"
import type { PrivateKeyAccount } from "viem/accounts"
import { polygon } from "viem/chains"

import { InvalidInputError } from "../core/codec.ts"
import { PERMIT2 } from "../core/router/permit2.ts"
import { NATIVE } from "../generated/constants.ts"
import type { Address, Hex } from "../types.ts"
import { type TestRole, testAccounts, testKeys, testRoles } from "./accounts.ts"
import { chainClock } from "./chainClock.ts"
import { type ChainFaultName, type ChainFaults, chainFault, type RunningFault } from "./chainFaults.ts"
import { type LocalNodeName, startLocalNode } from "./localNode.ts"
import { healthy, type NodeFault, openNodeProxy, type ServedRequest } from "./nodeProxy.ts"
import { rentalPlayer, type TestRental, type TestRentalOptions, type TestRentalState } from "./playRental.ts"
import {
  deployEscrow,
  deployPeriphery,
  fillPurses,
  mintCall,
  placePolygon,
  polygonFeeds,
  setPriceCall,
  transact,
} from "./setUp.ts"

/** Parameters of `startEscrow`. */
export type StartEscrowParameters = {
  /** The node to start. Default: Anvil if it is there, otherwise Hardhat's. */
  readonly node?: LocalNodeName | undefined
  /** The port of the endpoint. Default: a free one. */
  readonly port?: number | undefined
  /**
   * Seconds from one block to the next, beside those that transactions have at once. Default: 2. 0: only transactions and
   * `warp` make blocks, so that the latest block stays where it is.
   */
  readonly blockTime?: number | undefined
  /**
   * The clock by which the chain goes, in milliseconds since 1970. Default: `Date.now`. With one that stands still, and a
   * `blockTime` of 0, everything on the chain is the same in each run.
   */
  readonly clock?: (() => number) | undefined
  /** The folder from which Hardhat or Anvil is looked for. Default: the current one. */
  readonly root?: string | undefined
}

/** The tokens of the chain, at Polygon's addresses. `POL` is the native coin. */
export type TestTokens = Readonly<Record<"POL" | "WPOL" | "USDC" | "USDC.e" | "USDT0" | "WETH" | "SOL", Address>>

/** A fault that was started. */
export type StartedFault = {
  /** How many requests or transactions have met it. */
  readonly count: () => number
  /** Ends it. */
  readonly heal: () => Promise<void>
}

/** A client of viem that reads the chain. */
export type TestClient = PublicClient<HttpTransport, Chain>

/** A client of viem that signs for one account. */
export type TestWalletClient = WalletClient<HttpTransport, Chain, Account>

/** A local chain with the escrow. */
export type TestEscrow = AsyncDisposable & {
  /** The node that was started. */
  readonly node: LocalNodeName
  /** The endpoint, in front of which faults happen. */
  readonly url: string
  /** 137, as on Polygon. */
  readonly chainId: number
  /** The chain for clients of viem and wagmi, with the endpoint. */
  readonly chain: Chain
  /** The escrow's address. */
  readonly escrow: Address
  /** The escrow's first block, to read events from. */
  readonly fromBlock: bigint
  /** The address of the escrow's router, with which renters pay by a signature. */
  readonly router: Address
  /** The address of the escrow's mandate contract, with which renters pay as they go. */
  readonly mandate: Address
  /** The address of Permit2, as on Polygon. */
  readonly permit2: Address
  readonly tokens: TestTokens
  /** Accounts with coins. The host, the renter, the payer and the stranger have tokens as well. */
  readonly accounts: Readonly<Record<TestRole, PrivateKeyAccount>>
  readonly keys: Readonly<Record<TestRole, Hex>>
  /** Reads through the endpoint. */
  readonly client: TestClient
  /** Sign for an account, and send through the endpoint. */
  readonly wallets: Readonly<Record<TestRole, TestWalletClient>>
  /** The requests that clients have sent to the endpoint, in their order. */
  readonly requests: readonly ServedRequest[]
  /** Plays a rental of a machine of its own into a state. Where time has to pass for it, the clock is moved. */
  readonly rental: (state: TestRentalState, options?: TestRentalOptions) => Promise<TestRental>
  /** The time of the next block, seconds since 1970. */
  readonly now: () => bigint
  /** Moves the clock forward by so many seconds, and mines a block. */
  readonly warp: (seconds: number | bigint) => Promise<void>
  /** Mines so many blocks, one by default. */
  readonly mine: (blocks?: number) => Promise<void>
  /** Gives base units of a token, or wei of the native coin, to an account. */
  readonly mint: (token: Address, to: Address, amount: bigint) => Promise<void>
  /** Sets the price that a feed reports from now on, in dollars with eight decimals. `feed` is its description, such as "POL / USD". */
  readonly setPrice: (feed: string, price: bigint) => Promise<void>
  /** Keeps the state of the chain and its clock, for `revert`. */
  readonly snapshot: () => Promise<TestSnapshot>
  /** Puts the chain back to a snapshot, as often as you like. Snapshots that were made after it are gone. */
  readonly revert: (snapshot: TestSnapshot) => Promise<void>
  /** Starts a fault between clients and the chain, in place of the fault before it. Pass a function for one of your own. */
  readonly fault: <name extends ChainFaultName>(
    fault: name | NodeFault,
    options?: ChainFaults[name],
  ) => Promise<StartedFault>
  /** Ends the fault that was started last. */
  readonly heal: () => Promise<void>
  /** Stops the chain. `await using` calls it by itself. */
  readonly stop: () => Promise<void>
}

/** A state of the chain that `snapshot` has kept. */
export type TestSnapshot = { id: unknown; readonly offset: number }

const BLOCK_TIME = 2
/** Seconds before now in which the chain is furnished, so that its blocks do not run ahead of the clock. */
const DAY = 86_400
/** Milliseconds. Blocks are there at once, so a client that asks often wastes nothing. */
const POLLING = 50

/**
 * Starts a local chain with Polygon's id, the escrow with its markets, its router and its mandate contract, Multicall3,
 * Permit2, tokens and price feeds at Polygon's addresses, and funded accounts. It runs on Anvil or on Hardhat 3, whichever is installed. Its clock goes with the
 * machine's, and `warp` moves it.
 *
 * @example
 * import { getState } from "@gpuflow/escrow"
 * import { startEscrow } from "@gpuflow/escrow/testing"
 *
 * const chain = await startEscrow()
 * const { id } = await chain.rental("active")
 * await chain.warp(1_800)
 * const { status } = await getState(chain.client, { escrow: chain.escrow, id })
 * console.log(status)
 * await chain.stop()
 *
 * @returns The chain. Stop it at the end of the test
 * @throws {NodeNotFoundError} if neither Anvil nor Hardhat 3 is installed
 */
export async function startEscrow({
  node,
  port = 0,
  blockTime = BLOCK_TIME,
  clock = Date.now,
  root = process.cwd(),
}: StartEscrowParameters = {}): Promise<TestEscrow> {
  const timestamp = Math.floor(clock() / 1000) - DAY
  const local = await startLocalNode({ node, root, chainId: polygon.id, timestamp })
  try {
    return await furnished(local, { port, blockTime, time: clock })
  } catch (error) {
    await local.close()
    throw error
  }
}

async function furnished(
  local: Awaited<ReturnType<typeof startLocalNode>>,
  { port, blockTime, time }: { readonly port: number; readonly blockTime: number; readonly time: () => number },
): Promise<TestEscrow> {
  const { rpc } = local
  const clock = chainClock(rpc, time)
  await placePolygon(rpc)
  const { escrow, fromBlock } = await deployEscrow(rpc)
  const { router, mandate } = await deployPeriphery(rpc, escrow)
  await fillPurses(rpc)
  await clock.mine()
  clock.start(blockTime)

  const proxy = await openNodeProxy(local.url, healthy, { port })
  const chainAt = (url: string): Chain => ({ ...polygon, rpcUrls: { default: { http: [url] } } })
  const clientAt = (url: string): TestClient =>
    createPublicClient({
      chain: chainAt(url),
      transport: http(url, { retryCount: 0 }),
      pollingInterval: POLLING,
      cacheTime: 0,
    })
  const accounts = testAccounts()
  const walletAt = (url: string, role: TestRole): TestWalletClient =>
    createWalletClient({
      account: accounts[role],
      chain: chainAt(url),
      transport: http(url, { retryCount: 0 }),
      pollingInterval: POLLING,
    })
  const wallets = Object.fromEntries(testRoles.map((role) => [role, walletAt(proxy.url, role)]))
  const owner = accounts.owner.address

  let current: RunningFault | undefined
  const heal = async () => {
    const ending = current
    current = undefined
    proxy.state.fault = healthy
    await ending?.end()
  }
  const warp = (seconds: number | bigint) => {
    const whole = Number(seconds)
    if (!Number.isSafeInteger(whole) || whole < 0) {
      throw new InvalidInputError({ field: "seconds", value: seconds, expected: "a whole number from 0 on" })
    }
    return clock.warp(whole)
  }
  let isStopped = false
  const stop = async () => {
    if (isStopped) return
    isStopped = true
    await clock.stop()
    await proxy.close()
    await local.close()
  }

  return {
    node: local.name,
    url: proxy.url,
    chainId: polygon.id,
    chain: chainAt(proxy.url),
    escrow,
    fromBlock,
    router,
    mandate,
    permit2: PERMIT2,
    tokens: {
      POL: NATIVE,
      WPOL: "0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270",
      USDC: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359",
      "USDC.e": "0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174",
      USDT0: "0xc2132D05D31c914a87C6611C10748AEb04B58e8F",
      WETH: "0x7ceB23fD6bC0adD59E62ac25578270cFf1b9f619",
      SOL: "0xd93f7E271cB87c23AaA73edC008A79646d1F9912",
    },
    accounts,
    keys: testKeys,
    client: clientAt(proxy.url),
    wallets: wallets as Record<TestRole, TestWalletClient>,
    requests: proxy.served,
    rental: rentalPlayer({
      client: clientAt(local.url),
      wallet: (role) => walletAt(local.url, role),
      escrow,
      usdc: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359",
      roles: accounts,
      warp,
    }),
    now: () => BigInt(clock.now()),
    warp,
    async mine(blocks = 1) {
      for (let mined = 0; mined < blocks; ++mined) await clock.mine()
    },
    async mint(token, to, amount) {
      if (token === NATIVE) {
        const balance = BigInt(String(await rpc("eth_getBalance", to, "latest")))
        await rpc("hardhat_setBalance", to, `0x${(balance + amount).toString(16)}`)
      } else await transact(rpc, { from: owner, to: token, data: mintCall(to, amount) })
    },
    async setPrice(feed, price) {
      const known = polygonFeeds()
      const found = known.find(({ description }) => description === feed)
      const expected = known.map(({ description }) => description).join(", ")
      if (!found) throw new InvalidInputError({ field: "feed", value: feed, expected })
      await transact(rpc, { from: owner, to: found.address, data: setPriceCall(price) })
    },
    snapshot: () => clock.inOrder(async () => ({ id: await rpc("evm_snapshot"), offset: clock.offset() })),
    async revert(snapshot) {
      await heal()
      await clock.inOrder(async () => {
        if ((await rpc("evm_revert", snapshot.id)) !== true) throw new Error("The snapshot is gone. Make another one.")
        // A node forgets a snapshot that it has gone back to.
        snapshot.id = await rpc("evm_snapshot")
        await clock.setOffset(snapshot.offset)
      })
    },
    async fault(fault, options) {
      await heal()
      let own = 0
      const running: RunningFault =
        typeof fault === "function"
          ? {
              handle: (request, pass) => {
                own += 1
                return fault(request, pass)
              },
              count: () => own,
              end: async () => undefined,
            }
          : chainFault(fault, options ?? {}, { rpc, clock })
      current = running
      proxy.state.fault = running.handle
      return { count: running.count, heal: async () => (current === running ? heal() : undefined) }
    },
    heal,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
