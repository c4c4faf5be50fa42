import { polygonGas, type TraceStep } from "@gpuflow/escrow/plan"
import { network } from "hardhat"
import {
  type Abi,
  type Address,
  encodeDeployData,
  encodeFunctionData,
  erc20Abi,
  getContractAddress,
  type Hex,
  hexToBigInt,
  keccak256,
  numberToHex,
  size,
  toHex,
} from "viem"
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts"
import type { Artifact } from "./compile.ts"

/** A whole transaction's gas, intrinsic gas and calldata included. */
export interface Gas {
  /** By the simulator's schedule, which is Ethereum's. */
  readonly simulator: bigint
  /** By Polygon's schedule (PIP-88), from the trace. */
  readonly polygon: bigint
}

const NOTHING: Gas = { simulator: 0n, polygon: 0n }

export function plus(...parts: readonly Gas[]): Gas {
  return parts.reduce(
    (sum, part) => ({ simulator: sum.simulator + part.simulator, polygon: sum.polygon + part.polygon }),
    NOTHING,
  )
}

/** The most gas that one transaction can use (EIP-7825). */
const TRANSACTION_GAS = 2n ** 24n

/** Every run begins at this second, so that calldata and gas are the same each time. */
const T0 = 1_800_000_000n
const COINS = 10n ** 30n

export type BenchChain = Awaited<ReturnType<typeof openBenchChain>>

/** A chain inside the process on which gas is free and time passes only through `pass` and transactions. */
export async function openBenchChain() {
  const connection = await network.create({
    network: "polygonLike",
    override: { initialBaseFeePerGas: 0n, allowUnlimitedContractSize: true },
  })
  const rpc = (method: string, ...params: unknown[]): Promise<unknown> =>
    connection.provider.request({ method, params })
  const nonces = new Map<Address, bigint>()
  let now = T0

  async function send(from: Address, to: Address | undefined, data: Hex, value = 0n): Promise<Hex> {
    await rpc("evm_setNextBlockTimestamp", numberToHex(++now))
    const gas = numberToHex(TRANSACTION_GAS)
    const hash = await rpc("eth_sendTransaction", { from, to, data, value: numberToHex(value), gas, gasPrice: "0x0" })
    nonces.set(from, (nonces.get(from) ?? 0n) + 1n)
    return hash as Hex
  }

  async function gasOf(hash: Hex): Promise<Gas> {
    const receipt = (await rpc("eth_getTransactionReceipt", hash)) as { gasUsed: Hex; status: Hex }
    if (receipt.status !== "0x1") throw new Error(`${hash} failed.`)
    const options = { disableMemory: true, disableStack: true, disableStorage: true }
    const { structLogs } = (await rpc("debug_traceTransaction", hash, options)) as { structLogs: TraceStep[] }
    const simulator = hexToBigInt(receipt.gasUsed)
    return { simulator, polygon: polygonGas({ gas: TRANSACTION_GAS, gasUsed: simulator, steps: structLogs }) }
  }

  const chain = {
    now: () => now,
    pass(seconds: bigint) {
      now += seconds
    },
    /** A funded account whose key is derived from its name. */
    async account(name: string): Promise<PrivateKeyAccount> {
      const account = privateKeyToAccount(keccak256(toHex(name)))
      await chain.fund(account.address)
      return account
    },
    async fund(address: Address): Promise<void> {
      await rpc("hardhat_impersonateAccount", address)
      await rpc("hardhat_setBalance", address, numberToHex(COINS))
    },
    async deploy(from: Address, { abi, bytecode }: Artifact, args: readonly unknown[]): Promise<[Address, Gas]> {
      const address = getContractAddress({ from, nonce: nonces.get(from) ?? 0n })
      return [address, await gasOf(await send(from, undefined, encodeDeployData({ abi, bytecode, args })))]
    },
    /** Sends a transaction without measuring its gas. */
    async act(from: Address, to: Address, data: Hex, value?: bigint): Promise<void> {
      await send(from, to, data, value)
    },
    async measure(from: Address, to: Address, data: Hex, value?: bigint): Promise<Gas> {
      return gasOf(await send(from, to, data, value))
    },
    /** Replaces the code at an address while `body` runs. */
    async withCode(address: Address, code: Hex, body: () => Promise<void>): Promise<void> {
      const before = await rpc("eth_getCode", address, "latest")
      await rpc("hardhat_setCode", address, code)
      await body()
      await rpc("hardhat_setCode", address, before)
    },
    /** Whether a transaction stays below the most gas that one can use. */
    async fits(from: Address, to: Address, data: Hex): Promise<boolean> {
      const snapshot = await rpc("evm_snapshot")
      try {
        await send(from, to, data)
        return true
      } catch {
        return false
      } finally {
        await rpc("evm_revert", snapshot)
      }
    },
    async codeSize(address: Address): Promise<number> {
      return size((await rpc("eth_getCode", address, "latest")) as Hex)
    },
    async tokenBalance(token: Address, owner: Address): Promise<bigint> {
      const data = encodeFunctionData({ abi: erc20Abi, functionName: "balanceOf", args: [owner] })
      return hexToBigInt((await rpc("eth_call", { to: token, data }, "latest")) as Hex)
    },
    close: () => connection.close(),
  }
  return chain
}

export function encode(abi: Abi, functionName: string, args: readonly unknown[]): Hex {
  return encodeFunctionData({ abi, functionName, args })
}
