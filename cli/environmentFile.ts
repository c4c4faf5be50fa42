// The `.env` in the folder in which the program runs.
import { readFile, stat } from "node:fs/promises"
import { parse, populate } from "dotenv"
import { codeOf } from "./files.ts"

/** Where variables come from that the environment did not have. */
export type EnvironmentFile = {
  readonly path: string
  readonly mode: number
  readonly variables: readonly string[]
}

/** Adds the variables of the file to the environment, which comes first. A folder of that name is often a Python's. */
export async function loadEnvironmentFile(
  env: NodeJS.ProcessEnv,
  warn: (text: string) => unknown,
): Promise<EnvironmentFile | undefined> {
  // Relative, because the folder itself may be gone.
  const path = ".env"
  try {
    const found = await stat(path)
    if (found.isDirectory()) return undefined
    const parsed = parse(await readFile(path))
    const variables = Object.keys(parsed).filter((name) => env[name] === undefined)
    populate(env, parsed)
    return { path, mode: found.mode, variables }
  } catch (error) {
    if (codeOf(error) !== "ENOENT")
      warn(`Warning: cannot read ${path} in this folder, so its variables are not used.\n`)
    return undefined
  }
}
