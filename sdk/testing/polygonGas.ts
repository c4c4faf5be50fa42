/** One step of a transaction's trace, as `debug_traceTransaction` returns it. */
export type TraceStep = {
  readonly op: string
  /** Gas left before the step. */
  readonly gas: number
  /** Gas of the step, by the schedule of the node that traced it. */
  readonly gasCost: number
  /** Nesting of the calls. */
  readonly depth: number
  /** Gas to be refunded, as counted before the step. Some nodes leave it out while it is 0. */
  readonly refund?: number | undefined
}

/** Ethereum's cost of a first SLOAD, and what it costs more on Polygon. */
const COLD_LOAD = 2_100
const COLD_LOAD_SURCHARGE = 5_460n - 2_100n

/**
 * What a SSTORE costs more or less on Polygon, by its cost on Ethereum. A slot's first access costs 840 more there, and
 * changing an existing value 840 less. Other costs are the same: an existing slot at its first access (5 000), a new slot
 * after it (20 000), and a slot that this transaction has already changed (100).
 */
const STORE_DIFFERENCES: Readonly<Record<number, bigint>> = {
  // First access, with the value that it has.
  2200: 840n,
  // Later access, with another value.
  2900: -840n,
  // First access, of an empty slot.
  22100: 840n,
}

/**
 * What a SSTORE refunds more or less on Polygon, by what it refunds on Ethereum. An emptied slot refunds 3 960 instead of
 * 4 800, and a slot that gets its original value back 1 960 instead of 2 800.
 */
const REFUND_DIFFERENCES: Readonly<Record<number, bigint>> = { 4800: -840n, [-4_800]: 840n, 2800: -840n }

/** At most a fifth of a transaction's gas is refunded. */
const REFUND_QUOTIENT = 5n

/**
 * Computes the gas of a transaction on Polygon from its trace on a node without PIP-88, such as a local chain. On
 * Polygon since 2026-05-21, the first access to a slot costs 5 460 to read, a write to a slot that was accessed before
 * costs less, and refunds are lower. If the steps have no refund counter, the refund of the receipt is left unchanged.
 *
 * @example
 * import { polygonGas } from "@gpuflow/escrow/testing"
 *
 * const trace = { structLogs: [{ op: "SLOAD", gas: 9_000, gasCost: 2_100, depth: 1 }] } // of debug_traceTransaction
 * const gasUsed = polygonGas({ gas: 30_000n, gasUsed: 23_100n, steps: trace.structLogs }) // 26_460n
 *
 * @returns Gas on Polygon
 */
export function polygonGas({ gas, gasUsed, steps }: polygonGas.Parameters): bigint {
  const last = steps.at(-1)
  if (!last) return gasUsed
  const dearer = steps.reduce((sum, step) => sum + differenceOf(step), 0n)
  const spent = gas - BigInt(last.gas - last.gasCost)
  const [counter, onPolygon] = refundsOf(steps)
  const refund = capped(counter, spent)
  return gasUsed + dearer + refund - capped(onPolygon, spent + dearer)
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

function differenceOf({ op, gasCost }: TraceStep): bigint {
  if (op === "SLOAD") return gasCost === COLD_LOAD ? COLD_LOAD_SURCHARGE : 0n
  return op === "SSTORE" ? (STORE_DIFFERENCES[gasCost] ?? 0n) : 0n
}

/** The refund counter at the end, and what it would be on Polygon. */
function refundsOf(steps: readonly TraceStep[]): [counter: bigint, onPolygon: bigint] {
  let difference = 0n
  // The differences at which the calls around the step began. A call that fails loses what was counted in it.
  const outer: bigint[] = []
  for (const [index, step] of steps.entries()) {
    const next = steps[index + 1]
    if (!next) break
    if (step.op === "SSTORE") difference += REFUND_DIFFERENCES[(next.refund ?? 0) - (step.refund ?? 0)] ?? 0n
    if (next.depth > step.depth) outer.push(difference)
    if (next.depth < step.depth) {
      const before = outer.pop() ?? 0n
      if (!SUCCESSFUL_ENDS.includes(step.op)) difference = before
    }
  }
  const counter = BigInt(steps.at(-1)?.refund ?? 0)
  return [counter, counter + difference]
}

/** Any other end of a call undoes it. */
const SUCCESSFUL_ENDS = ["STOP", "RETURN", "SELFDESTRUCT"]

function capped(refund: bigint, spent: bigint): bigint {
  const most = spent / REFUND_QUOTIENT
  return refund < most ? refund : most
}
