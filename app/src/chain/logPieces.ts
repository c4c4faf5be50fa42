// Logs of many blocks, from nodes that refuse too many at once.

/** As few blocks as any node answers at once. */
const FEW = 10n

/** Nodes refuse ranges that are too long for them: half as many are asked for, until they answer. */
export async function inPieces<log>(
  read: (first: bigint, last: bigint) => Promise<readonly log[]>,
  { fromBlock, toBlock }: { readonly fromBlock: bigint; readonly toBlock: bigint },
  onRead?: (block: bigint) => void,
): Promise<readonly log[]> {
  const logs: log[] = []
  let size = toBlock - fromBlock + 1n
  let next = fromBlock
  while (next <= toBlock) {
    const end = next + size - 1n
    const last = end < toBlock ? end : toBlock
    try {
      logs.push(...(await read(next, last)))
    } catch (error) {
      if (size <= FEW) throw error
      size /= 2n
      continue
    }
    onRead?.(last)
    next = last + 1n
  }
  return logs
}
