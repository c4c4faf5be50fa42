import {
  type Address,
  BlockNotFoundError,
  type Client,
  type Hash,
  type Hex,
  type LocalAccount,
  type LogTopic,
  TransactionNotFoundError,
  TransactionReceiptNotFoundError,
} from "viem"
import {
  createAccessList,
  estimateFeesPerGas,
  estimateGas,
  getBalance,
  getBlock,
  getChainId,
  getCode,
  getTransaction,
  getTransactionCount,
  getTransactionReceipt,
  sendRawTransaction,
  sendTransaction,
  signTypedData,
} from "viem/actions"
import { formatLog, keccak256, numberToHex, parseAccount } from "viem/utils"

import { assertAddress } from "../core/codec.ts"
import type { Call, Chain, SendOptions, Transaction, Wallet } from "../core/port.ts"
import { AccountMissingError, WrongChainError } from "../core/portErrors.ts"
import type { AccountParameters } from "./accountParameters.ts"
import { takingReverts } from "./takingReverts.ts"
import { codec } from "./viemCodec.ts"
import { readsOf } from "./viemReads.ts"

/** The chain behind a viem client. */
export function chainOf(client: Client): Chain {
  return {
    ...readsOf(client),
    codec,
    pollingInterval: client.pollingInterval,
    chainId: async () => {
      const chainId = await getChainId(client)
      if (client.chain && client.chain.id !== chainId) throw new WrongChainError({ chainId, expected: client.chain.id })
      return chainId
    },
    logs: async ({ topics = [], ...where }) => {
      const range =
        "blockHash" in where
          ? where
          : { ...where, fromBlock: numberToHex(where.fromBlock), toBlock: numberToHex(where.toBlock) }
      // viem's type has mutable lists.
      const query = { ...range, topics: topics as LogTopic[] }
      const logs = await client.request({ method: "eth_getLogs", params: [query] })
      return logs.map((log) => formatLog(log))
    },
    code: (address) => getCode(client, { address }),
    balance: (address) => getBalance(client, { address }),
    block: async (which) => {
      const block = await orNothing(getBlock(client, placeOf(which)), BlockNotFoundError)
      if (!block?.hash || !block.logsBloom) return undefined
      const { number, hash, parentHash, timestamp, logsBloom } = block
      return { number: number ?? 0n, hash, parentHash, timestamp, logsBloom }
    },
    receipt: (hash) => orNothing(getTransactionReceipt(client, { hash }), TransactionReceiptNotFoundError),
    transaction: async (hash) => {
      const found = await orNothing(getTransaction(client, { hash }), TransactionNotFoundError)
      return found && toTransaction(found)
    },
    transactionsIn: async (blockNumber) => {
      const block = await orNothing(getBlock(client, { blockNumber, includeTransactions: true }), BlockNotFoundError)
      return (block?.transactions ?? []).map(toTransaction)
    },
    nonceOf: (address, blockNumber) => getTransactionCount(client, { address, blockNumber }),
    fees: () => feesOf(client),
  }
}

function placeOf(which: bigint | Hash | "latest" | "finalized") {
  if (typeof which === "bigint") return { blockNumber: which }
  return which === "latest" || which === "finalized" ? { blockTag: which } : { blockHash: which }
}

/** viem throws if something does not exist. */
async function orNothing<found>(
  looking: Promise<found>,
  nothing: abstract new (...args: never[]) => Error,
): Promise<found | undefined> {
  return looking.catch((error: unknown) => {
    if (error instanceof nothing) return undefined
    throw error
  })
}

/**
 * The fees that viem would offer. viem asks for the tip only when it has the block. Here both are asked at once.
 */
async function feesOf(client: Client) {
  if (client.chain?.fees) return estimateFeesPerGas(client)
  try {
    const [{ baseFeePerGas }, tip] = await Promise.all([
      getBlock(client),
      client.request({ method: "eth_maxPriorityFeePerGas" }),
    ])
    if (baseFeePerGas === null) throw new TypeError("The chain has no base fee.")
    const maxPriorityFeePerGas = BigInt(tip)
    return { maxFeePerGas: (baseFeePerGas * 12n) / 10n + maxPriorityFeePerGas, maxPriorityFeePerGas }
  } catch {
    return estimateFeesPerGas(client)
  }
}

/** The chain behind a viem client, with the account that was passed or else the client's. */
export function walletOf(
  client: Client,
  { account: given = client.account, reader = client }: AccountParameters = {},
): Wallet {
  if (!given) throw new AccountMissingError()
  if (typeof given === "string") assertAddress(codec, "account", given)
  const account = parseAccount(given)
  const from = account.address
  const chain = chainOf(reader)
  const node = takingReverts(reader)
  return {
    ...chain,
    account: from,
    chainId: reader === client ? chain.chainId : () => commonChainId(client, chain),
    // With the account itself, viem would also ask for what only the signature needs.
    estimateGas: (request) => estimateGas(node, { ...request, account: from }),
    accessList: async (request) => (await createAccessList(node, { ...request, account: from })).accessList,
    send: async (request, options) => {
      const { gas, maxFeePerGas, maxPriorityFeePerGas } = options
      const fees = maxFeePerGas && maxPriorityFeePerGas ? { maxFeePerGas, maxPriorityFeePerGas } : {}
      const call = { ...request, ...fees, gas, chain: client.chain ?? null }
      if (account.type !== "local") return sendTransaction(client, { ...call, account })
      const signer = announcing(account, request, options)
      if (account.nonceManager) return sendTransaction(client, { ...call, account: signer })
      const pending = await getTransactionCount(client, { address: account.address, blockTag: "pending" })
      return sendTransaction(client, { ...call, nonce: await options.nonceFrom(pending), account: signer })
    },
    broadcast: (serializedTransaction) => sendRawTransaction(client, { serializedTransaction }),
    signTypedData: (data) => signTypedData(client, { account, ...data }),
    request:
      account.type === "json-rpc"
        ? (method, params) => client.request<Asked>({ method, params }, { retryCount: 0 })
        : undefined,
  }
}

/** The wallet's chain must be the one that is read. */
async function commonChainId(client: Client, chain: Chain): Promise<number> {
  const [chainId, expected] = await Promise.all([getChainId(client), chain.chainId()])
  if (chainId !== expected) throw new WrongChainError({ chainId, expected })
  return chainId
}

/** The account, which announces the transaction that it has signed before viem sends it. */
function announcing(account: LocalAccount, { to, data, value = 0n }: Call, { onSigned }: SendOptions): LocalAccount {
  const signTransaction: LocalAccount["signTransaction"] = async (transaction, options) => {
    const raw = await account.signTransaction(transaction, options)
    const { nonce = 0 } = transaction
    onSigned({ hash: keccak256(raw), raw, from: account.address, nonce, to, data, value })
    return raw
  }
  return { ...account, signTransaction }
}

type Asked = { readonly Parameters: readonly unknown[]; readonly ReturnType: unknown }
type Found = Pick<Transaction, "hash" | "from" | "nonce"> & {
  readonly input: Hex
  readonly to: Address | null
  readonly value: bigint
}

function toTransaction({ hash, from, to, nonce, input, value }: Found): Transaction {
  return { hash, from, nonce, to: to ?? undefined, data: input, value }
}
