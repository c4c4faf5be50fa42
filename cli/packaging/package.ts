// The command line as it is published: bundled beside its manifest, in dist/cli. Libraries stay outside.
import { chmod, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"

import { build as bundle } from "esbuild"

import { root } from "../../evidence/solidity/sources.ts"

export const dist = join(root, "dist", "cli")

export interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>
  readonly version: string
  readonly engines: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
}

export async function readManifest(): Promise<Manifest> {
  return JSON.parse(await readFile(join(root, "cli", "package.json"), "utf8"))
}

export async function build(): Promise<void> {
  const { dependencies } = await readManifest()
  await rm(dist, { recursive: true, force: true })
  await mkdir(dist, { recursive: true })
  await bundle({
    entryPoints: [join(root, "cli", "main.ts")],
    outdir: dist,
    // The keeper's part is read only by who runs a keeper.
    splitting: true,
    chunkNames: "parts/[name]-[hash]",
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node22",
    external: Object.keys(dependencies).flatMap((name) => [name, `${name}/*`]),
    logLevel: "warning",
  })
  await chmod(join(dist, "main.js"), 0o755)
  const { devDependencies, ...manifest } = await readManifest()
  const published = { ...manifest, bin: { "gpuflow-escrow": "./main.js" } }
  await writeFile(join(dist, "package.json"), `${JSON.stringify(published, null, 2)}\n`)
  await cp(join(root, "cli", "README.md"), join(dist, "README.md"))
  await cp(join(root, "LICENSE"), join(dist, "LICENSE"))
}
