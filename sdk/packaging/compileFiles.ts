import { writeFile } from "node:fs/promises"
import { join } from "node:path"

import { root } from "../../scripts/support/root.ts"
import { type Outcome, run } from "./childProcess.ts"

/** Checks the types of files in a folder as a strict project of a page does. `options` are of the compiler. */
export async function compileFiles(folder: string, files: readonly string[], options: object = {}): Promise<Outcome> {
  const compilerOptions = {
    module: "esnext",
    moduleResolution: "bundler",
    target: "es2022",
    lib: ["es2022", "dom"],
    types: [],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    ...options,
  }
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }))
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc")
  return run(folder, process.execPath, compiler, "-p", "tsconfig.json")
}
