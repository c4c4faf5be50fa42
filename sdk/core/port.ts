// What this SDK needs of a library and of the chain behind it. sdk/viem and sdk/ethers implement it.
import type { AccessList, Address, Hash, Hex } from "../types.ts"
import type { RevertClass } from "./revertError.ts"

/** The type of a value in an ABI. */
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

/** The EIP-712 domain for which a signature is valid. */
export type TypedDataDomain = {
  readonly name: string
  /** Permit2 has none. */
  readonly version?: string
  readonly chainId: number
  readonly verifyingContract: Address
}

/** Encoding and hashing. Structs are objects or arrays, whole numbers are `bigint` or `number`. */
export interface Codec {
  isAddress(value: string): boolean
  encodeCall(item: AbiItem, values: readonly unknown[]): Hex
  /** An address, in any letters, with the capital letters of ERC-55. */
  checksum(address: string): Address
  encode(parameters: readonly AbiParameter[], values: readonly unknown[]): Hex
  decode(parameters: readonly AbiParameter[], data: Hex): readonly unknown[]
  keccak256(data: Hex): Hex
  sha256(data: Hex): Hex
  hashStruct(data: Omit<TypedData, "domain">): Hex
  hashTypedData(data: TypedData): Hex
  hashDomain(domain: TypedDataDomain): Hex
  /** Returns the address of the key that signed. Throws for an invalid signature. */
  recover(digest: Hex, signature: Hex): Promise<Address>
  /** The errors of the contract that is called, if it is not the escrow. Reverts are looked up there first. */
  readonly errors?: readonly RevertClass[] | undefined
}

/** What a call of a view needs. */
export type ViewCodec = Pick<Codec, "isAddress" | "encodeCall" | "decode">

export type Call = {
  readonly to?: Address | undefined
  readonly data: Hex
  readonly value?: bigint | undefined
  readonly accessList?: AccessList | undefined
}

/** How a call is read. */
type CallOptions = {
  readonly from?: Address
  readonly blockNumber?: bigint | undefined
  /** The most gas that a contract of someone else may burn on the node. Default: the node's own limit. */
  readonly gas?: bigint | undefined
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

/** The receipt of a transaction that is in a block. */
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
  /** 2048 bits. Every log of the block has set some of them. */
  readonly logsBloom: Hex
}

/** As in `eth_getLogs`: null matches any topic. */
export type Topics = readonly (Hex | readonly Hex[] | null)[]

/** Logs of a range of blocks, or of the block with a hash. */
type LogQuery = {
  /** Default: every contract. */
  readonly address?: Address
  readonly topics?: Topics
} & ({ readonly fromBlock: bigint; readonly toBlock: bigint } | { readonly blockHash: Hash })

/** Reads. A missing value is `undefined`. A failure throws the library's error. */
export interface Chain {
  readonly codec: Codec
  /** The library's object that reads the chain. What was seen through it is remembered for as long as it exists. */
  readonly client: object
  /** Milliseconds between two polls. */
  readonly pollingInterval: number
  /** The id of the chain that answers. Throws `WrongChainError` if the client is configured for another. */
  chainId(): Promise<number>
  call(call: Call, options?: CallOptions): Promise<Hex>
  logs(query: LogQuery): Promise<readonly Log[]>
  code(address: Address): Promise<Hex | undefined>
  balance(address: Address): Promise<bigint>
  /** By number, by tag, or by hash. */
  block(which: bigint | Hash | "latest" | "finalized"): Promise<Block | undefined>
  receipt(hash: Hash): Promise<TransactionReceipt | undefined>
  transaction(hash: Hash): Promise<Transaction | undefined>
  /** All transactions of a block. */
  transactionsIn(blockNumber: bigint): Promise<readonly Transaction[]>
  /** The number of an account's transactions that are in blocks, up to a block. Default: the latest. */
  nonceOf(account: Address, blockNumber?: bigint): Promise<number>
  /** The fees that the library would offer, or else those that its node suggests, wei. */
  fees(): Promise<{ readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }>
}

/** What a read of the escrow needs, so that a bundle with reads alone holds no more. */
export type Reads = Pick<Chain, "client" | "call"> & { readonly codec: ViewCodec }

/** Reads, and an account that signs and sends. */
export interface Wallet extends Chain {
  readonly account: Address
  estimateGas(call: Call): Promise<bigint>
  /** What the call touches. Throws if the node does not say. */
  accessList(call: Call): Promise<AccessList>
  /** Sends the call. If the library holds the key, `onSigned` gets the transaction before it is sent. */
  send(call: Call, options: SendOptions): Promise<Hash>
  /** Sends a signed transaction again. */
  broadcast(raw: Hex): Promise<unknown>
  signTypedData(data: TypedData): Promise<Hex>
  /** Calls a method of the wallet, as EIP-5792 does. Undefined if the library holds the key itself. */
  readonly request?: ((method: string, params: readonly unknown[]) => Promise<unknown>) | undefined
}

/** A transaction that the library has signed itself. */
export type SignedTransaction = Transaction & { readonly raw: Hex }

export type SendOptions = {
  readonly gas: bigint
  /** The nonce to sign with, from the next one by the node's count. */
  readonly nonceFrom: (pending: number) => Promise<number>
  readonly onSigned: (signed: SignedTransaction) => void
  readonly maxFeePerGas?: bigint | undefined
  readonly maxPriorityFeePerGas?: bigint | undefined
}
