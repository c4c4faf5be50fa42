// What the parts of the generator share: a generated file, and how it is compared, formatted and written.
import { spawnSync } from "node:child_process"
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"

import { root } from "../support/root.ts"

/** A file of the repository, and what it must contain. */
export type GeneratedFile = { readonly path: string; readonly text: string }

/** A source file that nobody edits. */
export function generatedSource(path: string, body: string): GeneratedFile {
  return { path, text: `// Written by \`npm run generate\`. Do not edit.\n\n${body.trimEnd()}\n` }
}

/** Returns the paths of the files that differ. Writes them unless the files are only checked. */
export async function writeFiles(files: readonly GeneratedFile[], check: boolean): Promise<string[]> {
  const stale: string[] = []
  for (const { path, text } of files) {
    if ((await readFile(join(root, path), "utf8").catch(() => undefined)) === text) continue
    stale.push(path)
    if (check) continue
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return stale
}

/** Returns the files of a folder that are no longer generated. Removes them unless the files are only checked. */
export async function removeOthers(folder: string, files: readonly GeneratedFile[], check: boolean): Promise<string[]> {
  const kept = new Set(files.map(({ path }) => path))
  const found = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  const others = found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .filter((path) => !kept.has(path))
  if (!check) for (const path of others) await rm(join(root, path))
  return others
}

/** Formats a source file, imports and exports included, as `npm run format` does. */
export function format(path: string, text: string): string {
  const biome = join(root, "node_modules/@biomejs/biome/bin/biome")
  const args = [biome, "check", "--write", `--stdin-file-path=${path}`]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: root, input: text, encoding: "utf8" })
  if (status !== 0) throw new Error(`${path} cannot be formatted.\n${stderr}`)
  return stdout
}
