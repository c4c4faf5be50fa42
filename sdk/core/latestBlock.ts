import type { Block, Reads } from "./port.ts"

/** The block at the head of the chain, as the node has it. */
export async function latestBlock(chain: Pick<Reads, "block">): Promise<Block> {
  const block = await chain.block("latest")
  if (!block) throw new Error("The node has no latest block.")
  return block
}
