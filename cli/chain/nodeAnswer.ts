// What a node may answer. The libraries take an answer as it comes, and fail in the middle of their work if it is empty
// or of another kind.
import { BaseError } from "viem"

/** Throws unless a node can answer a method like this. */
export function assertNodeAnswer(method: string, answer: unknown): void {
  const isPossible = kinds[method]
  if (isPossible && !isPossible(answer)) throw new NodeAnswerError(method)
}

export class NodeAnswerError extends BaseError {
  constructor(method: string) {
    super(`gave an empty or unreadable answer to ${method}`)
    this.name = "NodeAnswerError"
  }
}

type Check = (answer: unknown) => boolean

const isQuantity: Check = (answer) => typeof answer === "string" && /^0x[\da-f]{1,64}$/i.test(answer)
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

const isLog = hasFields({ address: isBytes, topics: isList, data: isBytes, blockNumber: isAbsentOr(isQuantity) })
const isLogs: Check = (answer) => Array.isArray(answer) && answer.every(isLog)
const isBlock = isAbsentOr(
  hasFields({ number: isAbsentOr(isQuantity), hash: isAbsentOr(isHash), timestamp: isQuantity }),
)

const kinds: Readonly<Record<string, Check>> = {
  eth_blockNumber: isQuantity,
  eth_call: isBytes,
  eth_chainId: isQuantity,
  eth_estimateGas: isQuantity,
  eth_feeHistory: hasFields({ baseFeePerGas: isList }),
  eth_gasPrice: isQuantity,
  eth_getBalance: isQuantity,
  eth_getBlockByHash: isBlock,
  eth_getBlockByNumber: isBlock,
  eth_getCode: isBytes,
  eth_getLogs: isLogs,
  eth_getTransactionCount: isQuantity,
  eth_getTransactionReceipt: isAbsentOr(hasFields({ transactionHash: isHash, blockNumber: isQuantity, logs: isLogs })),
  eth_maxPriorityFeePerGas: isQuantity,
  eth_sendRawTransaction: isHash,
}
