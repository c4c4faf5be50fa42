import type { EscrowEvent, TransactionResult } from "@gpuflow/escrow"
import { formatEther } from "viem"
import type { Result } from "../terminal/output.ts"
import type { Unit } from "../text/amounts.ts"
import { describeEvent } from "../text/eventText.ts"

/** The transactions that were included, with the escrow's events in them. Amounts are shown in `unit`. */
export function reportTransactions(
  sent: readonly TransactionResult[],
  unit: Unit | undefined,
  more: object = {},
): Result {
  const transactions = sent.map(({ hash, receipt: { blockNumber, gasUsed, effectiveGasPrice }, events }) => ({
    hash,
    blockNumber,
    gasUsed,
    cost: costOf({ gasUsed, effectiveGasPrice }),
    events: events.map(({ eventName, args }) => ({ eventName, args })),
  }))
  const lines = sent.flatMap(({ hash, receipt: { blockNumber, gasUsed, effectiveGasPrice }, events }) => {
    const cost = costOf({ gasUsed, effectiveGasPrice })
    const price = cost === undefined ? "" : ` (${formatEther(cost)} POL)`
    const transaction = `Transaction ${hash} in block ${blockNumber} used ${gasUsed} gas${price}.`
    return [...events.map((event: EscrowEvent) => describeEvent(event, unit)), transaction]
  })
  return { json: { ...more, transactions }, text: lines.join("\n") }
}

/** Undefined: the node does not say what the gas cost. */
function costOf({ gasUsed, effectiveGasPrice }: Gas): bigint | undefined {
  return typeof effectiveGasPrice === "bigint" ? gasUsed * effectiveGasPrice : undefined
}

type Gas = { readonly gasUsed: bigint; readonly effectiveGasPrice: bigint | null }
