// The tarball, installed and used as its users do. The projects lie outside of the repository: inside it, they would
// find its libraries, and a missing dependency would not be noticed.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { isDeepStrictEqual } from "node:util"

import { build } from "esbuild"

import { root } from "../../scripts/support/root.ts"
import type { Manifest } from "./build.ts"
import { type Outcome, run, runOrThrow } from "./childProcess.ts"
import type { Finding } from "./findings.ts"
import type { Tarball } from "./tarball.ts"

const LIBRARIES = ["viem", "ethers", "react"] as const
type Library = (typeof LIBRARIES)[number]
/** What a page on React installs beside `react`: these peers, and what belongs to React. */
const REACT_PEERS = ["wagmi", "@tanstack/react-query", "viem"]
/** The types of the oldest React. */
const OLDEST_REACT_TYPES = "18.3.32"

/** The oldest Node that the package supports: the first release of Node 20 with long-term support. */
const OLDEST_NODE = "20.9.0"
/** The first Node in which `require` loads ECMAScript modules without a flag. */
const OLDEST_REQUIRING_NODE = "22.12.0"
const COMPILERS = ["5.4.5", "5.9.3"]
const RESOLUTIONS: Readonly<Record<string, object>> = {
  nodenext: { module: "nodenext", moduleResolution: "nodenext" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
}

interface Project {
  readonly folder: string
  readonly library: Library
  readonly version: string
  /** Whether this is the lowest version in the peer range. */
  readonly oldest: boolean
}

/** What `figuresOf` returns for the source: every installation must return the same. */
export type Figures = Readonly<Record<string, string>>

export async function checkConsumers(tarball: Tarball, manifest: Manifest, figures: Figures): Promise<Finding[]> {
  const home = await mkdtemp(join(tmpdir(), "escrow-consumers-"))
  try {
    const projects = await install(home, tarball, manifest)
    const findings: Finding[] = []
    for (const project of projects) {
      findings.push(...(await runPrograms(project, figures)), ...(await checkTypes(home, project)))
    }
    return findings
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

async function install(home: string, tarball: Tarball, manifest: Manifest): Promise<Project[]> {
  const { devDependencies } = manifest
  const projects = LIBRARIES.flatMap((library) => {
    const newest = { library, version: String(devDependencies[library]), oldest: false, folder: join(home, library) }
    const version = lowestOf(manifest, library)
    return [newest, { library, version, oldest: true, folder: join(home, `${library}-oldest`) }]
  })
  for (const project of projects) {
    const { folder, library, version } = project
    await installInto(folder, {
      [library]: version,
      "@gpuflow/escrow": `file:${tarball.path}`,
      ...(library === "react" ? await reactCompanions(project, manifest) : {}),
    })
    await cp(fileURLToPath(new URL("consumers", import.meta.url)), folder, { recursive: true })
    if (library !== "react") await writeFile(join(folder, "readme.ts"), await readmeExample(library))
  }
  const compilers = Object.fromEntries(
    COMPILERS.map((version) => [`typescript-${version}`, `npm:typescript@${version}`]),
  )
  await installInto(join(home, "compilers"), compilers)
  return projects
}

/** The lowest version of a peer's range. */
function lowestOf({ peerDependencies }: Manifest, name: string): string {
  return peerDependencies[name]?.replace(/ .*/, "").replace("^", "") ?? ""
}

/** React 18 with wagmi 2, or the newest of both, and a browser's globals. */
async function reactCompanions({ version, oldest }: Project, manifest: Manifest) {
  const { devDependencies } = manifest
  const { devDependencies: ofTests } = JSON.parse(await readFile(join(root, "package.json"), "utf8"))
  const peers = REACT_PEERS.map((name) => [name, oldest ? lowestOf(manifest, name) : String(devDependencies[name])])
  return {
    ...Object.fromEntries(peers),
    "react-dom": version,
    "@types/react": oldest ? OLDEST_REACT_TYPES : String(devDependencies["@types/react"]),
    "@happy-dom/global-registrator": ofTests["@happy-dom/global-registrator"],
  }
}

export async function installInto(folder: string, dependencies: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }))
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--loglevel=error"]
  await runOrThrow(folder, "npm", "install", ...quiet)
}

/** The example on a library in sdk/README.md. */
async function readmeExample(library: Library): Promise<string> {
  const readme = await readFile(join(root, "sdk", "README.md"), "utf8")
  const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code)
  const [block] = blocks.filter((code) => code.includes(`from "${library}"`))
  if (!block) throw new Error(`sdk/README.md has no example on ${library}.`)
  return block
}

