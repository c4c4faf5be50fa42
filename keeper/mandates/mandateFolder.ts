// The mandates of a folder: one signed mandate for each file whose name ends with `.json`.
import { readdir, stat } from "node:fs/promises"
import { join } from "node:path"
import { readTextFile, UnusableFileError } from "../textFile.ts"

/** A text that shall be a signed mandate, or why it cannot be read. The same object has the same text. */
export type GivenMandate = {
  /** Name by which logs call it. */
  readonly name: string
  readonly text: string | undefined
  readonly fault: string
}

/** Where mandates come from. */
export type MandateSource = {
  /** All mandates that are given now. */
  readonly read: () => Promise<readonly GivenMandate[]>
}

/** A signed mandate has about two thousand characters, and a contract's signature may be longer. */
const MAX_BYTES = 65_536

/** Reads a file only if it is new, or has changed. */
export function openMandateFolder(folder: string): MandateSource {
  let known: ReadonlyMap<string, { readonly version: string; readonly given: GivenMandate }> = new Map()

  async function readIfChanged(name: string) {
    const path = join(folder, name)
    try {
      const { ino, size, mtimeMs } = await stat(path)
      const version = `${ino} ${size} ${mtimeMs}`
      const before = known.get(name)
      if (before?.version === version) return before
      const { text } = await readTextFile(path, { maxBytes: MAX_BYTES })
      return { version, given: { name, text, fault: "" } }
    } catch (error) {
      // Somebody has removed it meanwhile.
      if (codeOf(error) === "ENOENT") return undefined
      const fault = error instanceof UnusableFileError ? error.message : `It cannot be read: ${codeOf(error)}.`
      const before = known.get(name)
      return before?.given.fault === fault ? before : { version: fault, given: { name, text: undefined, fault } }
    }
  }

  return {
    async read() {
      const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort()
      const found = await Promise.all(names.map(async (name) => [name, await readIfChanged(name)] as const))
      known = new Map(found.flatMap(([name, file]) => (file ? [[name, file] as const] : [])))
      return [...known.values()].map(({ given }) => given)
    },
  }
}

const codeOf = (error: unknown): unknown => Object(error).code
