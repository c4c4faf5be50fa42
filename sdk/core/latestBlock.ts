import type { Block, Chain } from "./port.ts"

/** The block at the head of the chain, as the node has it. */
export async function latestBlock(chain: Pick<Chain, "block">): Promise<Block> {
  const block = await chain.block("latest")
  if (!block) throw new Error("The node has no latest block.")
  return block
}