async function runPrograms({ folder, library, version, oldest }: Project, figures: Figures): Promise<Finding[]> {
  const name = `${library} ${version}`
  const finding = (program: string, outcome: Outcome) => compare(`${name}: ${program}`, outcome, figures)
  const on = (node: string, program: string) => run(folder, "npx", "-y", "-p", `node@${node}`, "node", program)
  const modules = `${library}.mjs`
  if (oldest && library !== "react") return [finding(`modules, Node ${OLDEST_NODE}`, await on(OLDEST_NODE, modules))]

  const required = `${library}.cjs`
  const { node } = process.versions
  const newest = finding(`modules, Node ${node}`, await run(folder, process.execPath, modules))
  if (library === "react") return [newest]
  return [
    newest,
    finding(`require, Node ${node}`, await run(folder, process.execPath, required)),
    finding(`require, Node ${OLDEST_REQUIRING_NODE}`, await on(OLDEST_REQUIRING_NODE, required)),
    finding("bundled for browsers", await runBundled(folder, library)),
  ]
}

/** Runs a page's bundle without access to Node's globals. */
async function runBundled(folder: string, library: Library): Promise<Outcome> {
  await build({
    entryPoints: [join(folder, `${library}.web.mjs`)],
    absWorkingDir: folder,
    bundle: true,
    minify: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    outfile: join(folder, "web", "bundle.js"),
    logLevel: "silent",
  })
  const page = `
    const { readFileSync } = require("node:fs")
    globalThis.report = console.log
    globalThis.self = globalThis
    const hidden = ["process", "Buffer", "require", "module", "exports", "global", "setImmediate"]
    new Function(...hidden, readFileSync("web/bundle.js", "utf8"))()
  `
  await writeFile(join(folder, "web.cjs"), page)
  return run(folder, process.execPath, "web.cjs")
}

function compare(subject: string, { ok, stdout, output }: Outcome, figures: Figures): Finding {
  if (!ok) return { subject, figure: "the program failed", problems: [output.slice(-2_000)] }
  const report: { figures: Figures; facts: Readonly<Record<string, boolean>> } = JSON.parse(stdout)
  const facts = Object.entries(report.facts)
  const same = isDeepStrictEqual(report.figures, figures)
  return {
    subject,
    figure: `${Object.keys(report.figures).length} results compared with the source, ${facts.length} facts`,
    problems: [
      ...(same ? [] : [`The results are ${JSON.stringify(report.figures)} instead of ${JSON.stringify(figures)}.`]),
      ...facts.filter(([, holds]) => !holds).map(([fact]) => `This is false: ${fact}.`),
    ],
  }
}

async function checkTypes(home: string, project: Project): Promise<Finding[]> {
  const { library, version, oldest } = project
  const own = join(root, "node_modules", "typescript")
  const { version: newest } = JSON.parse(await readFile(join(own, "package.json"), "utf8"))
  const compilers = [
    ...COMPILERS.map((number) => ({ number, home: join(home, "compilers", "node_modules", `typescript-${number}`) })),
    { number: newest, home: own },
  ]
  const findings: Finding[] = []
  // The oldest library is checked with the oldest compiler only.
  for (const compiler of oldest ? compilers.slice(0, 1) : compilers) {
    const outputs = await Promise.all(
      Object.entries(RESOLUTIONS).map(([resolution, options]) => compile(project, compiler.home, resolution, options)),
    )
    const errors = outputs.flat()
    // Errors in the declarations of other packages do not count.
    const ours = errors.filter((error) => !/: node_modules\/(?!@gpuflow\/)/.test(error))
    findings.push({
      subject: `${library} ${version}: types, TypeScript ${compiler.number}`,
      figure: `${ours.length} errors (${errors.length - ours.length} in other packages), ${Object.keys(RESOLUTIONS).join(" and ")}`,
      problems: ours,
    })
  }
  return findings
}

/** Returns the compiler's errors, one line each. */
async function compile({ folder, library }: Project, home: string, resolution: string, options: object) {
  const compilerOptions = {
    ...options,
    target: "es2022",
    lib: ["es2022", "dom"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  }
  const file = `tsconfig.${resolution}.json`
  const files = library === "react" ? ["react.ts"] : [`${library}.ts`, "readme.ts"]
  await writeFile(join(folder, file), JSON.stringify({ compilerOptions, files }))
  const { ok, output } = await run(folder, process.execPath, join(home, "bin", "tsc"), "-p", file)
  // An indented line continues the message above it.
  const errors = output.split("\n").filter((line) => /^\S/.test(line) && line.includes("error TS"))
  return (ok || errors.length > 0 ? errors : [output]).map((error) => `${resolution}: ${error}`)
}
