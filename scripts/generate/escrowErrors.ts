// The SDK's own error classes, wherever they stand, and the union of all errors.
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../support/root.ts"
import { type GeneratedFile, generatedSource } from "./files.ts"
import { typeImports } from "./imports.ts"

const path = "sdk/generated/anyEscrowError.ts"

/** The lists of the contracts' errors. */
const TABLES = ["mandateErrors", "revertErrors", "routerErrors"]

/** The file of each class. */
export function findErrorClasses(): ReadonlyMap<string, string> {
  const files = globSync("sdk/{*.ts,core/**/*.ts,viem/*.ts,ethers/*.ts}", { cwd: root }).sort()
  return new Map(
    files.flatMap((file) => {
      const source = readFileSync(join(root, file), "utf8")
      const classes = source.matchAll(/^export class (\w+) extends (?:EscrowError)\b/gm)
      return [...classes].map(([, name = ""]) => [name, file] as const)
    }),
  )
}

export function anyEscrowError(classes: ReadonlyMap<string, string>): GeneratedFile {
  const names = [...classes.keys()].sort()
  const body = [
    [...typeImports(classes, path), ...TABLES.map((table) => `import type { ${table} } from "./${table}.ts"`)].join(
      "\n",
    ),
    "/** Every error of this SDK; `code` tells them apart. */\n" +
      `export type AnyEscrowError =\n${TABLES.map((table) => `  | InstanceType<(typeof ${table})[number]>\n`).join("")}${names.map((name) => `  | ${name}`).join("\n")}`,
  ].join("\n\n")
  return generatedSource(path, body)
}
