// Fails unless docs/threats.md names a test, or says why there is none, in every row; each named test exists; and each
// attack test is named.
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))

function testsIn(folder: string): Set<string> {
  const files = readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" })
  const sources = files
    .filter((file) => file.endsWith(".t.sol"))
    .map((file) => readFileSync(`${root}${folder}/${file}`))
  return new Set([...sources.join("\n").matchAll(/function (test(?:Fuzz)?_\w+)\(/g)].map(([, name = ""]) => name))
}

const page = readFileSync(`${root}docs/threats.md`, "utf8")
const rows = page.split("\n").filter((line) => /^\| (?!---)/.test(line) && !line.endsWith("| tests |"))
const named = [...page.matchAll(/`(test(?:Fuzz)?_\w+)`/g)].map(([, name = ""]) => name)
const existing = testsIn("test")

const problems = [
  ...rows.filter((row) => !row.includes("`test") && !row.includes("no test:")).map((row) => `no test in: ${row}`),
  ...named.filter((name) => !existing.has(name)).map((name) => `no such test: ${name}`),
  ...[...testsIn("test/attacks")].filter((name) => !named.includes(name)).map((name) => `named nowhere: ${name}`),
]
if (problems.length > 0) {
  console.error(problems.join("\n"))
  process.exit(1)
}
