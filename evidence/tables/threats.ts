// npm run check -- tables: fails unless each row of docs/threats.md names a test or gives a reason for none, the page names
// each attack test, and each Solidity test that a page or SECURITY.md names exists.
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { root } from "../../scripts/support/root.ts"

const page = read("docs/threats.md")
const rows = page.split("\n").filter((line) => /^\| (?!---)/.test(line) && !line.endsWith("| tests |"))
const named = namesIn(page)
const existing = testsIn("test")

const problems = [
  ...rows
    .filter((row) => !row.includes("`test") && !row.includes("no test:"))
    .map((row) => `This row has no test: ${row}`),
  ...globSync(["docs/*.md", "SECURITY.md"], { cwd: root })
    .sort()
    .flatMap((file) =>
      namesIn(read(file))
        .filter((name) => !existing.has(name))
        .map((name) => `${file} names a test that does not exist: ${name}`),
    ),
  ...[...testsIn("test/attacks")]
    .filter((name) => !named.includes(name))
    .map((name) => `docs/threats.md does not name ${name}.`),
]
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1

function read(file: string): string {
  return readFileSync(join(root, file), "utf8")
}

function testsIn(folder: string): Set<string> {
  const sources = globSync(`${folder}/**/*.t.sol`, { cwd: root }).map(read).join("\n")
  const functions = sources.matchAll(/function ((?:test|testFuzz|invariant)_\w+)\(/g)
  return new Set([...functions].map(([, name = ""]) => name))
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/`((?:test|testFuzz|invariant)_\w+)`/g)].map(([, name = ""]) => name)
}
