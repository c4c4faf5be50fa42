import { artifacts, network } from "hardhat"
import {
  type Abi,
  type Address,
  decodeErrorResult,
  decodeEventLog,
  decodeFunctionResult,
  encodeDeployData,
  encodeFunctionData,
  getAddress,
  type Hex,
  isHex,
  numberToHex,
} from "viem"

/** A call that somebody makes at a moment. */
export interface Call {
  readonly from: Address
  readonly to: Address
  readonly data: Hex
  readonly value?: bigint
}

/** An event of the escrow, its arguments by name. */
export interface Log {
  readonly name: string
  readonly args: ReadonlyMap<string, unknown>
}

/** What a transaction did: its events, or its whole error as text, as in `NotDue(1800000000)`. */
export type Outcome =
  | { readonly ok: true; readonly logs: readonly Log[] }
  | { readonly ok: false; readonly error: string }

/** A chain inside the process where the clock stands still, coins are free and gas costs nothing. */
export interface Chain {
  readonly id: number
  /** Deploys a contract: of this workspace, by name, or whatever was built elsewhere. */
  deploy(what: string | Artifact, args: readonly unknown[]): Promise<Contract>
  /** Mines a transaction that somebody signed. */
  sendRaw(transaction: Hex): Promise<void>
  /** Mines one block with one transaction in it, exactly at `at`, or one second later than the last block. */
  send(call: Call, at?: bigint): Promise<Outcome>
  /** Calls the state after the latest block, at its time. */
  read(contract: Contract, name: string, args?: readonly unknown[]): Promise<unknown>
  balance(account: Address): Promise<bigint>
  setBalance(account: Address, coins: bigint): Promise<void>
  /** Puts code where an account was. */
  setCode(account: Address, code: Hex): Promise<void>
  /** Lets transactions come from an account, and gives it coins. */
  fund(account: Address): Promise<void>
  /** Runs `body`, and then takes everything back that happened in it. */
  apart<T>(body: () => Promise<T>): Promise<T>
  codeAt(account: Address): Promise<Hex>
  nonceOf(account: Address): Promise<number>
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

const GAS = numberToHex(8_000_000)
const DEPLOYER = "0x00000000000000000000000000000000000000de"
const COINS = 10n ** 30n

export async function openChain(chainId = 137): Promise<Chain> {
  const override = { chainId, initialBaseFeePerGas: 0n }
  const { provider } = await network.create({ network: "polygonLike", override })
  const rpc = (method: string, ...params: unknown[]): Promise<unknown> => provider.request({ method, params })
  const contracts: Contract[] = []

  async function mine(transaction: Record<string, unknown>, at?: bigint): Promise<Receipt> {
    if (at !== undefined) await rpc("evm_setNextBlockTimestamp", numberToHex(at))
    const hash = await rpc("eth_sendTransaction", { gas: GAS, gasPrice: "0x0", ...transaction })
    return receiptOf(await rpc("eth_getTransactionReceipt", hash))
  }

  const chain: Chain = {
    id: chainId,

    async deploy(what, args) {
      const { abi, bytecode } = typeof what === "string" ? await artifactOf(what) : what
      await chain.fund(DEPLOYER)
      const { contractAddress } = await mine({ from: DEPLOYER, data: encodeDeployData({ abi, bytecode, args }) })
      const contract = { address: getAddress(hex(contractAddress)), abi }
      contracts.push(contract)
      return contract
    },

    async sendRaw(transaction) {
      const receipt = await rpc("eth_getTransactionReceipt", await rpc("eth_sendRawTransaction", transaction))
      if (fieldOf(receipt, "status") !== "0x1") throw new Error("the transaction failed")
    },

    async send({ from, to, data, value = 0n }, at) {
      try {
        const { logs } = await mine({ from, to, data, value: numberToHex(value) }, at)
        const own = contracts.find(({ address }) => address === to)
        return {
          ok: true,
          logs: own === undefined ? [] : logs.filter(isFrom(to)).map((log) => decodeLog(own.abi, log)),
        }
      } catch (failure) {
        return { ok: false, error: decodeFailure(contracts, failure) }
      }
    },

    async read(contract, name, args = []) {
      const data = encodeFunctionData({ abi: contract.abi, functionName: name, args })
      const result = await rpc("eth_call", { to: contract.address, data }, "latest")
      return decodeFunctionResult({ abi: contract.abi, functionName: name, data: hex(result), args })
    },

    balance: async (account) => BigInt(hex(await rpc("eth_getBalance", account, "latest"))),
    async setBalance(account, coins) {
      await rpc("hardhat_setBalance", account, numberToHex(coins))
    },
    async setCode(account, code) {
      await rpc("hardhat_setCode", account, code)
    },
    async fund(account) {
      await rpc("hardhat_impersonateAccount", account)
      await rpc("hardhat_setBalance", account, numberToHex(COINS))
    },
    async apart(body) {
      const snapshot = await rpc("evm_snapshot")
      try {
        return await body()
      } finally {
        await rpc("evm_revert", snapshot)
      }
    },
    codeAt: async (account) => hex(await rpc("eth_getCode", account, "latest")),
    nonceOf: async (account) => Number(hex(await rpc("eth_getTransactionCount", account, "latest"))),
  }
  return chain
}

async function artifactOf(name: string): Promise<Artifact> {
  const { abi, bytecode } = await artifacts.readArtifact(name)
  return { abi: abi as Abi, bytecode: hex(bytecode) }
}

/** Encodes a call of a contract. */
export function callOf(contract: Contract, from: Address, name: string, args: readonly unknown[], value = 0n): Call {
  return {
    from,
    to: contract.address,
    data: encodeFunctionData({ abi: contract.abi, functionName: name, args }),
    value,
  }
}

interface RawLog {
  readonly address: Hex
  readonly topics: [Hex, ...Hex[]]
  readonly data: Hex
}

interface Receipt {
  readonly contractAddress: unknown
  readonly logs: readonly RawLog[]
}

function receiptOf(value: unknown): Receipt {
  const logs = fieldOf(value, "logs")
  if (!Array.isArray(logs)) throw new Error("a receipt without logs")
  return { contractAddress: fieldOf(value, "contractAddress"), logs: logs.map(rawLogOf) }
}

function rawLogOf(value: unknown): RawLog {
  const topics = fieldOf(value, "topics")
  if (!Array.isArray(topics)) throw new Error("a log without topics")
  const [signature, ...indexed] = topics.map(hex)
  if (signature === undefined) throw new Error("an anonymous log")
  return { address: hex(fieldOf(value, "address")), topics: [signature, ...indexed], data: hex(fieldOf(value, "data")) }
}

const isFrom = (address: Address) => (log: RawLog) => log.address.toLowerCase() === address.toLowerCase()

function decodeLog(abi: Abi, { topics, data }: RawLog): Log {
  const { eventName, args } = decodeEventLog({ abi, topics, data })
  return { name: String(eventName), args: new Map(Object.entries(args ?? {})) }
}

/** The error's name and arguments; a failure that is not a revert with data is thrown on. */
function decodeFailure(contracts: readonly Contract[], failure: unknown): string {
  const data = fieldOf(failure, "data")
  const revert = isHex(data) ? data : fieldOf(data, "data")
  if (!isHex(revert)) throw failure
  const abi = contracts.flatMap((contract) => contract.abi.filter(({ type }) => type === "error"))
  const { errorName, args } = decodeErrorResult({ abi, data: revert })
  return errorText(String(errorName), args ?? [])
}

/** One spelling of an error for comparisons. */
export function errorText(name: string, args: readonly unknown[]): string {
  return `${name}(${args.map((argument) => String(argument)).join(", ")})`
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) throw new Error(`no ${name} in ${String(value)}`)
  return Reflect.get(value, name)
}

function hex(value: unknown): Hex {
  if (!isHex(value)) throw new Error(`not hex: ${String(value)}`)
  return value
}
