import {
  type AbstractProvider,
  AbstractSigner,
  accessListify,
  type ContractRunner,
  type Log as EthersLog,
  isError,
  type JsonRpcApiProvider,
  type JsonRpcSigner,
  NonceManager,
  type Provider,
  Transaction as SignableTransaction,
  type Signer,
  type TransactionRequest,
  type TransactionResponse,
  toQuantity,
} from "ethers"
import { assertAddress } from "../core/codec.ts"
import { hasFields } from "../core/hasFields.ts"
import type { Block, Call, Chain, Log, SendOptions, Transaction, Wallet } from "../core/port.ts"
import { AccountMissingError, WrongChainError } from "../core/portErrors.ts"
import type { Address, Hash, Hex } from "../types.ts"
import { codec, hex, structsOf } from "./ethersCodec.ts"
import { ProviderMissingError } from "./ethersErrors.ts"

const POLLING_INTERVAL = 1_000
/** ethers' words, which alone hold both chains. */
const CHANGED = /network changed: (\d+) => (\d+)/

/** The chain behind an ethers signer or provider. */
export function chainOf(runner: ContractRunner): Chain {
  const provider = providerOf(runner)
  return {
    codec,
    client: provider,
    pollingInterval: "pollingInterval" in provider ? Number(provider.pollingInterval) : POLLING_INTERVAL,
    chainId: async () => {
      const { chainId } = await provider.getNetwork().catch(throwWrongChain)
      return Number(chainId)
    },
    call: async (call, { from, blockNumber, gas } = {}) => {
      const at = blockNumber === undefined ? {} : { blockTag: blockNumber }
      return hex(await provider.call({ ...toRequest(call), from: from ?? null, gasLimit: gas ?? null, ...at }))
    },
    logs: async ({ topics = [], ...query }) => {
      const sets = topics.map((topic) => (typeof topic === "object" && topic ? [...topic] : topic))
      return (await provider.getLogs({ ...query, topics: sets })).map(toLog)
    },
    code: async (address) => {
      const code = await provider.getCode(address)
      return code === "0x" ? undefined : hex(code)
    },
    balance: (address) => provider.getBalance(address),
    block: (which) => blockOf(provider, which),
    receipt: async (hash) => {
      const receipt = await provider.getTransactionReceipt(hash)
      if (!receipt) return undefined
      return {
        transactionHash: hex(receipt.hash),
        blockNumber: BigInt(receipt.blockNumber),
        blockHash: hex(receipt.blockHash),
        status: receipt.status === 1 ? "success" : "reverted",
        from: hex(receipt.from),
        to: receipt.to ? hex(receipt.to) : null,
        contractAddress: receipt.contractAddress ? hex(receipt.contractAddress) : null,
        gasUsed: receipt.gasUsed,
        effectiveGasPrice: receipt.gasPrice,
        logs: receipt.logs.map(toLog),
      }
    },
    transaction: async (hash) => {
      const found = await provider.getTransaction(hash)
      return found ? toTransaction(found) : undefined
    },
    transactionsIn: async (blockNumber) => {
      const block = await provider.getBlock(blockNumber, true)
      return (block?.prefetchedTransactions ?? []).map(toTransaction)
    },
    nonceOf: (account, blockNumber) => provider.getTransactionCount(account, blockNumber),
    fees: () => feesOf(provider),
  }
}

