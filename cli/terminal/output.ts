import Table from "cli-table3"

import type { ExitCode } from "../exitCodes.ts"
import type { Session } from "../session.ts"
import { visible } from "../text/escape.ts"
import { toJson } from "../text/json.ts"

/** What a command has to say: as a document, and to a person. */
export type Result = {
  readonly json: unknown
  readonly text: string
  readonly code?: ExitCode | undefined
}

export function print(session: Session, text: string): void {
  session.stdout.write(`${clean(session, text)}\n`)
}

/** For the eyes beside the result: what is being done, what is asked. */
export function note(session: Session, text: string): void {
  session.stderr.write(`${clean(session, text)}\n`)
}

function clean({ secrets }: Session, text: string): string {
  return redact(text, secrets).split("\n").map(visible).join("\n")
}

export function printResult(session: Session, { json, text, code }: Result, asJson: boolean): void {
  print(session, asJson ? toJson(json, 2) : text)
  if (code !== undefined) session.code = code
}

/** The last line of defence: nothing that leaves the program holds a secret. */
function redact(text: string, secrets: ReadonlySet<string>): string {
  return [...secrets]
    .sort((a, b) => b.length - a.length)
    .reduce((clean, secret) => clean.replaceAll(secret, "[hidden]"), text)
}

/** Rows under a heading. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const made = new Table({ head: [...head], chars: BORDERLESS, style: STYLE })
  made.push(...rows.map((row) => [...row]))
  return trimmed(made.toString())
}

/** A line for each fact; those without a value are left out. */
export function facts(entries: readonly (readonly [name: string, value: string | undefined])[]): string {
  const made = new Table({ chars: BORDERLESS, style: STYLE })
  made.push(...entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
  return trimmed(made.toString())
}

const STYLE = { head: [], border: [], "padding-left": 0, "padding-right": 2, compact: true }
const sides = ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
const lines = ["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"]
const BORDERLESS = Object.fromEntries([...sides, ...lines].map((part) => [part, ""]))

function trimmed(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .join("\n")
}
