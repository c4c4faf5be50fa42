import type { Block, Chain } from "./port.ts"

/** A block of the chain, as the node has it. */
export async function blockAt(chain: Pick<Chain, "block">, which: bigint | "latest"): Promise<Block> {
  const block = await chain.block(which)
  if (!block) throw new Error(`The node has no block ${which}.`)
  return block
}

/** The block at the head of the chain, as the node has it. */
export const latestBlock = (chain: Pick<Chain, "block">): Promise<Block> => blockAt(chain, "latest")
