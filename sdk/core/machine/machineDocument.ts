// What a host promises about a machine: a document with one canonical form, whose hash is the offer's `spec`.
import { isFingerprint } from "../access/sshKey.ts"
import { canonicalJson } from "../canonicalJson.ts"
import { EscrowError } from "../escrowError.ts"
import { isObject, JSON_FAULTS, type JsonFault, type JsonObject } from "../strictJson.ts"

/** What a host promises about a machine. Whole numbers only, because they have a single JSON form. */
export type MachineDocument = {
  readonly version: 1
  /** The host's name for the machine. It identifies the machine, so it stays the same when parts change. */
  readonly name: string
  readonly gpu: {
    readonly model: string
    readonly count: number
    /** Memory of each GPU. */
    readonly memoryMiB: number
    readonly driver?: string | undefined
  }
  readonly cpu?: { readonly model: string; readonly cores: number } | undefined
  readonly memoryMiB?: number | undefined
  readonly disk?: { readonly kind: "nvme" | "ssd" | "hdd"; readonly GiB: number } | undefined
  readonly network?: { readonly downMbps: number; readonly upMbps: number } | undefined
  /** A country or a city, as precise as the host wants. */
  readonly location?: string | undefined
  /** How a renter gets into the machine. */
  readonly access?: DocumentAccess | undefined
}

/** How a renter gets into a machine. It is part of what the host signs, so that no board and no door can change it. */
export type DocumentAccess = {
  /** URL of the machine's door, which answers at `/access` below it: `https://host.example`. */
  readonly endpoint: string
  /** Fingerprint of the machine's SSH host key, as `ssh-keygen -l` prints it: `SHA256:…`. */
  readonly hostKey: string
  /**
   * Fingerprint of the public key of the door's certificate (SHA-256 of its SPKI), written like the host key's. Without
   * it, the certificate must be one that browsers accept.
   */
  readonly certificate?: string | undefined
}

/** A field of a value that is not a machine document, and what is wrong with it. */
export type DocumentFault = JsonFault & {
  /** Whether a machine document has no such field. */
  readonly isUnknown?: true
}

/** A value is not a machine document. `faults` has every field that is wrong. */
export class InvalidDocumentError extends EscrowError<
  "InvalidDocument",
  { readonly faults: readonly DocumentFault[] }
> {
  constructor(args: InvalidDocumentError["args"], options?: ErrorOptions) {
    const reasons = args.faults.map(({ field, problem }) => `${field || "The document"} ${problem}.`)
    super(
      "InvalidDocument",
      `This is not a machine document. Correct these fields. ${reasons.join(" ")}`,
      args,
      options,
    )
  }
}

/** Characters of a text, at most. */
const LONGEST_TEXT = 200

type Field =
  | { readonly kind: "text" | "count" | "endpoint" | "fingerprint"; readonly optional?: true }
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "version" }
  | { readonly kind: "group"; readonly fields: Fields; readonly optional?: true }
type Fields = Readonly<Record<string, Field>>

const text = { kind: "text" } as const
const count = { kind: "count" } as const
const group = (fields: Fields) => ({ kind: "group", fields, optional: true }) as const

const documentFields: Fields = {
  version: { kind: "version" },
  name: text,
  gpu: {
    kind: "group",
    fields: { model: text, count, memoryMiB: count, driver: { ...text, optional: true } },
  },
  cpu: group({ model: text, cores: count }),
  memoryMiB: { ...count, optional: true },
  disk: group({ kind: { kind: "words", words: ["nvme", "ssd", "hdd"] }, GiB: count }),
  network: group({ downMbps: count, upMbps: count }),
  location: { ...text, optional: true },
  access: group({
    endpoint: { kind: "endpoint" },
    hostKey: { kind: "fingerprint" },
    certificate: { kind: "fingerprint", optional: true },
  }),
}

/**
 * Reads a machine's document: what a host promises about it, as the command line writes it. Texts lose the spaces around
 * them and get one form of each character (NFC).
 *
 * @example
 * import { parseDocument } from "@gpuflow/escrow/machine"
 *
 * const read = (text: string) => parseDocument(JSON.parse(text))
 *
 * @param value The parsed JSON
 * @returns The document
 * @throws {InvalidDocumentError} for anything else. `args.faults` has every field that is wrong
 */
