// Whether each attack on docs/threats.md names a test that exists.
import { existsSync, globSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { root } from "../../scripts/support/root.ts"

/** What is wrong with the links of docs/threats.md and SECURITY.md to tests, in sentences; empty if nothing is. */
export function threatProblems(): string[] {
  const page = read("docs/threats.md")
  // Ratios at other prices repeat the rows of the table before.
  const rows = page
    .replace(/<!-- sensitivity -->[\s\S]*<!-- \/sensitivity -->/, "")
    .split("\n")
    .filter((line) => /^\| (?!---)/.test(line) && !line.endsWith("| tests |"))
  const named = namesIn(page)
  const existing = testsIn("test")
  return [
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
    ...filesIn(page)
      .filter((file) => !existsSync(join(root, file)))
      .map((file) => `docs/threats.md names a file that does not exist: ${file}`),
    ...[...testsIn("test/attacks")]
      .filter((name) => !named.includes(name))
      .map((name) => `docs/threats.md does not name ${name}.`),
  ]
}

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

function filesIn(text: string): string[] {
  return [...text.matchAll(/`(test\/[\w/.]+\.(?:ts|sol))`/g)].map(([, name = ""]) => name)
}
