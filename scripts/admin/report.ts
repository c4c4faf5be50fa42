// What `npm run admin` prints, in 80 columns. Ids and addresses stand whole, so that they can be copied.
import type { Place } from "./operations.ts"
import type { Described, Prepared, QueuedOperation, readQueue } from "./prepare.ts"
import { formatDistance, formatMoment, formatTime } from "./times.ts"

/** The facts of a file, and what each call changes. */
export function preparedText({ facts, calls }: Prepared): string {
  const widest = Math.max(...facts.map(([name]) => name.length))
  const lines = facts.flatMap(([name, ...values]) =>
    values.map((value, index) => `${(index === 0 ? name : "").padEnd(widest)}  ${value}`),
  )
  return [...lines, "", ...callLines(calls, true)].join("\n")
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
    ...(readyAt === undefined ? [] : [`  ready      ${formatMoment(readyAt)}, ${formatDistance(readyAt, now)}`]),
    ...placeLines("scheduled", scheduled),
    ...(closed ? placeLines(state, closed) : []),
    ...(BigInt(predecessor) === 0n ? [] : ["  predecessor", `    ${predecessor}`]),
    ...(BigInt(salt) === 0n ? [] : ["  salt", `    ${salt}`]),
    // The effect of a closed operation would be compared with a state that it made itself.
    ...callLines(described, isOpen).map((line) => `  ${line}`),
  ]
}

function placeLines(what: string, { blockNumber, transactionHash }: Place): string[] {
  return [`  ${what.padEnd(9)}  block ${blockNumber}`, `    ${transactionHash}`]
}

function callLines(calls: readonly Described[], withEffects: boolean): string[] {
  return calls.flatMap(({ call, text, known }, index) => [
    ...wrapped(`${index + 1}  ${call}`),
    ...(withEffects || !known ? wrapped(`   ${known ? "" : "UNKNOWN: "}${text}`) : []),
  ])
}

const WIDTH = 78

/** Breaks a line between its words. Later lines stand in from the first. */
function wrapped(line: string): string[] {
  const lines: string[] = []
  let current = ""
  for (const word of line.split(/(?<=\S)\s(?!%)/)) {
    if (current !== "" && current.length + 1 + word.length > WIDTH) {
      lines.push(current)
      current = `      ${word}`
    } else {
      current = current === "" ? word : `${current} ${word}`
    }
  }
  return [...lines, current]
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
