// The number of bytes of the package that a page loads: minified, without the libraries, compressed with Brotli.
import { join } from "node:path"
import { brotliCompressSync, constants } from "node:zlib"

import { build, type Metafile } from "esbuild"

import { dist } from "./build.ts"
import type { Finding } from "./findings.ts"

const LIBRARIES = ["viem", "ethers", "react", "wagmi", "@tanstack/react-query"]

interface Target {
  readonly name: string
  readonly code: string
  /** Bytes. */
  readonly budget: number
  /** The library that the bundle must import. */
  readonly library?: "viem" | "ethers"
  /** The other packages that the bundle may import. */
  readonly otherImports?: readonly string[]
  /** Whether the bundle must hold the contract's bytecode. */
  readonly bytecode?: boolean
}

// Every verb brings along how it keeps sight of what was sent: the hash before the delivery, the wait for it, nodes that
// are behind, and the words of nodes and wallets. docs/decisions.md has the parts of `.`.
const targets: readonly Target[] = [
  { name: "`.` whole", code: 'export * from "./index.js"', budget: 16_000, library: "viem" },
  { name: "one read, `getState`", code: 'export { getState } from "./index.js"', budget: 3_000, library: "viem" },
  { name: "one verb, `stop`", code: 'export { stop } from "./index.js"', budget: 12_900, library: "viem" },
  { name: "`./requests` whole", code: 'export * from "./requests.js"', budget: 14_500, library: "viem" },
  { name: "`./actions` whole", code: 'export * from "./actions.js"', budget: 45_500, library: "viem" },
  { name: "`./plan` whole", code: 'export * from "./plan.js"', budget: 25_600, library: "viem" },
  { name: "`./offer` whole", code: 'export * from "./offer.js"', budget: 15_300, library: "viem" },
  {
    name: "one offer read, `parseOffer`",
    code: 'export { parseOffer } from "./offer.js"',
    budget: 2_200,
    library: "viem",
  },
  { name: "`./machine` whole", code: 'export * from "./machine.js"', budget: 2_100 },
  { name: "`./describe` whole", code: 'export * from "./describe.js"', budget: 9_700 },
  { name: "`./watch` whole", code: 'export * from "./watch.js"', budget: 13_200, library: "viem" },
  { name: "`./admin` whole", code: 'export * from "./admin.js"', budget: 12_900, library: "viem" },
  { name: "`./mandate` whole", code: 'export * from "./mandate.js"', budget: 22_300, library: "viem" },
  { name: "`./router` whole", code: 'export * from "./router.js"', budget: 23_400, library: "viem" },
  { name: "`./server` whole", code: 'export * from "./server.js"', budget: 23_700, library: "viem" },
  { name: "`./access` whole", code: 'export * from "./access.js"', budget: 12_000, library: "viem" },
  { name: "`./audit` whole", code: 'export * from "./audit.js"', budget: 9_200, library: "viem" },
  { name: "`cost` alone", code: 'export { cost } from "./index.js"', budget: 100 },
  { name: "one error's class", code: 'export { NotDueError } from "./index.js"', budget: 550 },
  // This entry holds every verb and read of the contracts. `measureAdapter` measures what it adds to the entries on viem.
  { name: "`./ethers` whole", code: 'export * from "./ethers/index.js"', budget: 52_900, library: "ethers" },
  { name: "`./ethers/server` whole", code: 'export * from "./ethers/server.js"', budget: 23_900, library: "ethers" },
  { name: "`./ethers/audit` whole", code: 'export * from "./ethers/audit.js"', budget: 9_300, library: "ethers" },
  { name: "`./abi`", code: 'export * from "./abi.js"', budget: 3_200 },
  { name: "`./deployments`", code: 'export * from "./deployments.js"', budget: 700 },
  { name: "`./bytecode`", code: 'export * from "./bytecode.js"', budget: 12_000, bytecode: true },
  { name: "`./bytecode/periphery`", code: 'export * from "./peripheryBytecode.js"', budget: 10_300 },
  {
    name: "`./react` whole",
    code: 'export * from "./react/index.js"',
    budget: 48_400,
    library: "viem",
    otherImports: ["react", "wagmi", "@tanstack/react-query"],
  },
  {
    name: "one query, `getMachineQueryOptions`",
    code: 'export { getMachineQueryOptions } from "./react/index.js"',
    budget: 4_000,
    library: "viem",
    otherImports: ["@tanstack/react-query"],
  },
  {
    name: "one hook, `useMachine`",
    code: 'export { useMachine } from "./react/index.js"',
    budget: 4_400,
    library: "viem",
    otherImports: ["react", "wagmi", "@tanstack/react-query"],
  },
  { name: "`./deploy`", code: 'export * from "./deploy.js"', budget: 22_900, library: "viem", bytecode: true },
]

export async function measureBundles(): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const target of targets) findings.push(await measure(target))
  const place = targets.findIndex(({ library }) => library === "ethers") + 1
  return findings.toSpliced(place, 0, await measureAdapter())
}

async function measure({ name, code, budget, library, otherImports = [], bytecode = false }: Target): Promise<Finding> {
  const { text, metafile } = await bundle(code)
  const bytes = compressed(text)
  const imported = librariesIn(metafile)
  const unexpected = imported.filter((path) => path !== library && !otherImports.includes(path))
  const ofTestKit = Object.keys(metafile.inputs).filter((path) => /^testing\/|testContracts/.test(path))
  const holdsBytecode = Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .some(([path, { bytesInOutput }]) => path.endsWith("generated/escrowBytecode.js") && bytesInOutput > 0)
  return {
    subject: `bundle of ${name}`,
    figure: `${bytes} bytes`,
    budget: `${budget}`,
    problems: [
      ...(bytes > budget ? [`The bundle exceeds its budget by ${bytes - budget} bytes.`] : []),
      ...unexpected.map((path) => `The bundle must not import ${path}.`),
      ...ofTestKit.map((path) => `The bundle must not hold ${path} of the test kit.`),
      ...(library && imported.length === 0 ? [`The bundle must import ${library}.`] : []),
      ...(holdsBytecode === bytecode ? [] : [`The bundle must ${bytecode ? "" : "not "}hold the bytecode.`]),
    ],
  }
}

const ADAPTER_BUDGET = 7_800

/** The part of `./ethers` that the entries on viem do not share. */
async function measureAdapter(): Promise<Finding> {
  const onViem = [
    "./index.js",
    "./requests.js",
    "./offer.js",
    "./plan.js",
    "./watch.js",
    "./admin.js",
    "./mandate.js",
    "./router.js",
  ]
    .map((entry) => `export * from "${entry}"`)
    .join("\n")
  const { metafile } = await bundle(onViem)
  const shared = new Set(Object.keys(metafile.inputs).map((path) => join(dist, path)))
  const { text } = await bundle('export * from "./ethers/index.js"', shared)
  const bytes = compressed(text)
  return {
    subject: "part of `./ethers` not shared with viem",
    figure: `${bytes} bytes`,
    budget: `${ADAPTER_BUDGET}`,
    problems: bytes > ADAPTER_BUDGET ? [`It exceeds its budget by ${bytes - ADAPTER_BUDGET} bytes.`] : [],
  }
}

/** Bytes of what a project loads of the package with this code. */
export async function bundleBytes(code: string, folder: string): Promise<number> {
  const { text } = await bundle(code, new Set(), folder)
  return compressed(text)
}

async function bundle(contents: string, outside: ReadonlySet<string> = new Set(), folder = dist) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: folder },
    absWorkingDir: folder,
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
