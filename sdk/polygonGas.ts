/** One step of a transaction's trace, as `debug_traceTransaction` returns it. */
export type TraceStep = {
  readonly op: string
  /** Gas left before the step. */
  readonly gas: number
  /** Gas of the step, by the schedule of the node that traced it. */
  readonly gasCost: number
}

/** The additional cost of the first access to a slot on Polygon (PIP-88). */
const COLD_LOAD = 5_460n - 2_100n
const COLD_STORE = 2_940n - 2_100n

/** The refund for an emptied slot, elsewhere and on Polygon. */
const CLEARING = 4_800n
const CLEARING_ON_POLYGON = 3_960n

/**
 * Computes the gas of a transaction on Polygon from its trace on a node without PIP-88, such as a local chain. On
 * Polygon since 2026-05-21, a cold SLOAD costs 5 460, a cold SSTORE 2 940, and an emptied slot refunds 3 960. A refund
 * that is not a multiple of an emptied slot's, or that was capped at a fifth of the gas, is left unchanged.
 *
 * @example
 * import { polygonGas } from "@gpuflow/escrow/plan"
 *
 * const trace = { structLogs: [{ op: "SLOAD", gas: 9_000, gasCost: 2_100 }] } // of debug_traceTransaction
 * const gasUsed = polygonGas({ gas: 30_000n, gasUsed: 23_100n, steps: trace.structLogs }) // 26_460n
 *
 * @returns Gas on Polygon
 */
export function polygonGas({ gas, gasUsed, steps }: polygonGas.Parameters): bigint {
  let surcharge = 0n
  for (const { op, gasCost } of steps) {
    if (op === "SLOAD" && gasCost === 2_100) surcharge += COLD_LOAD
    // A store is cold if its cost is 2 100 more than one of the three costs of a warm store.
    if (op === "SSTORE" && [2_200, 5_000, 22_100].includes(gasCost)) surcharge += COLD_STORE
  }
  return gasUsed + surcharge + clearingLoss(gas, gasUsed, steps)
}

export declare namespace polygonGas {
  type Parameters = {
    /** The transaction's gas limit. */
    readonly gas: bigint
    /** The gas that its receipt reports. */
    readonly gasUsed: bigint
    /** All steps of its trace, including inner calls. Stack, memory and storage may be left out. */
    readonly steps: readonly TraceStep[]
  }
}

/** The refund for emptied slots that Polygon does not give. */
function clearingLoss(gas: bigint, gasUsed: bigint, steps: readonly TraceStep[]): bigint {
  const last = steps.at(-1)
  if (!last) return 0n
  const refund = gas - BigInt(last.gas - last.gasCost) - gasUsed
  return refund > 0n && refund % CLEARING === 0n ? (refund / CLEARING) * (CLEARING - CLEARING_ON_POLYGON) : 0n
}
