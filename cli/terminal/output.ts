import type { ExitCode } from "../exitCodes.ts"
import type { Session } from "../session.ts"
import { escapeHidden } from "../text/escape.ts"
import { toJson } from "../text/json.ts"
import { prose } from "./prose.ts"
import { colourFailure, colourWrong, columnsOf, isLively } from "./screen.ts"

/** The result of a command, as JSON and as text. */
export type Result = {
  readonly json: unknown
  readonly text: string
  /** The text is data, such as JSON or CSV: a terminal must not break its lines. */
  readonly isData?: true | undefined
  readonly code?: ExitCode | undefined
}

/** Prints data, to stdout. Its lines stay as they are. */
export function print(session: Session, text: string): void {
  write(session, session.stdout, text)
}

/** Prints sentences, to stdout. */
export function printProse(session: Session, text: string): void {
  write(session, session.stdout, prose(columnsOf(session.stdout), text))
}

/** Prints what a person reads beside the result, to stderr. */
export function note(session: Session, text: string): void {
  write(session, session.stderr, prose(columnsOf(session.stderr), text))
}

/** Prints why the command failed, to stderr. */
export function noteFailure(session: Session, code: string, message: string): void {
  const { stderr } = session
  const text = prose(columnsOf(stderr), `${code}: ${clean(session, message)}`)
  stderr.write(`${isLively(session, stderr) ? text.replace(code, colourFailure) : text}\n`)
}

export function printResult(session: Session, { json, text, isData, code }: Result, asJson: boolean): void {
  if (asJson) print(session, toJson(json, 2))
  else if (isData) print(session, text)
  else printProse(session, text)
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
