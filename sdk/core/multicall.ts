// Many questions in one call: Multicall3 where it is, else one call each.
import type { Address, Hex } from "../types.ts"
import type { Chain, Item } from "./port.ts"

/** The same on every chain that has it, Polygon and Amoy among them. */
export const MULTICALL3: Address = "0xcA11bde05977b3631167028862bE2a173976CA11"

export const aggregate3: Item = {
  type: "function",
  name: "aggregate3",
  inputs: [
    {
      name: "calls",
      type: "tuple[]",
      components: [
        { name: "target", type: "address" },
        { name: "allowFailure", type: "bool" },
        { name: "callData", type: "bytes" },
      ],
    },
  ],
}
export const aggregated = [
  {
    type: "tuple[]",
    components: [
      { name: "success", type: "bool" },
      { name: "returnData", type: "bytes" },
    ],
  },
]

/** What fits into a call that nodes still answer. */
const QUESTIONS_PER_CALL = 500

type Options = { readonly blockNumber?: bigint | undefined }

/** Answers of one contract to many questions, in their order; all are of one block. */
export async function askMany(
  chain: Chain,
  target: Address,
  questions: readonly Hex[],
  { blockNumber }: Options = {},
): Promise<readonly Hex[]> {
  if (questions.length === 0) return []
  const at = blockNumber ?? (await chain.block("latest"))?.number
  const asked: Options = { blockNumber: at }
  if (questions.length === 1 || !(await chain.code(MULTICALL3))) {
    return Promise.all(questions.map((data) => chain.call({ to: target, data }, asked)))
  }
  const batches: Hex[][] = []
  for (let first = 0; first < questions.length; first += QUESTIONS_PER_CALL) {
    batches.push(questions.slice(first, first + QUESTIONS_PER_CALL))
  }
  const results = await Promise.all(batches.map((batch) => askBatch(chain, target, batch, asked)))
  return results.flat()
}

async function askBatch(chain: Chain, target: Address, questions: readonly Hex[], options: Options): Promise<Hex[]> {
  const { codec } = chain
  const calls = questions.map((callData) => ({ target, allowFailure: false, callData }))
  const data = await chain.call({ to: MULTICALL3, data: codec.encodeCall(aggregate3, [calls]) }, options)
  const [results] = codec.decode(aggregated, data)
  if (!Array.isArray(results)) throw new TypeError("Multicall3 gave no list.")
  return results.map((result) => (Array.isArray(result) ? result[1] : result.returnData))
}
