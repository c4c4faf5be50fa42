// One call of a tool: a run of the program's own verb, with what it would print kept for the result, and with a decision
// of its own on what is signed.
import { PassThrough } from "node:stream"
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js"
import { failureOf } from "../failureReport.ts"
import { openSession, type Proposal, type Session } from "../session.ts"
import { toJson } from "../text/json.ts"
import { boundedText } from "./untrusted.ts"

/** What the verbs of one call work with. */
export type ToolCall = { readonly session: Session; readonly notes: () => readonly string[] }

const MAX_NOTES = 20

/** A session without a terminal. Its notes go into the result. */
export function openCall(base: Session, signal: AbortSignal, confirm: (proposal: Proposal) => Promise<void>): ToolCall {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  let text = ""
  stderr.on("data", (chunk) => {
    text += String(chunk)
  })
  stdout.resume()
  const { env, environmentFile } = base
  const stopped = AbortSignal.any([base.signal, signal])
  const opened = openSession({ env, environmentFile, stdin, stdout, stderr, signal: stopped })
  // What a call learns of endpoints serves the next ones.
  const session = { ...opened, confirm, secrets: base.secrets, ranges: base.ranges }
  const notes = () => text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [boundedText(line.trim())]))
  return { session, notes: () => notes().slice(0, MAX_NOTES) }
}

/** A result, as text for every client and as data for those that take it. */
export function toResult(session: Session, json: Readonly<Record<string, unknown>>): CallToolResult {
  const text = redacted(session, toJson(json))
  return { content: [{ type: "text", text }], structuredContent: JSON.parse(text) }
}

/** A failure, in the words of the command line. */
export function toFailedResult(session: Session, error: unknown): CallToolResult {
  const { code, message, args } = failureOf(session, error)
  const text = redacted(
    session,
    toJson({ error: { code, message: boundedText(message, 1_500), args: plainArgs(args) } }),
  )
  return {
    content: [{ type: "text", text: text.length > MAX_FAILURE ? `${text.slice(0, MAX_FAILURE)}…` : text }],
    isError: true,
  }
}

const MAX_FAILURE = 4_000

/** Figures and names, without the structures that some errors carry. */
function plainArgs(args: object): object {
  const entries = Object.entries(args).flatMap(([name, value]) => {
    if (typeof value === "string") return [[name, boundedText(value)] as const]
    return typeof value === "object" ? [] : [[name, value] as const]
  })
  return Object.fromEntries(entries)
}

function redacted({ secrets }: Session, text: string): string {
  return [...secrets].reduce((clean, secret) => clean.replaceAll(secret, "[hidden]"), text)
}
