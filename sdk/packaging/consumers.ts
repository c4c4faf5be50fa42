// The tarball, installed and used as its users do. The projects lie outside of the repository: below it, they would find
// the libraries that it has, and those that they lack would not be missing.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { isDeepStrictEqual } from "node:util"

import { build } from "esbuild"

import { root } from "../../evidence/solidity/sources.ts"
import type { Manifest, Tarball } from "./package.ts"
import { must, type Outcome, run } from "./run.ts"
import type { Finding } from "./table.ts"

const LIBRARIES = ["viem", "ethers", "react"] as const
type Library = (typeof LIBRARIES)[number]
/** What a page on React installs besides. */
const BESIDE = ["react-dom", "wagmi", "@tanstack/react-query", "viem", "@types/react"]

/** The oldest Node that the package names, in its first version for long. */
const OLDEST_NODE = "20.9.0"
/** The first Node that requires modules of the other form without being asked to. */
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
  /** As the peer range names it, rather than the newest that is tried. */
  readonly oldest: boolean
}

/** What `figuresOf` must give, computed from the source. */
export type Figures = Readonly<Record<string, string>>

export async function useAsConsumers(tarball: Tarball, manifest: Manifest, figures: Figures): Promise<Finding[]> {
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
    // The oldest React is the one that is there.
    if (library === "react") return [newest]
    const lowest = manifest.peerDependencies[library]?.replace("^", "") ?? ""
    return [newest, { library, version: lowest, oldest: true, folder: join(home, `${library}-oldest`) }]
  })
  for (const { folder, library, version } of projects) {
    const beside = library === "react" ? BESIDE.map((name) => [name, String(devDependencies[name])]) : []
    await installInto(folder, {
      [library]: version,
      "@gpuflow/escrow": `file:${tarball.path}`,
      ...Object.fromEntries(beside),
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

async function installInto(folder: string, dependencies: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }))
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--loglevel=error"]
  await must(folder, "npm", "install", ...quiet)
}

/** The README's program on a library. */
async function readmeExample(library: Library): Promise<string> {
  const readme = await readFile(join(root, "sdk", "README.md"), "utf8")
  const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code)
  const [block] = blocks.filter((code) => code.includes(`from "${library}"`))
  if (!block) throw new Error(`sdk/README.md has no example on ${library}.`)
  return block
}

async function runPrograms({ folder, library, version, oldest }: Project, figures: Figures): Promise<Finding[]> {
  const name = `${library} ${version}`
  const finding = (what: string, outcome: Outcome) => judge(`${name}: ${what}`, outcome, figures)
  const on = (node: string, program: string) => run(folder, "npx", "-y", "-p", `node@${node}`, "node", program)
  const modules = `${library}.mjs`
  if (oldest) return [finding(`modules, Node ${OLDEST_NODE}`, await on(OLDEST_NODE, modules))]

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

/** A page's bundle, run where nothing of Node is in sight. */
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

function judge(what: string, { ok, stdout, output }: Outcome, figures: Figures): Finding {
  if (!ok) return { what, figure: "it failed", problems: [output.slice(-2_000)] }
  const report: { figures: Figures; facts: Readonly<Record<string, boolean>> } = JSON.parse(stdout)
  const facts = Object.entries(report.facts)
  const same = isDeepStrictEqual(report.figures, figures)
  return {
    what,
    figure: `${Object.keys(report.figures).length} results as in the source, ${facts.length} facts`,
    problems: [
      ...(same ? [] : [`${JSON.stringify(report.figures)} instead of ${JSON.stringify(figures)}.`]),
      ...facts.filter(([, holds]) => !holds).map(([fact]) => `It is not so that ${fact}.`),
    ],
  }
}

async function checkTypes(home: string, project: Project): Promise<Finding[]> {
  const { library, version, oldest } = project
  const ours = join(root, "node_modules", "typescript")
  const { version: newest } = JSON.parse(await readFile(join(ours, "package.json"), "utf8"))
  const compilers = [
    ...COMPILERS.map((number) => ({ number, home: join(home, "compilers", "node_modules", `typescript-${number}`) })),
    { number: newest, home: ours },
  ]
  const findings: Finding[] = []
  // The oldest library with the oldest compiler, the newest with each.
  for (const compiler of oldest ? compilers.slice(0, 1) : compilers) {
    const outputs = await Promise.all(
      Object.entries(RESOLUTIONS).map(([resolution, options]) => compile(project, compiler.home, resolution, options)),
    )
    const errors = outputs.flat()
    // What the declarations of other packages lack is not ours to mend.
    const own = errors.filter((error) => !/: node_modules\/(?!@gpuflow\/)/.test(error))
    const foreign = errors.length - own.length
    findings.push({
      what: `${library} ${version}: types, TypeScript ${compiler.number}`,
      figure: `${own.length} errors (${foreign} in other packages), ${Object.keys(RESOLUTIONS).join(" and ")}`,
      problems: own,
    })
  }
  return findings
}

/** The compiler's errors, a line each. */
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
  // An indented line goes on with the message above it.
  const errors = output.split("\n").filter((line) => /^\S/.test(line) && line.includes("error TS"))
  return (ok || errors.length > 0 ? errors : [output]).map((error) => `${resolution}: ${error}`)
}
