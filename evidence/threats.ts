// Fails unless docs/threats.md names a test, or says why there is none, in every row; each attack test is named there; and
// each Solidity test that any page names exists.
import { globSync, readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))

function testsIn(folder: string): Set<string> {
  const files = readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" })
  const sources = files
    .filter((file) => file.endsWith(".t.sol"))
    .map((file) => readFileSync(`${root}${folder}/${file}`))
  const functions = sources.join("\n").matchAll(/function ((?:test|testFuzz|invariant)_\w+)\(/g)
  return new Set([...functions].map(([, name = ""]) => name))
}

function namedIn(text: string): string[] {
  return [...text.matchAll(/`((?:test|testFuzz|invariant)_\w+)`/g)].map(([, name = ""]) => name)
}

const page = readFileSync(`${root}docs/threats.md`, "utf8")
const rows = page.split("\n").filter((line) => /^\| (?!---)/.test(line) && !line.endsWith("| tests |"))
const named = namedIn(page)
const existing = testsIn("test")
const pages = globSync("docs/*.md", { cwd: root }).sort()

const problems = [
  ...rows.filter((row) => !row.includes("`test") && !row.includes("no test:")).map((row) => `no test in: ${row}`),
  ...pages.flatMap((file) =>
    namedIn(readFileSync(`${root}${file}`, "utf8"))
      .filter((name) => !existing.has(name))
      .map((name) => `${file}: no such test: ${name}`),
  ),
  ...[...testsIn("test/attacks")].filter((name) => !named.includes(name)).map((name) => `named nowhere: ${name}`),
]
if (problems.length > 0) {
  console.error(problems.join("\n"))
  process.exit(1)
}