/** The chain behind an ethers signer, or behind another provider that reads, and the account that it signs for. */
export async function walletOf(runner: ContractRunner, reader: ContractRunner = runner): Promise<Wallet> {
  if (!isSigner(runner)) throw new AccountMissingError()
  const account = hex(await runner.getAddress())
  assertAddress(codec, "account", account)
  const provider = providerOf(runner)
  const node = providerOf(reader)
  const chain = chainOf(reader)
  return {
    ...chain,
    account,
    chainId: node === provider ? chain.chainId : () => commonChainId(chainOf(runner), chain),
    estimateGas: (call) => node.estimateGas({ ...toRequest(call), from: account }),
    accessList: async ({ to, data, value = 0n }) => {
      if (!isJsonRpc(node)) throw new TypeError("The provider lacks JSON-RPC.")
      const call = { from: account, to, data, value: toQuantity(value) }
      const { accessList } = await node.send("eth_createAccessList", [call, "latest"])
      return accessListify(accessList).map((item) => ({
        address: hex(item.address),
        storageKeys: item.storageKeys.map(hex),
      }))
    },
    send: async (call, options) => {
      const { gas, maxFeePerGas, maxPriorityFeePerGas } = options
      const fees = maxFeePerGas && maxPriorityFeePerGas ? { maxFeePerGas, maxPriorityFeePerGas } : {}
      const request = { ...toRequest(call), gasLimit: gas, ...fees }
      const signer = runner instanceof NonceManager ? runner.signer : runner
      // ethers' own `sendTransaction` polls without end for a transaction that no node shows.
      if (holdsNoKey(signer))
        return hex(await signer.sendUncheckedTransaction({ ...request, ...(await managedNonce(runner)) }))
      // Any other way to send is the signer's own.
      if (signer.sendTransaction !== AbstractSigner.prototype.sendTransaction) {
        return hex((await runner.sendTransaction(request)).hash)
      }
      const managed = await managedNonce(runner)
      const nonce = managed.nonce ?? (await options.nonceFrom(await signer.getNonce("pending")))
      return signAndSend(signer, { request: { ...request, nonce }, account, call, options })
    },
    broadcast: (raw) => broadcast(provider, raw),
    signTypedData: async ({ domain, types, message }) => {
      return hex(await runner.signTypedData(domain, structsOf(types), message))
    },
    // Only a signer whose key is in the provider's wallet can send without signing.
    request:
      holdsNoKey(runner) && isJsonRpc(provider) ? (method, params) => provider.send(method, [...params]) : undefined,
  }
}

/** ethers compares the chain with the one that the provider was made for, or has found first. */
function throwWrongChain(error: unknown): never {
  const [, expected, chainId] = (isError(error, "NETWORK_ERROR") && CHANGED.exec(error.message)) || []
  if (!chainId) throw error
  throw new WrongChainError({ chainId: Number(chainId), expected: Number(expected) }, { cause: error })
}

/** The wallet's chain must be the one that is read. */
async function commonChainId(wallet: Chain, chain: Chain): Promise<number> {
  const [chainId, expected] = await Promise.all([wallet.chainId(), chain.chainId()])
  if (chainId !== expected) throw new WrongChainError({ chainId, expected })
  return chainId
}

/** The key is in the provider's wallet. */
function holdsNoKey(signer: Signer): signer is JsonRpcSigner {
  return "sendUncheckedTransaction" in signer
}

/** Takes the next nonce of a nonce manager, as its own `sendTransaction` does. */
async function managedNonce(runner: ContractRunner): Promise<{ readonly nonce?: number }> {
  if (!(runner instanceof NonceManager)) return {}
  const nonce = runner.getNonce("pending")
  runner.increment()
  return { nonce: await nonce }
}

type Signing = {
  readonly request: TransactionRequest
  readonly account: Address
  readonly call: Call
  readonly options: SendOptions
}

/** As ethers' own `sendTransaction`, which does not give the hash away before the node has answered. */
async function signAndSend(signer: Signer, { request, account, call, options }: Signing): Promise<Hash> {
  const { from: _, ...populated } = await signer.populateTransaction(request)
  const signable = SignableTransaction.from({ ...populated, to: call.to ?? null })
  const raw = hex(await signer.signTransaction(signable))
  const hash = codec.keccak256(raw)
  const { to, data, value = 0n } = call
  options.onSigned({ hash, raw, from: account, nonce: signable.nonce, to, data, value })
  await broadcast(providerOf(signer), raw)
  return hash
}

