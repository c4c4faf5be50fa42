// Many view calls of one contract: one call of Multicall3 where the chain has it, otherwise one call each.
import type { Address, Hex } from "../types.ts"
import type { AbiItem, Chain } from "./port.ts"
import { isAborted, isRevert } from "./readContract.ts"

/** The address is the same on every chain that has Multicall3, including Polygon and Amoy. */
export const MULTICALL3: Address = "0xcA11bde05977b3631167028862bE2a173976CA11"

export const aggregate3: AbiItem = {
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
export const aggregate3Outputs = [
  {
    type: "tuple[]",
    components: [
      { name: "success", type: "bool" },
      { name: "returnData", type: "bytes" },
    ],
  },
]

/** As many as fit into one call that nodes still answer. */
const CALLS_PER_BATCH = 500

type Options = { readonly blockNumber?: bigint | undefined }

/** Results of many calls of one contract, in the order of the calls and all at one block. */
export async function multicall(
  chain: Chain,
  target: Address,
  calls: readonly Hex[],
  { blockNumber }: Options = {},
): Promise<readonly Hex[]> {
  if (calls.length === 0) return []
  const [at, code] = await Promise.all([
    blockNumber ?? chain.block("latest").then((block) => block?.number),
    calls.length > 1 && chain.code(MULTICALL3),
  ])
  const options: Options = { blockNumber: at }
  if (!code) return callEach(chain, target, calls, options)
  const batches: Hex[][] = []
  for (let first = 0; first < calls.length; first += CALLS_PER_BATCH) {
    batches.push(calls.slice(first, first + CALLS_PER_BATCH))
  }
  const results = await Promise.all(batches.map((batch) => callBatch(chain, target, batch, options)))
  return results.flat()
}

function callEach(chain: Chain, target: Address, calls: readonly Hex[], options: Options): Promise<Hex[]> {
  return Promise.all(calls.map((data) => chain.call({ to: target, data }, options)))
}

async function callBatch(chain: Chain, target: Address, calls: readonly Hex[], options: Options): Promise<Hex[]> {
  const { codec } = chain
  const batch = calls.map((callData) => ({ target, allowFailure: false, callData }))
  const data = await chain
    .call({ to: MULTICALL3, data: codec.encodeCall(aggregate3, [batch]) }, options)
    .catch((error: unknown): Hex => {
      // All calls together may be more than the node runs at once.
      if (isRevert(error) || isAborted(error)) return "0x"
      throw error
    })
  if (data === "0x") return callEach(chain, target, calls, options)
  const [results] = codec.decode(aggregate3Outputs, data)
  if (!Array.isArray(results)) throw new TypeError("Multicall3 did not return a list.")
  return results.map((result) => (Array.isArray(result) ? result[1] : result.returnData))
}
