// Compares every <verb>.tree in test/unit, folders included, with the <verb>.t.sol beside it. A tree's first line names
// the contract. A leaf is one line `it <outcome> → <test function>`; several leaves can share a test. Each leaf's test
// must exist, each test function must stand once in the file and have a leaf, and every `given` and `when` must lead to a
// leaf.
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { root } from "../../scripts/support/root.ts"

const unit = join(root, "test/unit")
const differences: string[] = []
let leaves = 0
let tests = 0

const names = readdirSync(unit, { recursive: true, encoding: "utf8" }).filter((name) => /\.(tree|t\.sol)$/.test(name))
const verbs = [...new Set(names.map((name) => name.replace(/\..*$/, "")))].sort()

for (const verb of verbs) {
  const absent = [`${verb}.tree`, `${verb}.t.sol`].filter((name) => !names.includes(name))
  differences.push(...absent.map((name) => `${name} is missing`))
  if (absent.length > 0) continue

  const [title, ...lines] = readFileSync(join(unit, `${verb}.tree`), "utf8")
    .trimEnd()
    .split("\n")
  const source = readFileSync(join(unit, `${verb}.t.sol`), "utf8")
  if (!source.includes(`\ncontract ${title} is `)) differences.push(`${verb}.t.sol has no contract ${title}`)

  const named = new Set<string>()
  for (const [index, line] of lines.entries()) {
    const leaf = /^[│├└─ ]+it .+ → (\w+)$/.exec(line)
    if (leaf?.[1]) {
      leaves += 1
      named.add(leaf[1])
    } else if (!/^[│├└─ ]+(given|when) [^→]+$/.test(line)) {
      differences.push(`${verb}.tree: this line is not a given, a when or a leaf: ${line}`)
    } else if (depth(lines[index + 1] ?? "") <= depth(line)) {
      differences.push(`${verb}.tree: this line leads to no leaf: ${line}`)
    }
  }

  const written = [...source.matchAll(/^ {4}function (test\w*)/gm)].map(([, name]) => name ?? "")
  tests += written.length
  for (const test of named) if (!written.includes(test)) differences.push(`${verb}.t.sol has no ${test}`)
  for (const test of written) if (!named.has(test)) differences.push(`${verb}.tree has no leaf for ${test}`)
  const repeated = written.filter((test, index) => written.indexOf(test) !== index)
  for (const test of repeated) differences.push(`${verb}.t.sol has ${test} twice`)
}

for (const difference of differences) console.error(difference)
if (differences.length > 0) process.exitCode = 1
else console.log(`${verbs.length} trees, ${leaves} leaves, ${tests} tests, all paired.`)

function depth(line: string): number {
  return line.search(/[a-z]/)
}
