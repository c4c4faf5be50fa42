// Reads that are asked at the same time go to the node together: in one call of Multicall3 where the chain has it,
// otherwise side by side.
import type { Address, Hex } from "../types.ts"
import { latestBlock } from "./latestBlock.ts"
import { aggregate3, aggregate3Outputs, MULTICALL3 } from "./multicall.ts"
import type { AbiItem, Call, Chain } from "./port.ts"
import { ADDRESS, isAborted, isRevert, NUMBER } from "./readContract.ts"

/** A chain whose reads of the latest state go together. */
export type ReadBatch = Chain & {
  /** The time of the latest block. */
  timestamp(): Promise<bigint>
}

type Read = {
  readonly target: Address
  readonly callData: Hex
  /** Takes what the call returned. */
  readonly resolve: (data: Hex) => void
  readonly reject: (error: unknown) => void
  /** Asks without the batch. */
  readonly alone: () => Promise<Hex>
}

const view = (name: string, inputs: AbiItem["inputs"] = []): AbiItem => ({ type: "function", name, inputs })
const getEthBalance = view("getEthBalance", [ADDRESS])
const getTime = view("getCurrentBlockTimestamp")

/** Collects the reads of one moment. Reads of a block, and calls of an account, go alone. */
export function readBatch(chain: Chain): ReadBatch {
  const { codec } = chain
  const queue: Read[] = []
  const ask = (target: Address, callData: Hex, alone: () => Promise<Hex>) =>
    new Promise<Hex>((resolve, reject) => {
      if (queue.length === 0) queueMicrotask(() => flush(chain, queue.splice(0)))
      queue.push({ target, callData, resolve, reject, alone })
    })
  const askNumber = async (item: AbiItem, args: readonly unknown[], alone: () => Promise<bigint>) => {
    const asWord = async () => codec.encode([NUMBER], [await alone()])
    return BigInt(await ask(MULTICALL3, codec.encodeCall(item, args), asWord))
  }
  return {
    ...chain,
    call: (call, options = {}) =>
      isPlain(call) && options.from === undefined && options.blockNumber === undefined
        ? ask(call.to, call.data, () => chain.call(call))
        : chain.call(call, options),
    balance: (address) => askNumber(getEthBalance, [address], () => chain.balance(address)),
    timestamp: () => askNumber(getTime, [], async () => (await latestBlock(chain)).timestamp),
  }
}

function isPlain(call: Call): call is Call & { readonly to: Address } {
  return call.to !== undefined && !call.value && !call.accessList
}

async function flush(chain: Chain, reads: readonly Read[]): Promise<void> {
  const answers = reads.length > 1 ? await aggregate(chain, reads).catch((cause: unknown) => ({ cause })) : undefined
  for (const [index, { resolve, reject, alone }] of reads.entries()) {
    if (!answers) alone().then(resolve, reject)
    else if ("cause" in answers) reject(answers.cause)
    else {
      const answer = answers[index]
      if (answer?.success) resolve(answer.data)
      else reject(Object.assign(new Error("execution reverted"), { data: answer?.data }))
    }
  }
}

type Answer = { readonly success: boolean; readonly data: Hex }

/** Undefined: the reads have to be asked one by one. A failure of the node throws. */
async function aggregate({ codec, call }: Chain, reads: readonly Read[]): Promise<readonly Answer[] | undefined> {
  const batch = [...reads, { target: MULTICALL3, callData: codec.encodeCall(getTime, []) }]
  const calls = batch.map(({ target, callData }) => ({ target, allowFailure: true, callData }))
  const data = await call({ to: MULTICALL3, data: codec.encodeCall(aggregate3, [calls]) }).catch(
    (error: unknown): Hex => {
      // A contract that uses up all gas, or returns too much, takes the others with it.
      if (isRevert(error) || isAborted(error)) return "0x"
      throw error
    },
  )
  const [results] = data === "0x" ? [] : codec.decode(aggregate3Outputs, data)
  if (!Array.isArray(results)) return undefined
  const answers = results.map((result): Answer => {
    const [success, returned] = Array.isArray(result) ? result : [result.success, result.returnData]
    return { success, data: returned }
  })
  // The last call takes little gas. If it succeeds, then no call before it failed because others had used up the gas.
  return answers.at(-1)?.success ? answers : undefined
}
