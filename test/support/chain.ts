import { artifacts, network } from "hardhat"
import type { EdrNetworkConfigOverride } from "hardhat/types/config"
import {
  type Abi,
  type AccessList,
  type Address,
  createTestClient,
  custom,
  decodeFunctionResult,
  encodeDeployData,
  encodeFunctionData,
  getAddress,
  type Hex,
  http,
  isHex,
  numberToHex,
  publicActions,
  type Transport,
  walletActions,
} from "viem"
import { polygon } from "viem/chains"

import { addressOf } from "./parties.ts"

/** What differs from Polygon: Hardhat's options for a network inside the process. */
type ChainOptions = Omit<EdrNetworkConfigOverride, "type">

/** A transaction that the chain signs for its sender. */
export interface Call {
  readonly from: Address
  readonly to?: Address
  readonly data: Hex
  readonly value?: bigint
  readonly gas?: bigint
  readonly accessList?: AccessList
}

/** What a compiler made of a contract. */
export interface Artifact {
  readonly abi: Abi
  readonly bytecode: Hex
}

export interface Contract {
  readonly address: Address
  readonly abi: Abi
}

export interface RawLog {
  readonly address: Address
  readonly topics: [Hex, ...Hex[]]
  readonly data: Hex
}

interface Receipt {
  readonly contractAddress: Address | null
  readonly logs: readonly RawLog[]
}

export type Rpc = (method: string, ...params: readonly unknown[]) => Promise<unknown>
export type Chain = ReturnType<typeof chainOver>
export type InProcessChain = Awaited<ReturnType<typeof openChain>>
export type ServedChain = Awaited<ReturnType<typeof serveChain>>

const POLYGON_LIKE = "polygonLike"
/** More than any single call of the escrow uses, and less than a transaction may use. */
const GAS = 8_000_000n
/** More than a contract needs that was built without the optimizer, as those of planted bugs are. */
const DEPLOYMENT_GAS = 16_000_000n
/** Wei of an account that must never run out of coins. */
const PLENTY = 10n ** 30n
/** Milliseconds. Blocks are there at once, so a client that asks often wastes nothing. */
const POLLING = 5
/** Milliseconds. Only a request that hangs may fail, however busy the machine is. */
const TIMEOUT = 300_000

/** Opens a chain inside this process with Polygon's id and hardfork. */
export async function openChain(options: ChainOptions = {}) {
  const connection = await network.create({ network: POLYGON_LIKE, override: options })
  const { provider, viem, networkHelpers } = connection
  const rpc: Rpc = (method, ...params) => provider.request({ method, params: [...params] })
  const chain = chainOver(rpc, custom(provider, { retryCount: 0 }), options)
  return { ...chain, provider, viem, networkHelpers, close: () => connection.close() }
}

/** Opens the same chain behind a port of this machine; a free one unless `port` names it. */
export async function serveChain({ port = 0, ...options }: ChainOptions & { readonly port?: number } = {}) {
  const server = await network.createServer({ network: POLYGON_LIKE, override: options }, "127.0.0.1", port)
  const listening = await server.listen()
  const url = `http://${listening.address}:${listening.port}`
  const transport = http(url, { retryCount: 0, timeout: TIMEOUT })
  const { request } = transport({ chain: polygon })
  const rpc: Rpc = (method, ...params) => request({ method, params: [...params] })
  return { ...chainOver(rpc, transport, options), url, close: () => server.close() }
}

/** The tools that tests have on a local chain, wherever it runs. */
function chainOver(rpc: Rpc, transport: Transport, { chainId = polygon.id, initialBaseFeePerGas }: ChainOptions) {
  const client = createTestClient({
    mode: "hardhat",
    chain: { ...polygon, id: chainId },
    transport,
    pollingInterval: POLLING,
    cacheTime: 0,
  })
    .extend(publicActions)
    .extend(walletActions)
  /** Where gas costs nothing, nobody's balance changes by it. */
  const price = initialBaseFeePerGas === 0n ? { gasPrice: "0x0" } : {}

  const now = async () => (await client.getBlock()).timestamp

  /** Sends a transaction, at a timestamp if one is given, and does not wait for its block. */
  async function send({ from, to, data, value = 0n, gas = GAS, accessList }: Call, at?: bigint): Promise<Hex> {
    if (at !== undefined) await rpc("evm_setNextBlockTimestamp", numberToHex(at))
    const amounts = { value: numberToHex(value), gas: numberToHex(gas), ...price }
    const list = accessList ? { accessList } : {}
    return hexOf(await rpc("eth_sendTransaction", { from, to, data, ...amounts, ...list }))
  }

  /** Sends a transaction that has its block at once. */
  async function transact(call: Call, at?: bigint): Promise<Receipt> {
    return (await rpc("eth_getTransactionReceipt", await send(call, at))) as Receipt
  }

  return {
    id: chainId,
    rpc,
    client,
    now,
    send,
    transact,
    /** Deploys a contract of this workspace by its name, or one that was built elsewhere. */
    async deploy(what: string | Artifact, args: readonly unknown[], from = addressOf("owner")): Promise<Contract> {
      const { abi, bytecode } = typeof what === "string" ? await artifactOf(what) : what
      const { contractAddress } = await transact({
        from,
        data: encodeDeployData({ abi, bytecode, args }),
        gas: DEPLOYMENT_GAS,
      })
      if (!contractAddress) throw new Error("The contract was not deployed.")
      return { address: getAddress(contractAddress), abi }
    },
    /** Calls the state after the latest block, at its time. */
    async read({ address, abi }: Contract, functionName: string, args: readonly unknown[] = []): Promise<unknown> {
      const data = hexOf(
        await rpc("eth_call", { to: address, data: encodeFunctionData({ abi, functionName, args }) }, "latest"),
      )
      return decodeFunctionResult({ abi, functionName, args, data })
    },
    /** Lets transactions come from an account, and gives it coins. */
    async fund(account: Address, wei = PLENTY): Promise<void> {
      await rpc("hardhat_impersonateAccount", account)
      await rpc("hardhat_setBalance", account, numberToHex(wei))
    },
    /** Mines one block, so many seconds after the latest. */
    async pass(seconds: bigint): Promise<void> {
      await rpc("evm_setNextBlockTimestamp", numberToHex((await now()) + seconds))
      await rpc("hardhat_mine", "0x1")
    },
    /** Mines one block at a timestamp, unless the latest has it. */
    async mineAt(timestamp: bigint): Promise<void> {
      if (timestamp === (await now())) return
      await rpc("evm_setNextBlockTimestamp", numberToHex(timestamp))
      await rpc("hardhat_mine", "0x1")
    },
    /** Runs `body`, and then takes back everything that happened in it. */
    async apart<result>(body: () => Promise<result>): Promise<result> {
      const snapshot = await rpc("evm_snapshot")
      try {
        return await body()
      } finally {
        await rpc("evm_revert", snapshot)
      }
    },
  }
}

export async function artifactOf(name: string): Promise<Artifact> {
  const { abi, bytecode } = await artifacts.readArtifact(name)
  return { abi: abi as Abi, bytecode: hexOf(bytecode) }
}

function hexOf(value: unknown): Hex {
  if (!isHex(value)) throw new Error(`not hex: ${String(value)}`)
  return value
}
