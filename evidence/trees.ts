// Holds every test/unit/<verb>.tree and its <verb>.t.sol to each other. The tree's first line names the contract; each
// leaf is one line `it <outcome> → <test function>`, and several leaves may share a test. Each leaf's test must exist,
// each test function must be named by a leaf and be there once, and every `given` and `when` must lead to a leaf.
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const unit = fileURLToPath(new URL("../test/unit/", import.meta.url))
const differences: string[] = []
let leaves = 0
let tests = 0

const names = readdirSync(unit).filter((name) => /\.(tree|t\.sol)$/.test(name))
const verbs = [...new Set(names.map((name) => name.replace(/\..*$/, "")))].sort()

for (const verb of verbs) {
  const absent = [`${verb}.tree`, `${verb}.t.sol`].filter((name) => !names.includes(name))
  differences.push(...absent.map((name) => `${name} is missing`))
  if (absent.length > 0) continue

  const [title, ...lines] = readFileSync(`${unit}${verb}.tree`, "utf8").trimEnd().split("\n")
  const source = readFileSync(`${unit}${verb}.t.sol`, "utf8")
  if (!source.includes(`\ncontract ${title} is `)) differences.push(`${verb}.t.sol: no contract ${title}`)

  const named = new Set<string>()
  for (const [index, line] of lines.entries()) {
    const leaf = /^[│├└─ ]+it .+ → (\w+)$/.exec(line)
    if (leaf?.[1]) {
      leaves += 1
      named.add(leaf[1])
    } else if (!/^[│├└─ ]+(given|when) [^→]+$/.test(line)) {
      differences.push(`${verb}.tree: neither given, when nor a leaf: ${line}`)
    } else if (depth(lines[index + 1] ?? "") <= depth(line)) {
      differences.push(`${verb}.tree: leads to no leaf: ${line}`)
    }
  }

  const written = [...source.matchAll(/^ {4}function (test\w*)/gm)].map(([, name]) => name ?? "")
  tests += written.length
  for (const test of named) if (!written.includes(test)) differences.push(`${verb}.t.sol: no ${test}`)
  for (const test of written) if (!named.has(test)) differences.push(`${verb}.tree: no leaf for ${test}`)
  const repeated = written.filter((test, index) => written.indexOf(test) !== index)
  for (const test of repeated) differences.push(`${verb}.t.sol: ${test} is there twice`)
}

for (const difference of differences) console.error(difference)
if (differences.length > 0) process.exit(1)
console.log(`Trees: ${verbs.length}, leaves: ${leaves}, tests: ${tests}, all paired.`)

function depth(line: string): number {
  return line.search(/[a-z]/)
}
