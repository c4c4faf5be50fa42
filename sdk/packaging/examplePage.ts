// The page in examples/, as an integrator has it: a project outside of the repository, on the packed SDK alone. It is
// compiled, measured, and driven in a real browser.
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"

import { root } from "../../scripts/support/root.ts"
import { bundleBytes } from "./bundles.ts"
import { run, runOrThrow } from "./childProcess.ts"
import type { Finding } from "./findings.ts"
import type { Tarball } from "./tarball.ts"

const source = join(root, "examples", "page")
/** What an earlier run of the page in the repository may have left there. */
const LEFT = ["node_modules", "dist", "test-results", "package-lock.json"]

/** Lines of page.tsx without comments and empty lines. */
const LINES_BUDGET = 110
const BYTES_BUDGET = 28_000

export async function checkExamplePage(tarball: Tarball): Promise<Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), "escrow-page-"))
  try {
    await cp(source, folder, { recursive: true, filter: (path) => !LEFT.includes(basename(path)) })
    await cp(tarball.path, join(folder, basename(tarball.path)))
    const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--loglevel=error"]
    await runOrThrow(folder, "npm", "install", ...quiet)
    return [await checkTypes(folder), await countLines(), await measureEscrow(folder), ...(await playJourneys(folder))]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function checkTypes(folder: string): Promise<Finding> {
  const { ok, output } = await run(folder, "npm", "run", "types")
  return { subject: "page: types", figure: ok ? "no errors" : "errors", problems: ok ? [] : [output] }
}

async function sourceFiles(): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const names = (await readdir(join(source, "src"))).filter((name) => name.endsWith(".tsx"))
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(source, "src", name), "utf8") })))
}

async function countLines(): Promise<Finding> {
  const files = await sourceFiles()
  const count = (text: string) => text.split("\n").filter((line) => !/^\s*(\/\/.*|\/\*\*.*\*\/)?$/.test(line)).length
  const of = (isPage: boolean) => files.filter(({ name }) => (name === "page.tsx") === isPage)
  const sum = (isPage: boolean) => of(isPage).reduce((lines, { text }) => lines + count(text), 0)
  const lines = sum(true)
  return {
    subject: "page: lines of code",
    figure: `${lines}, and ${sum(false)} for wallets, amounts, errors and buttons`,
    budget: `${LINES_BUDGET}`,
    problems: lines > LINES_BUDGET ? [`It exceeds its budget by ${lines - LINES_BUDGET} lines.`] : [],
  }
}

/** What the page loads of the package: exactly what it imports, and beside itself, for errors, the words for them. */
async function measureEscrow(folder: string): Promise<Finding> {
  const text = (await sourceFiles()).map((file) => file.text).join("\n")
  const imports = [...text.matchAll(/^import \{([^}]*)\} from ("@gpuflow\/escrow[^"]*")/gm)]
  const first = imports.map(([, names = "", entry], index) => {
    const values = names.split(",").filter((name) => !/^\s*(type .*)?$/.test(name))
    const aliases = values.map((name) => `${name.trim()} as ${name.trim()}${index}`)
    // A page has no exports, whose names would count.
    return `import { ${aliases.join(", ")} } from ${entry}; globalThis.used${index} = [${values.map((name) => name.trim() + index)}]`
  })
  const later = [...text.matchAll(/ import\(("@gpuflow\/escrow[^"]*")\)/g)].map(([, entry]) => `export * from ${entry}`)
  const bytes = await bundleBytes(first.join("\n"), folder)
  const whole = await bundleBytes([...first, ...later].join("\n"), folder)
  return {
    subject: "page: its part of the escrow",
    figure: `${bytes} bytes, and ${whole - bytes} loaded beside it for errors`,
    budget: `${BYTES_BUDGET}`,
    problems: bytes > BYTES_BUDGET ? [`It exceeds its budget by ${bytes - BYTES_BUDGET} bytes.`] : [],
  }
}

interface Report {
  readonly errors: readonly { readonly message?: string }[]
  readonly suites: readonly Suite[]
}

interface Suite {
  readonly specs: readonly { readonly title: string; readonly ok: boolean; readonly tests: readonly Play[] }[]
  readonly suites?: readonly Suite[]
}

interface Play {
  readonly projectName: string
  readonly results: readonly { readonly errors: readonly { readonly message?: string }[] }[]
}

/** One finding for each journey. Without a browser, there is one that says so. */
async function playJourneys(folder: string): Promise<Finding[]> {
  const subject = "page: journeys"
  const { ok, stdout, output } = await run(folder, "npx", "playwright", "test", "--reporter=json")
  const start = stdout.indexOf("{\n")
  if (start < 0) return [{ subject, figure: "none was played", problems: [output.slice(-2_000)] }]
  const report: Report = JSON.parse(stdout.slice(start))
  const played = report.suites.flatMap(specsOf).map(({ title, ok, tests }): Finding => {
    const errors = tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors))
    const project = tests.map(({ projectName }) => projectName).join(", ")
    return {
      subject: `page, ${project}: ${title}`,
      figure: ok ? "as the page and the chain say" : "another outcome",
      problems: ok ? [] : errors.map(({ message = "It did not run." }) => message.slice(0, 1_000)),
    }
  })
  const others = report.errors.map(({ message = "" }) => message.slice(0, 1_000))
  if (others.length > 0 || played.length === 0 || (!ok && played.every(({ problems }) => problems.length === 0))) {
    played.push({
      subject,
      figure: `${played.length} were played`,
      problems: [...others, "Not every journey was played."],
    })
  }
  return played
}

function specsOf({ specs, suites = [] }: Suite): Suite["specs"] {
  return [...specs, ...suites.flatMap(specsOf)]
}
