// npm run sdk:build   compiles sdk/ into dist/escrow, as it is published
import { cp, glob, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../../scripts/support/root.ts"
import { runOrThrow } from "./childProcess.ts"

export const dist = join(root, "dist", "escrow")

export interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
}

if (import.meta.main) {
  await buildPackage()
  console.log(`Built the SDK's package in ${dist}.`)
}

export async function readManifest(): Promise<Manifest> {
  return JSON.parse(await readFile(join(root, "sdk", "package.json"), "utf8"))
}

export async function buildPackage(): Promise<void> {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc")
  await rm(dist, { recursive: true, force: true })
  // The test kit alone may use Node's modules, so it is compiled with other types.
  for (const project of ["sdk", "sdk/testing"]) {
    await runOrThrow(root, process.execPath, compiler, "-p", project, "--noEmit", "false")
  }
  await rewriteDeclarations()
  const manifest = publishedManifest(await readManifest())
  await writeFile(join(dist, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`)
  await cp(join(root, "sdk", "schemas"), join(dist, "schemas"), { recursive: true })
  await cp(join(root, "sdk", "README.md"), join(dist, "README.md"))
  await cp(join(root, "LICENSE"), join(dist, "LICENSE"))
}

/** Points the exports to the compiled files, and leaves out what only the repository needs. */
function publishedManifest({ devDependencies, ...manifest }: Manifest): object {
  const compiled = (path: string) =>
    path.endsWith(".ts") ? { types: path.replace(/\.ts$/, ".d.ts"), default: path.replace(/\.ts$/, ".js") } : path
  const exports = Object.entries(manifest.exports).map(([entry, path]) => [entry, compiled(path)])
  return { ...manifest, exports: Object.fromEntries(exports) }
}

/**
 * The compiler rewrites the extensions of imports in JavaScript, but not in declarations, where some tools do not take
 * `.ts` for `.d.ts`.
 */
async function rewriteDeclarations(): Promise<void> {
  for await (const file of glob("**/*.d.ts", { cwd: dist })) {
    const path = join(dist, file)
    const text = await readFile(path, "utf8")
    await writeFile(path, text.replaceAll(/((?:from |import\()"\.[^"]*)\.ts"/g, '$1.js"'))
  }
}
