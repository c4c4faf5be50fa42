import type { ExitCode } from "../exitCodes.ts"
import type { Session } from "../session.ts"
import { escapeHidden } from "../text/escape.ts"
import { toJson } from "../text/json.ts"
import { colourFailure, colourWrong, isLively } from "./screen.ts"

/** The result of a command, as JSON and as text. */
export type Result = {
  readonly json: unknown
  readonly text: string
  readonly code?: ExitCode | undefined
}

/** Prints a result, to stdout. */
export function print(session: Session, text: string): void {
  write(session, session.stdout, text)
}

/** Prints what a person reads beside the result, to stderr. */
export function note(session: Session, text: string): void {
  write(session, session.stderr, text)
}

/** Prints why the command failed, to stderr. */
export function noteFailure(session: Session, code: string, message: string): void {
  const { stderr } = session
  stderr.write(`${isLively(session, stderr) ? colourFailure(code) : code}: ${clean(session, message)}\n`)
}

export function printResult(session: Session, { json, text, code }: Result, asJson: boolean): void {
  print(session, asJson ? toJson(json, 2) : text)
  if (code !== undefined) session.code = code
}

function write(session: Session, stream: Session["stdout"], text: string): void {
  const cleaned = clean(session, text)
  stream.write(`${isLively(session, stream) ? colourWrong(cleaned) : cleaned}\n`)
}

function clean({ secrets }: Session, text: string): string {
  return redact(text, secrets).split("\n").map(escapeHidden).join("\n")
}

/** The last line of defence: no output contains a secret. */
function redact(text: string, secrets: ReadonlySet<string>): string {
  return [...secrets]
    .sort((a, b) => b.length - a.length)
    .reduce((redacted, secret) => redacted.replaceAll(secret, "[hidden]"), text)
}
