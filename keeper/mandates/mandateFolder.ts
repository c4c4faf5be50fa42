// The mandates of a folder: one signed mandate for each file whose name ends with `.json`.
import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"

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
      return before?.version === version ? before : { version, given: await readGiven(name, path, size) }
    } catch (error) {
      // Somebody has removed it meanwhile.
      if (Object(error).code === "ENOENT") return undefined
      const fault = `The file cannot be read: ${Object(error).code}.`
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

async function readGiven(name: string, path: string, size: number): Promise<GivenMandate> {
  if (size > MAX_BYTES) return { name, text: undefined, fault: `The file has more than ${MAX_BYTES} bytes.` }
  return { name, text: await readFile(path, "utf8"), fault: "" }
}
