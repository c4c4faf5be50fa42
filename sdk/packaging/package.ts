// The package as it is published: sdk/ compiled into dist/escrow, and packed.
import { cp, glob, mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"

import { root } from "../../evidence/solidity/sources.ts"
import { must } from "./run.ts"

export const dist = join(root, "dist", "escrow")

export interface Manifest {
  readonly exports: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
}

export async function readManifest(): Promise<Manifest> {
  return JSON.parse(await readFile(join(root, "sdk", "package.json"), "utf8"))
}

export async function build(): Promise<void> {
  await rm(dist, { recursive: true, force: true })
  await must(root, process.execPath, join(root, "node_modules/typescript/bin/tsc"), "-p", "sdk", "--noEmit", "false")
  await rewriteDeclarations()
  await writeFile(join(dist, "package.json"), `${JSON.stringify(published(await readManifest()), null, 2)}\n`)
  await cp(join(root, "sdk", "README.md"), join(dist, "README.md"))
  await cp(join(root, "LICENSE"), join(dist, "LICENSE"))
}

/** The manifest with the compiled files in place of their sources, and without what only the repository needs. */
function published({ devDependencies, ...manifest }: Manifest): object {
  const compiled = (path: string) =>
    path.endsWith(".ts") ? { types: path.replace(/\.ts$/, ".d.ts"), default: path.replace(/\.ts$/, ".js") } : path
  const exports = Object.entries(manifest.exports).map(([entry, path]) => [entry, compiled(path)])
  return { ...manifest, exports: Object.fromEntries(exports) }
}

/** The compiler changes the extensions of imports in its JavaScript only; not every tool reads `.ts` as `.d.ts`. */
async function rewriteDeclarations(): Promise<void> {
  for await (const file of glob("**/*.d.ts", { cwd: dist })) {
    const path = join(dist, file)
    const text = await readFile(path, "utf8")
    await writeFile(path, text.replaceAll(/((?:from |import\()"\.[^"]*)\.ts"/g, '$1.js"'))
  }
}

export interface Tarball {
  readonly path: string
  readonly bytes: number
  readonly unpacked: number
  readonly files: readonly string[]
}

export async function pack(folder: string): Promise<Tarball> {
  await mkdir(folder, { recursive: true })
  const [packed] = JSON.parse(await must(root, "npm", "pack", dist, "--pack-destination", folder, "--json"))
  return {
    path: join(folder, packed.filename),
    bytes: packed.size,
    unpacked: packed.unpackedSize,
    files: packed.files.map(({ path }: { path: string }) => path),
  }
}