async function broadcast(provider: Provider, raw: Hex): Promise<void> {
  // `broadcastTransaction` would also ask for the latest block.
  if (isAbstract(provider)) await provider._perform({ method: "broadcastTransaction", signedTransaction: raw })
  else await provider.broadcastTransaction(raw)
}

function providerOf({ provider }: ContractRunner): Provider {
  if (!provider) throw new ProviderMissingError()
  return provider
}

/** ethers' own `Block` leaves out the bloom, so the block is read below it. */
async function blockOf(provider: Provider, which: bigint | Hash | "latest" | "finalized"): Promise<Block | undefined> {
  const place =
    typeof which === "string" && which.startsWith("0x")
      ? { blockHash: which }
      : { blockTag: typeof which === "bigint" ? toQuantity(which) : which }
  const found: unknown = isAbstract(provider)
    ? await provider._perform({ method: "getBlock", includeTransactions: false, ...place })
    : await provider.getBlock(which)
  if (!hasFields(found)) return undefined
  const { number, hash, parentHash, timestamp, logsBloom } = { ...found } as Record<keyof Block, string | undefined>
  // A block without a hash is pending. A bloom of ones rules nothing out.
  if (!hash || !parentHash) return undefined
  return {
    number: BigInt(number ?? 0),
    hash: hex(hash),
    parentHash: hex(parentHash),
    timestamp: BigInt(timestamp ?? 0),
    logsBloom: hex(logsBloom ?? `0x${"f".repeat(512)}`),
  }
}

function isAbstract(provider: Provider): provider is AbstractProvider {
  return "_perform" in provider
}

/** Reads the fees from the node alone. On Polygon, ethers' own `getFeeData` asks a third party's server. */
async function feesOf(provider: Provider) {
  const [block, tip] = await Promise.all([
    provider.getBlock("latest"),
    isJsonRpc(provider) ? provider.send("eth_maxPriorityFeePerGas", []).catch(() => 0) : 0,
  ])
  const maxPriorityFeePerGas = BigInt(tip)
  return { maxFeePerGas: 2n * (block?.baseFeePerGas ?? 0n) + maxPriorityFeePerGas, maxPriorityFeePerGas }
}

function isJsonRpc(provider: Provider): provider is JsonRpcApiProvider {
  return "send" in provider
}

function isSigner(runner: ContractRunner): runner is Signer {
  return "signTypedData" in runner && "getAddress" in runner
}

function toRequest({ to, data, value, accessList }: Call) {
  const list = accessList?.map((item) => ({ ...item, storageKeys: [...item.storageKeys] }))
  return { to: to ?? null, data, value: value || null, accessList: list ?? null }
}

/**
 * Converts a log of ethers into a log of the SDK.
 *
 * @example
 * import { decodeEvents, toLog } from "@gpuflow/escrow/ethers"
 * import { JsonRpcProvider } from "ethers"
 *
 * const logs = await new JsonRpcProvider("http://127.0.0.1:8545").getLogs({ address: "0x…", fromBlock: 80_000_000 })
 * const events = decodeEvents({ escrow: "0x…", logs: logs.map(toLog) })
 *
 * @param log The log
 * @returns The log, with whole numbers as `bigint`
 */
export function toLog({ address, topics, data, blockNumber, blockHash, index, transactionHash }: EthersLog): Log {
  return {
    address: hex(address),
    topics: topics.map(hex),
    data: hex(data),
    blockNumber: BigInt(blockNumber),
    blockHash: hex(blockHash),
    logIndex: index,
    transactionHash: hex(transactionHash),
  }
}

function toTransaction({ hash, from, to, nonce, data, value }: TransactionResponse): Transaction {
  return { hash: hex(hash), from: hex(from), to: to ? hex(to) : undefined, nonce, data: hex(data), value }
}
