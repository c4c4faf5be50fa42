import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join, posix } from "node:path"

import { root } from "../../scripts/support/root.ts"

/** Solidity sources by the names that imports resolve to. */
export type Sources = Readonly<Record<string, { readonly content: string }>>

/** A short hash, long enough to tell some thousand texts apart. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16)
}

/** Files and everything that they import, in the form of the compiler's standard JSON. */
export async function loadSources(...entries: readonly string[]): Promise<Sources> {
  const sources: Record<string, { content: string }> = {}
  const open = async (name: string): Promise<void> => {
    if (sources[name]) return
    const content = await readFile(pathOf(name), "utf8")
    sources[name] = { content }
    for (const [, path = ""] of content.matchAll(/^import[^"]*"([^"]+)"/gm)) {
      await open(path.startsWith(".") ? posix.join(posix.dirname(name), path) : path)
    }
  }
  for (const entry of entries) await open(entry)
  return sources
}

function pathOf(name: string): string {
  if (!name.startsWith("@")) return join(root, name)
  const [scope = "", pack = ""] = name.split("/")
  const manifest = createRequire(import.meta.url).resolve(`${scope}/${pack}/package.json`)
  return join(dirname(manifest), name.slice(scope.length + pack.length + 2))
}
