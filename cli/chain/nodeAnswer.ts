// What a node may answer. The libraries take an answer as it comes, and fail in the middle of their work if it is empty
// or of another kind.
import { BaseError, RpcRequestError, UnknownRpcError } from "viem"

type RpcRequest = { readonly method: string; readonly params?: unknown }

/** Throws unless a node can answer a request like this. */
export function assertNodeAnswer({ method, params }: RpcRequest, answer: unknown): void {
  const isPossible = kinds[method] ?? isPresent
  const isMissing = answer === null && method === "eth_getBlockByNumber" && isTag(Array.isArray(params) && params[0])
  if (isMissing || !isPossible(answer)) throw new NodeAnswerError(method)
}

/** The error of an answer that has no JSON-RPC response in it, or another error unchanged. */
export function withoutResponse(method: string, error: unknown): unknown {
  if (!(error instanceof BaseError)) return error
  const isWordless =
    error.walk((cause) => cause instanceof RpcRequestError && typeof cause.details !== "string") !== null
  const isEmpty = error instanceof UnknownRpcError && error.cause instanceof TypeError
  return isWordless || isEmpty ? new NodeAnswerError(method) : error
}

export class NodeAnswerError extends BaseError {
  constructor(method: string) {
    super(`gave an empty or unreadable answer to ${method}`)
    this.name = "NodeAnswerError"
  }
}

/** Every chain has these blocks. */
const isTag = (block: unknown) => ["latest", "pending", "earliest"].includes(String(block))

type Check = (answer: unknown) => boolean

const isQuantity: Check = (answer) => typeof answer === "string" && /^0x[\da-f]{1,64}$/i.test(answer)
/** One that the libraries take as a number. */
const isCount: Check = (answer) => isQuantity(answer) && BigInt(String(answer)) <= Number.MAX_SAFE_INTEGER
/** Far above every price and balance. */
const isWei: Check = (answer) => isQuantity(answer) && BigInt(String(answer)) < 2n ** 128n
const isPresent: Check = (answer) => answer !== undefined
const isBytes: Check = (answer) => typeof answer === "string" && /^0x(?:[\da-f]{2})*$/i.test(answer)
const isHash: Check = (answer) => typeof answer === "string" && /^0x[\da-f]{64}$/i.test(answer)
const isList: Check = (answer) => Array.isArray(answer)
const isAbsentOr = (check: Check) => (answer: unknown) => answer === null || check(answer)
const hasFields = (fields: Readonly<Record<string, Check>>): Check => {
  return (answer) =>
    typeof answer === "object" &&
    answer !== null &&
    Object.entries(fields).every(([name, check]) => check(Reflect.get(answer, name)))
}

const isTopics: Check = (answer) => Array.isArray(answer) && answer.every(isHash)
const isLog = hasFields({ address: isBytes, topics: isTopics, data: isBytes, blockNumber: isAbsentOr(isCount) })
const isLogs: Check = (answer) => Array.isArray(answer) && answer.every(isLog)
const isBlock = isAbsentOr(hasFields({ number: isAbsentOr(isCount), hash: isAbsentOr(isHash), timestamp: isCount }))

const kinds: Readonly<Record<string, Check>> = {
  eth_blockNumber: isCount,
  eth_call: isBytes,
  eth_chainId: isCount,
  eth_estimateGas: isCount,
  eth_feeHistory: hasFields({ baseFeePerGas: isList }),
  eth_gasPrice: isWei,
  eth_getBalance: isQuantity,
  eth_getBlockByHash: isBlock,
  eth_getBlockByNumber: isBlock,
  eth_getCode: isBytes,
  eth_getLogs: isLogs,
  eth_getTransactionCount: isCount,
  eth_getTransactionByHash: isAbsentOr(hasFields({ hash: isHash, blockNumber: isAbsentOr(isCount) })),
  eth_getTransactionReceipt: isAbsentOr(
    hasFields({ transactionHash: isHash, blockNumber: isCount, gasUsed: isQuantity, logs: isLogs }),
  ),
  eth_maxPriorityFeePerGas: isWei,
  eth_sendRawTransaction: isHash,
}
