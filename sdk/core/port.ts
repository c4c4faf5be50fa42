// What this SDK needs of a library and of the chain behind it. Two libraries fulfil it: sdk/viem and sdk/ethers.
import type { Address, Hash, Hex } from "../types.ts"

/** What a value of an ABI is. */
export type AbiParameter = {
  readonly name?: string
  readonly type: string
  readonly internalType?: string
  readonly indexed?: boolean
  readonly components?: readonly AbiParameter[]
}

/** A function, an event, an error or the constructor of an ABI. */
export type AbiItem = {
  readonly type: string
  readonly name?: string
  readonly inputs: readonly AbiParameter[]
  readonly outputs?: readonly AbiParameter[]
}

/** What a wallet signs (EIP-712). */
export type TypedData = {
  readonly domain: TypedDataDomain
  readonly types: Readonly<Record<string, readonly { readonly name: string; readonly type: string }[]>>
  readonly primaryType: string
  readonly message: Readonly<Record<string, unknown>>
}

/** Where a signature counts. */
export type TypedDataDomain = {
  readonly name: string
  readonly version: string
  readonly chainId: number
  readonly verifyingContract: Address
}

/** Encoding and hashing. Structs are objects or arrays, whole numbers `bigint` or `number`. */
export interface Codec {
  isAddress(value: string): boolean
  encodeCall(item: AbiItem, values: readonly unknown[]): Hex
  encode(parameters: readonly AbiParameter[], values: readonly unknown[]): Hex
  decode(parameters: readonly AbiParameter[], data: Hex): readonly unknown[]
  keccak256(data: Hex): Hex
  hashStruct(data: Omit<TypedData, "domain">): Hex
  hashTypedData(data: TypedData): Hex
  hashDomain(domain: TypedDataDomain): Hex
  /** The key that signed; throws for a signature that is none. */
  recover(digest: Hex, signature: Hex): Promise<Address>
}

export type Call = {
  readonly to?: Address | undefined
  readonly data: Hex
  readonly value?: bigint | undefined
}

export type Log = {
  readonly address: Address
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly blockNumber: bigint | null
  readonly blockHash: Hash | null
  readonly logIndex: number | null
  readonly transactionHash: Hash | null
}

/** What became of a transaction that is in a block. */
export type TransactionReceipt = {
  readonly transactionHash: Hash
  readonly blockNumber: bigint
  readonly blockHash: Hash
  readonly status: "success" | "reverted"
  readonly from: Address
  readonly to: Address | null
  readonly contractAddress?: Address | null | undefined
  readonly gasUsed: bigint
  readonly effectiveGasPrice: bigint
  readonly logs: readonly Log[]
}

export type Transaction = Call & {
  readonly hash: Hash
  readonly from: Address
  readonly nonce: number
}

export type Block = {
  readonly number: bigint
  readonly hash: Hash
  readonly parentHash: Hash
  readonly timestamp: bigint
  /** 2048 bits, of which every log of the block has set some. */
  readonly logsBloom: Hex
}

/** As in `eth_getLogs`: null for any. */
export type Topics = readonly (Hex | readonly Hex[] | null)[]

/** Logs of a range, or of one block whatever its place in the chain. */
export type LogQuery = {
  /** Without it, of every contract. */
  readonly address?: Address
  readonly topics?: Topics
} & ({ readonly fromBlock: bigint; readonly toBlock: bigint } | { readonly blockHash: Hash })

/** Reads. What is not there is `undefined`; what fails throws as the library throws. */
export interface Chain {
  readonly codec: Codec
  /** Milliseconds between two looks. */
  readonly pollingInterval: number
  /** The chain that answers; throws `WrongChainError` if the client names another. */
  chainId(): Promise<number>
  call(call: Call, options?: { readonly from?: Address; readonly blockNumber?: bigint | undefined }): Promise<Hex>
  logs(query: LogQuery): Promise<readonly Log[]>
  code(address: Address): Promise<Hex | undefined>
  balance(address: Address): Promise<bigint>
  /** By number, by tag, or by hash. */
  block(which: bigint | Hash | "latest" | "finalized"): Promise<Block | undefined>
  receipt(hash: Hash): Promise<TransactionReceipt | undefined>
  transaction(hash: Hash): Promise<Transaction | undefined>
  /** All transactions of a block. */
  transactionsIn(blockNumber: bigint): Promise<readonly Transaction[]>
  /** Transactions of an account that are in blocks; without a number, up to the latest. */
  nonceOf(account: Address, blockNumber?: bigint): Promise<number>
}

/** Reads, and an account that signs and sends. */
export interface Wallet extends Chain {
  readonly account: Address
  estimateGas(call: Call): Promise<bigint>
  /** What the library would offer, in wei, or else what its node suggests. */
  fees(): Promise<{ readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }>
  send(call: Call, options: SendOptions): Promise<Hash>
  signTypedData(data: TypedData): Promise<Hex>
  /** Asks the wallet itself, as EIP-5792 does; missing where the library holds the key, and nobody else could answer. */
  readonly request?: ((method: string, params: readonly unknown[]) => Promise<unknown>) | undefined
}

export type SendOptions = {
  readonly gas: bigint
  readonly maxFeePerGas?: bigint | undefined
  readonly maxPriorityFeePerGas?: bigint | undefined
}
