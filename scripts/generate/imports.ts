// Lines of a generated file: its imports, and lists that may be too long for one line.
import { dirname, relative } from "node:path"

/** Types by the files that declare them, as imports of another file. */
export function typeImports(types: Iterable<readonly [name: string, path: string]>, from: string): string[] {
  return typeLines("import", types, from)
}

/** As `typeImports`, for an entry that passes them on. */
export function typeExports(types: Iterable<readonly [name: string, path: string]>, from: string): string[] {
  return typeLines("export", types, from)
}

/** Imports in the order of their paths, after that of a library. */
export function sortedImports(lines: readonly string[]): string {
  const pathOf = (line: string) => /"(.*)"/.exec(line)?.[1] ?? ""
  return lines.toSorted((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1)).join("\n")
}

/** A list in brackets on one line, or with a line for each member where that is too long. */
export function wrapped(before: string, members: readonly string[], after: string): string {
  const line = `${before}${members.join(", ")}${after}`
  if (line.length <= 120) return line
  const indent = /^ */.exec(before)?.[0] ?? ""
  return `${before}\n${members.map((member) => `${indent}  ${member},\n`).join("")}${indent}${after}`
}

export function pathFrom(from: string, to: string): string {
  const path = relative(dirname(from), to)
  return path.startsWith(".") ? path : `./${path}`
}

function typeLines(word: string, types: Iterable<readonly [string, string]>, from: string): string[] {
  const byFile = new Map<string, Set<string>>()
  for (const [name, path] of types) byFile.set(path, (byFile.get(path) ?? new Set()).add(name))
  return [...byFile].map(([path, names]) => {
    return wrapped(`${word} type { `, [...names].sort(), ` } from "${pathFrom(from, path)}"`)
      .replace("{ \n", "{\n")
      .replace("\n }", "\n}")
  })
}
