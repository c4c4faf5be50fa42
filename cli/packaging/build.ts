// npm run cli:build   bundles the command line into dist/cli, as it is published; libraries stay outside of the bundle
import { chmod, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"

import { build } from "esbuild"

import { root } from "../../scripts/support/root.ts"

export const dist = join(root, "dist", "cli")

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, string>>
  readonly engines: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
}

if (import.meta.main) {
  await buildPackage()
  console.log(`Built the package of the command line in ${dist}.`)
}

export async function readManifest(): Promise<Manifest> {
  return JSON.parse(await readFile(join(root, "cli", "package.json"), "utf8"))
}

export async function buildPackage(): Promise<void> {
  // What other workspaces import of it is not in the bundle.
  const { devDependencies, exports, ...manifest } = await readManifest()
  await rm(dist, { recursive: true, force: true })
  await mkdir(dist, { recursive: true })
  await build({
    entryPoints: [join(root, "cli", "main.ts")],
    outdir: dist,
    // Only a program that runs a keeper loads the keeper.
    splitting: true,
    chunkNames: "parts/[name]-[hash]",
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node22",
    external: Object.keys(manifest.dependencies).flatMap((name) => [name, `${name}/*`]),
    logLevel: "warning",
  })
  await chmod(join(dist, "main.js"), 0o755)
  const published = { ...manifest, bin: { "gpuflow-escrow": "./main.js" } }
  await writeFile(join(dist, "package.json"), `${JSON.stringify(published, null, 2)}\n`)
  await cp(join(root, "cli", "README.md"), join(dist, "README.md"))
  await cp(join(root, "LICENSE"), join(dist, "LICENSE"))
}
