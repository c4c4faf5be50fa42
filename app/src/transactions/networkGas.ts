// The gas of a plan's steps: what the node can try now is estimated by it, and the rest is as it was measured. Pure.
import type { PreparedRequest } from "@gpuflow/escrow/requests"

/** A step of `planDeposit` or `planPayment`. Steps without a call are only signed, or sent by a relayer. */
export type GasStep = {
  readonly kind: string
  readonly request?: PreparedRequest
  readonly requests?: readonly PreparedRequest[]
}

/** What the last call of a plan does. */
export type Paying = {
  readonly verb: "deposit" | "extend" | "dispute"
  readonly isNative: boolean
  /** Whether it locks some of the host's bond. */
  readonly hasBond: boolean
}

export type StepGas = { readonly gas: bigint; readonly isEstimated: boolean }

type Measured = { readonly direct: bigint; readonly native: bigint; readonly permit: bigint; readonly bond: bigint }

/** Gas on Polygon, from docs/gas.md: in a token, in the native coin, with a permit, and what a bond adds. */
export const MEASURED: Readonly<Record<Paying["verb"], Measured>> = {
  deposit: { direct: 120_518n, native: 92_538n, permit: 134_836n, bond: 8_176n },
  extend: { direct: 84_357n, native: 56_389n, permit: 98_715n, bond: 8_011n },
  // A stake is paid without a permit here, as the table has it.
  dispute: { direct: 79_335n, native: 65_856n, permit: 79_335n, bond: 0n },
}
/** Of a no-show, in a token. */
export const MEASURED_SETTLE = 72_697n

/** The calls that the node can try now: approvals, and the first call unless a permit has to be signed for it. */
export function callsToEstimate(steps: readonly GasStep[]): readonly PreparedRequest[] {
  const [first] = steps.filter(({ kind }) => kind !== "mandate")
  return steps.flatMap((step) => {
    const calls = callsOf(step)
    return step.kind === "approve" || (step === first && calls.length === 1) ? calls : calls.slice(0, -1)
  })
}

/** Of each step. Undefined: it takes none, or nothing is known of it. `estimates` are those of `callsToEstimate`. */
export function gasOfSteps(
  steps: readonly GasStep[],
  paying: Paying,
  estimates: ReadonlyMap<PreparedRequest, bigint>,
): readonly (StepGas | undefined)[] {
  const hasPermit = steps.some(({ kind }) => kind === "permit")
  return steps.map((step) => {
    const calls = callsOf(step)
    const gas = calls.map((call, index) => {
      const isApproval = step.kind === "approve" || index < calls.length - 1
      return estimates.get(call) ?? (isApproval ? undefined : measured(step.kind, paying, hasPermit))
    })
    if (calls.length === 0 || gas.includes(undefined)) return undefined
    return {
      gas: gas.reduce((sum: bigint, one = 0n) => sum + one, 0n),
      isEstimated: calls.every((call) => estimates.has(call)),
    }
  })
}

/** Of all steps together. Undefined while that of one is not known. */
export function gasInAll(steps: readonly GasStep[], ofSteps: readonly (StepGas | undefined)[]): StepGas | undefined {
  const known = ofSteps.filter((one) => one !== undefined)
  if (known.length < steps.filter((step) => callsOf(step).length > 0).length) return undefined
  return {
    gas: known.reduce((sum, { gas }) => sum + gas, 0n),
    isEstimated: known.every(({ isEstimated }) => isEstimated),
  }
}

/** Of a payment that is not planned yet: one call. */
export function gasOfPaying({ verb, isNative, hasBond }: Paying, hasPermit = false): bigint {
  const { direct, native, permit, bond } = MEASURED[verb]
  return (isNative ? native : hasPermit ? permit : direct) + (hasBond ? bond : 0n)
}

function measured(kind: string, paying: Paying, hasPermit: boolean): bigint {
  return kind === "settle" ? MEASURED_SETTLE : gasOfPaying(paying, hasPermit)
}

function callsOf({ request, requests = [] }: GasStep): readonly PreparedRequest[] {
  return request ? [request] : requests
}
