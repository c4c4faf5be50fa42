// What `npm run admin` prints. Ids and addresses stand whole on lines of their own, so that they can be copied.
import type { Described, Prepared, QueuedOperation, readQueue } from "./prepare.ts"
import { formatDistance, formatMoment, formatTime } from "./times.ts"

/** The facts of a file, and what each call changes. */
export function preparedText({ facts, calls }: Prepared): string {
  const widest = Math.max(...facts.map(([name]) => name.length))
  return [...facts.map(([name, value]) => `${name.padEnd(widest)}  ${value}`), ...callLines(calls, true)].join("\n")
}

type Queue = Awaited<ReturnType<typeof readQueue>>

/** Open operations first: whoever looks at the queue wants to know what is about to happen. */
export function queueText({ blockNumber, timestamp, delay, operations }: Queue, timelock: string): string {
  const isOpen = ({ state }: QueuedOperation) => state === "pending" || state === "ready"
  const open = operations.filter(isOpen)
  const closed = operations.filter((operation) => !isOpen(operation))
  const unknown = open.filter(({ described }) => described.some(({ known }) => !known)).length
  return [
    `timelock  ${timelock}`,
    `delay     ${formatTime(delay)}`,
    `block     ${blockNumber}, ${formatMoment(timestamp)}`,
    "",
    `${open.length} open, ${closed.length} closed.` +
      (unknown > 0 ? ` WARNING: ${unknown} open with a call that cannot be decoded.` : ""),
    ...[...open, ...closed].flatMap((operation) => ["", ...operationLines(operation, timestamp)]),
  ].join("\n")
}

function operationLines(operation: QueuedOperation, now: bigint): string[] {
  const { id, state, readyAt, scheduled, closed, predecessor, salt, described } = operation
  const isOpen = state === "pending" || state === "ready"
  return [
    `${state.padEnd(9)} ${id}`,
    ...(readyAt === undefined ? [] : [`  ready        ${formatMoment(readyAt)}, ${formatDistance(readyAt, now)}`]),
    `  scheduled    block ${scheduled.blockNumber}`,
    `               ${scheduled.transactionHash}`,
    ...(closed
      ? [`  ${state.padEnd(11)}  block ${closed.blockNumber}`, `               ${closed.transactionHash}`]
      : []),
    ...(BigInt(predecessor) === 0n ? [] : [`  predecessor  ${predecessor}`]),
    ...(BigInt(salt) === 0n ? [] : [`  salt         ${salt}`]),
    // The effect of a closed operation would be compared with a state that it made itself.
    ...callLines(described, isOpen).map((line) => `  ${line}`),
  ]
}

function callLines(calls: readonly Described[], withEffects: boolean): string[] {
  return calls.flatMap(({ call, text, known }, index) => [
    `${index + 1}  ${call}`,
    ...(withEffects || !known ? [`   ${known ? "" : "UNKNOWN: "}${text}`] : []),
  ])
}

/** The queue as one JSON document. Whole numbers are decimal strings. */
export function queueJson({ blockNumber, timestamp, delay, operations }: Queue, timelock: string): string {
  const document = {
    timelock,
    delay,
    blockNumber,
    timestamp,
    operations: operations.map(({ described, calls, ...operation }) => ({
      ...operation,
      calls: calls.map((call, index) => ({ ...call, ...described[index] })),
    })),
  }
  return JSON.stringify(document, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value), 2)
}
