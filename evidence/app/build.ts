// The page's build: its files, whether a second build gives the same ones, and what a browser loads first.
import { createHash } from "node:crypto"
import { globSync } from "node:fs"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { brotliCompress } from "node:zlib"
import { build } from "vite"

import { root } from "../../scripts/support/root.ts"

const compress = promisify(brotliCompress)

export type BuiltFile = {
  /** Below the build's folder. */
  readonly path: string
  readonly sha256: string
  /** Bytes, as servers send them. */
  readonly brotli: number
}

export type Build = {
  /** By path. */
  readonly files: readonly BuiltFile[]
  /** The document. */
  readonly html: string
}

/** Builds the page from nothing in a folder of its own. */
export async function buildPage(): Promise<Build> {
  const outDir = await mkdtemp(join(root, "cache", "app-"))
  try {
    await build({ root: join(root, "app"), logLevel: "error", build: { outDir, emptyOutDir: true } })
    const paths = globSync("**/*.*", { cwd: outDir }).sort()
    const files = await Promise.all(
      paths.map(async (path) => {
        const content = await readFile(join(outDir, path))
        const { length } = await compress(content)
        return { path, sha256: createHash("sha256").update(content).digest("hex"), brotli: length }
      }),
    )
    return { files, html: await readFile(join(outDir, "index.html"), "utf8") }
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
}

/** What a browser loads before a page is chosen: the scripts that `index.html` names. */
export function firstScripts({ files, html }: Build): readonly BuiltFile[] {
  const named = new Set([...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map(([, path]) => path))
  return files.filter(({ path }) => named.has(path))
}