export function parseDocument(value: unknown): MachineDocument {
  const faults: DocumentFault[] = []
  const read = readGroup(documentFields, value, { path: "", faults })
  if (faults.length > 0) throw new InvalidDocumentError({ faults })
  // Every field was checked.
  return read as MachineDocument
}

type Reading = { readonly path: string; readonly faults: DocumentFault[] }

function readGroup(fields: Fields, value: unknown, { path, faults }: Reading): JsonObject | undefined {
  if (!isObject(value)) {
    faults.push({ field: path, problem: JSON_FAULTS.object })
    return undefined
  }
  const pathOf = (name: string) => (path === "" ? name : `${path}.${name}`)
  const entries = Object.entries(fields).flatMap(([name, field]) => {
    const given = Object.hasOwn(value, name) ? value[name] : undefined
    if (given === undefined) {
      if (!("optional" in field)) faults.push({ field: pathOf(name), problem: "is missing" })
      return []
    }
    return [[name, readField(field, given, { path: pathOf(name), faults })] as const]
  })
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(fields, name)) continue
    faults.push({ field: pathOf(name), problem: "is not a field of a machine document", isUnknown: true })
  }
  return Object.fromEntries(entries)
}

function readField(field: Field, value: unknown, reading: Reading): unknown {
  if (field.kind === "group") return readGroup(field.fields, value, reading)
  const problem = problemOf(field, value)
  if (problem !== undefined) reading.faults.push({ field: reading.path, problem })
  return typeof value === "string" ? value.trim().normalize("NFC") : value
}

function problemOf(field: Exclude<Field, { readonly kind: "group" }>, value: unknown): string | undefined {
  switch (field.kind) {
    case "version":
      return value === 1 ? undefined : "must be 1"
    case "words": {
      const [last = "", ...others] = field.words.toReversed()
      const isKnown = typeof value === "string" && field.words.includes(value)
      return isKnown ? undefined : `must be ${others.toReversed().join(", ")} or ${last}`
    }
    case "count":
      if (typeof value !== "number") return "must be a number"
      if (!Number.isInteger(value)) return "must be a whole number"
      if (value < 1) return "must be at least 1"
      return Number.isSafeInteger(value) ? undefined : `must be at most ${Number.MAX_SAFE_INTEGER}`
    case "endpoint":
      return endpointProblem(value)
    case "fingerprint": {
      const isRight = typeof value === "string" && isFingerprint(value.trim())
      return isRight ? undefined : "must be a fingerprint of SHA256: and 43 characters, as ssh-keygen -l prints it"
    }
    case "text": {
      if (typeof value !== "string") return "must be a text"
      const { length } = value.trim()
      if (length === 0) return "must not be empty"
      if (length > LONGEST_TEXT) return `must have at most ${LONGEST_TEXT} characters`
      return /\p{C}/u.test(value.trim()) ? "is not valid: it contains invisible characters" : undefined
    }
  }
}

/** Hosts to which HTTP does not leave the computer. */
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/

/** An endpoint has one form, because its hash is signed: the one in which a browser writes it, without a last slash. */
function endpointProblem(value: unknown): string | undefined {
  if (typeof value !== "string" || !URL.canParse(value.trim())) return "must be a URL such as https://host.example"
  const given = value.trim()
  if (given.length > LONGEST_TEXT) return `must have at most ${LONGEST_TEXT} characters`
  const { protocol, hostname, username, password, search, hash, href } = new URL(given)
  const isSafe = protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname))
  if (!isSafe) return "must begin with https://, or with http:// on this computer"
  if (username || password) return "must not contain a name or a password"
  if (search || hash || /[?#]/.test(given)) return "must not contain ? or #"
  const form = href.replace(/\/+$/, "")
  return given === form ? undefined : `must be written as ${form}`
}

/**
 * Returns a machine's document in the form that is hashed: JSON with sorted keys and without spaces.
 *
 * @example
 * import { canonicalDocument, parseDocument } from "@gpuflow/escrow/machine"
 *
 * const publish = (json: unknown) => fetch("/documents", { method: "PUT", body: canonicalDocument(parseDocument(json)) })
 *
 * @param document The document
 * @returns JSON
 */
export function canonicalDocument(document: MachineDocument): string {
  return canonicalJson(document, "document")
}
