// How much of the package a page loads: minified, the libraries left out, compressed as a server would.
import { join } from "node:path"
import { brotliCompressSync, constants } from "node:zlib"

import { build, type Metafile } from "esbuild"

import { dist } from "./package.ts"
import type { Finding } from "./table.ts"

const LIBRARIES = ["viem", "ethers", "react", "wagmi", "@tanstack/react-query"]

interface Target {
  readonly what: string
  readonly code: string
  /** Bytes. */
  readonly budget: number
  /** What it must import, and nothing else. */
  readonly library?: "viem" | "ethers"
  /** What it may import besides. */
  readonly beside?: readonly string[]
  readonly bytecode?: boolean
}

const targets: readonly Target[] = [
  { what: "`.` whole", code: 'export * from "./index.js"', budget: 15_000, library: "viem" },
  { what: "one read, `getState`", code: 'export { getState } from "./index.js"', budget: 3_000, library: "viem" },
  { what: "one verb, `stop`", code: 'export { stop } from "./index.js"', budget: 9_000, library: "viem" },
  { what: "`./plan` whole", code: 'export * from "./plan.js"', budget: 20_000, library: "viem" },
  { what: "`./watch` whole", code: 'export * from "./watch.js"', budget: 15_000, library: "viem" },
  { what: "`./admin` whole", code: 'export * from "./admin.js"', budget: 10_000, library: "viem" },
  { what: "`cost` alone", code: 'export { cost } from "./index.js"', budget: 100 },
  { what: "one error's class", code: 'export { NotDueError } from "./index.js"', budget: 500 },
  // Eight thousand were asked for: see docs/decisions.md. What it adds to the entries on viem is measured below.
  { what: "`./ethers` whole", code: 'export * from "./ethers/index.js"', budget: 26_000, library: "ethers" },
  { what: "`./abi`", code: 'export * from "./abi.js"', budget: 3_000 },
  { what: "`./deployments`", code: 'export * from "./deployments.js"', budget: 1_000 },
  { what: "`./bytecode`", code: 'export * from "./bytecode.js"', budget: 15_000, bytecode: true },
  {
    what: "`./react` whole",
    code: 'export * from "./react/index.js"',
    budget: 25_000,
    library: "viem",
    beside: ["react", "wagmi", "@tanstack/react-query"],
  },
  { what: "`./deploy`", code: 'export * from "./deploy.js"', budget: 20_000, library: "viem", bytecode: true },
]

export async function measureBundles(): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const target of targets) findings.push(await measure(target))
  const place = targets.findIndex(({ library }) => library === "ethers") + 1
  return findings.toSpliced(place, 0, await measureAdapter())
}

async function measure({ what, code, budget, library, beside = [], bytecode = false }: Target): Promise<Finding> {
  const { text, metafile } = await bundle(code)
  const bytes = compressed(text)
  const imported = librariesIn(metafile)
  const foreign = imported.filter((name) => name !== library && !beside.includes(name))
  const holdsCode = Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .some(([path, { bytesInOutput }]) => path.endsWith("generated/escrowBytecode.js") && bytesInOutput > 0)
  return {
    what: `bundle of ${what}`,
    figure: `${bytes} bytes`,
    budget: `${budget}`,
    problems: [
      ...(bytes > budget ? [`It takes ${bytes - budget} bytes more than its budget.`] : []),
      ...foreign.map((name) => `It imports ${name}.`),
      ...(library && imported.length === 0 ? [`It does not import ${library}: nothing was measured.`] : []),
      ...(holdsCode === bytecode ? [] : [bytecode ? "It lacks the bytecode." : "It holds the bytecode."]),
    ],
  }
}

const ADAPTER_BUDGET = 8_000

/** The part of `./ethers` that the entries on viem do not have: what a program pays for the second library. */
async function measureAdapter(): Promise<Finding> {
  const onViem = ["./index.js", "./plan.js", "./watch.js", "./admin.js"]
    .map((entry) => `export * from "${entry}"`)
    .join("\n")
  const { metafile } = await bundle(onViem)
  const shared = new Set(Object.keys(metafile.inputs).map((path) => join(dist, path)))
  const { text } = await bundle('export * from "./ethers/index.js"', shared)
  const bytes = compressed(text)
  return {
    what: "… of it not shared with those on viem",
    figure: `${bytes} bytes`,
    budget: `${ADAPTER_BUDGET}`,
    problems: bytes > ADAPTER_BUDGET ? [`It takes ${bytes - ADAPTER_BUDGET} bytes more than its budget.`] : [],
  }
}

async function bundle(contents: string, outside: ReadonlySet<string> = new Set()) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: dist },
    absWorkingDir: dist,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    external: LIBRARIES.flatMap((name) => [name, `${name}/*`]),
    write: false,
    metafile: true,
    plugins: [
      {
        name: "outside",
        setup: ({ onResolve }) => {
          onResolve({ filter: /^\./ }, ({ path, resolveDir }) =>
            outside.has(join(resolveDir, path)) ? { path, external: true } : undefined,
          )
        },
      },
    ],
  })
  return { text: outputFiles[0]?.contents ?? new Uint8Array(), metafile }
}

function librariesIn({ outputs }: Metafile): string[] {
  const imports = Object.values(outputs).flatMap((output) => output.imports.map(({ path }) => packageOf(path)))
  return [...new Set(imports)]
}

/** `@scope/name/path` belongs to `@scope/name`. */
function packageOf(path: string): string {
  return path
    .split("/")
    .slice(0, path.startsWith("@") ? 2 : 1)
    .join("/")
}

function compressed(text: Uint8Array): number {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length }
  return brotliCompressSync(text, { params }).length
}
