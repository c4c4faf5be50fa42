// The actions of the SDK as they stand in sdk/core: a folder per entry, a file per action, named for it. A file holds
// either a function of its name, which takes a chain or a wallet first, or, for a verb, `prepare…`, which makes the call;
// or both, where sending is more than the call. The comment above, with its example, is the action's on every library.
import { readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"

import { root } from "../support/root.ts"

export const rooms = [
  "rental",
  "requests",
  "offer",
  "plan",
  "watch",
  "admin",
  "mandate",
  "router",
  "server",
  "access",
  "audit",
] as const
export type Room = (typeof rooms)[number]

export type Action = {
  readonly name: string
  readonly room: Room
  /** From the root of the repository. */
  readonly file: string
  /** What it takes first. A verb without a function of its own is prepared and sent. */
  readonly takes: "reads" | "chain" | "wallet" | "verb"
  /** Name of the function that makes the call, for verbs. */
  readonly prepare: string | undefined
  /** Where that function is: in the file itself, or in one that the file imports. */
  readonly prepareFile: string
  /** Lines of the doc comment, without the frame. */
  readonly comment: readonly string[]
  /** `<const names extends EventName = EventName>`, or nothing. */
  readonly generics: string
  /** After the chain or the wallet. */
  readonly parameters: readonly { readonly name: string; readonly type: string }[]
  readonly returns: string
  /** Where the types of the signature are declared, by name. */
  readonly types: ReadonlyMap<string, string>
}

export function readActions(): Action[] {
  return rooms.flatMap((room) => {
    const folder = `sdk/core/${room}`
    const files = readdirSync(join(root, folder)).sort()
    return files.flatMap((file) => readAction(room, `${folder}/${file}`, file.replace(/\.ts$/, "")) ?? [])
  })
}

function readAction(room: Room, file: string, name: string): Action | undefined {
  const source = readFileSync(join(root, file), "utf8")
  const own = signatureOf(source, name)
  const prepareName = `prepare${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const prepared = signatureOf(source, prepareName)
  const imported = importsOf(source, file)
  const prepareFile = prepared ? file : imported.get(prepareName)
  const isAction = own && /^(Reads|Chain|Wallet)$/.test(own.parameters[0]?.type ?? "")
  const signature = isAction ? own : prepared
  // What the actions of a room share has no example.
  if (!signature?.comment.includes("@example")) return undefined
  const { comment, generics, parameters } = signature
  const rest = parameters.slice(1)
  const returns = isAction ? own.returns : "Promise<TransactionResult>"
  const words = new Set([generics, ...rest.map(({ type }) => type), returns].join(" ").match(/\b[a-z]*[A-Z]\w*/g) ?? [])
  const declared = new Map([...imported, ["TransactionResult", "sdk/core/rental/send.ts"] as const])
  const types = [...words, ...(returns.match(/\b\w+(?=\.ReturnType)/g) ?? [])].flatMap((word) => {
    const isLocal = new RegExp(`^export type ${word}\\b`, "m").test(source)
    const path = isLocal ? file : declared.get(word)
    return path ? [[word, path] as const] : []
  })
  return {
    name,
    room,
    file,
    takes: isAction ? (TAKEN[own.parameters[0]?.type ?? ""] ?? "chain") : "verb",
    prepare: prepareFile === undefined ? undefined : prepareName,
    prepareFile: prepareFile ?? file,
    comment,
    generics,
    parameters: rest,
    returns,
    types: new Map(types),
  }
}

const TAKEN: Readonly<Record<string, Action["takes"]>> = { Reads: "reads", Chain: "chain", Wallet: "wallet" }

/** Whether an action signs and sends nothing. */
export const isReading = (takes: Action["takes"]): boolean => takes === "reads" || takes === "chain"

type Signature = Pick<Action, "comment" | "generics" | "parameters" | "returns">

function signatureOf(source: string, name: string): Signature | undefined {
  const start = new RegExp(`(?:/\\*\\*((?:(?!\\*/)[^])*)\\*/\\n)?export (?:async )?function\\*? ${name}(?=[<(])`)
  const match = start.exec(source)
  if (!match) return undefined
  let at = match.index + match[0].length
  const generics = source[at] === "<" ? bracketed(source, at) : ""
  at += generics.length
  const list = bracketed(source, at)
  at += list.length
  const returns = /^: (.*) \{\n/.exec(source.slice(at))?.[1]
  if (!returns) throw new Error(`${name} does not declare what it returns.`)
  const comment = (match[1] ?? "").split("\n").map((line) => line.replace(/^ \* ?/, "").trimEnd())
  return {
    comment: match[1] ? comment.join("\n").trim().split("\n") : [],
    generics,
    parameters: splitAtCommas(list.slice(1, -1)).map(parameterOf),
    returns,
  }
}

/** From an opening bracket to the one that closes it. */
function bracketed(text: string, from: number): string {
  let depth = 0
  for (const { 0: bracket, index } of text.slice(from).matchAll(/=>|[<({[\]})>]/g)) {
    if (bracket === "=>") continue
    depth += /[<({[]/.test(bracket) ? 1 : -1
    if (depth === 0) return text.slice(from, from + index + 1)
  }
  throw new Error("A bracket is not closed.")
}

function splitAtCommas(list: string): string[] {
  let depth = 0
  const parts = [""]
  for (const letter of list) {
    if (/[<({[]/.test(letter)) depth += 1
    if (/[>)}\]]/.test(letter)) depth -= 1
    if (letter === "," && depth === 0) parts.push("")
    else parts[parts.length - 1] += letter
  }
  return parts.map((part) => part.trim()).filter(Boolean)
}

/** A destructured parameter is called `parameters`. */
function parameterOf(text: string): { name: string; type: string } {
  const pattern = text.startsWith("{") ? bracketed(text, 0) : ""
  const [name = "", ...type] = text.slice(pattern.length).split(":")
  return { name: pattern ? "parameters" : name.trim(), type: type.join(":").trim().replaceAll(/\s+/g, " ") }
}

/** The files that names are imported from. */
export function importsOf(source: string, file: string): Map<string, string> {
  const imports = source.matchAll(/^import (?:type )?\{([^}]*)\} from "(\.[^"]*)"/gm)
  return new Map(
    [...imports].flatMap(([, names = "", path = ""]) =>
      names
        .split(",")
        .map((name) => name.replace("type ", "").trim())
        .filter(Boolean)
        .map((name) => [name, join(dirname(file), path)] as const),
    ),
  )
}
