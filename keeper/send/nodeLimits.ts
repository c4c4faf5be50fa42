import type { BroadcastResult } from "../rpc/broadcastResult.ts"
import { feeCapIn, isAboutTip, minTipIn } from "../rpc/broadcastResult.ts"

export type NodeLimits = ReturnType<typeof createNodeLimits>

/** Milliseconds after which a limit counts twice as high, because the operator of a node may have raised it. */
const DOUBLED_AFTER = 3_600_000
/** Milliseconds after which a minimum tip is forgotten. One that the keeper may not pay holds everything back until then. */
const TIP_FORGOTTEN_AFTER = 600_000

/** What the nodes' refusals say about their limits per transaction. A limit that is forgotten costs one more refusal. */
export function createNodeLimits(clock: () => number = () => performance.now()) {
  const cost = limit(clock)
  const items = limit(clock)
  let tip = { least: 0n, learnedAt: 0 }
  const minTip = () => (clock() - tip.learnedAt < TIP_FORGOTTEN_AFTER ? tip.least : 0n)
  return {
    /** The least tip that a transaction must have, in wei per gas. */
    minTip,
    /** Learns from a transaction that was refused for its price. A minimum that the node does not name is looked for. */
    learnTip({ reason }: BroadcastResult, refused: bigint): void {
      if (!isAboutTip(reason)) return
      const least = minTipIn(reason) ?? (refused * 9n + 7n) / 8n
      if (least > minTip()) tip = { least, learnedAt: clock() }
    },
    /** The most that a transaction may cost, in wei. */
    maxCost: cost.value,
    /** The most items that a transaction may have. */
    maxItems: () => {
      const most = items.value()
      return most === undefined ? undefined : Number(most)
    },
    /** Learns from a refused transaction. Returns false if no smaller transaction can do the same. */
    learn({ refusal, reason }: BroadcastResult, refused: { readonly cost: bigint; readonly items: number }): boolean {
      const named = refusal === "feeCap" ? feeCapIn(reason) : undefined
      if (named && named < refused.cost) cost.lower(named)
      else if (refused.items > 1) items.lower(BigInt(Math.ceil(refused.items / 2)))
      else if (refusal === "feeCap") cost.lower((refused.cost * 7n) / 8n)
      else return false
      return true
    },
  }
}

function limit(clock: () => number) {
  let lowest: bigint | undefined
  let learnedAt = 0
  const value = () => lowest && lowest << BigInt(Math.floor((clock() - learnedAt) / DOUBLED_AFTER))
  return {
    value,
    lower(found: bigint) {
      const current = value()
      lowest = current === undefined || found < current ? found : current
      learnedAt = clock()
    },
  }
}
