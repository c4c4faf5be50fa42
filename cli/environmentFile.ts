// The `.env` in the folder in which the program runs.
import { readTextFile, UnusableFileError } from "@gpuflow/keeper/textFile"
import { parse, populate } from "dotenv"
import { codeOf } from "./files.ts"

/** Bytes of the largest file. */
const MAX_BYTES = 1_000_000

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
    const { text, found } = await readTextFile(path, { maxBytes: MAX_BYTES })
    const parsed = parse(text)
    const variables = Object.keys(parsed).filter((name) => env[name] === undefined)
    populate(env, parsed)
    return { path, mode: found.mode, variables }
  } catch (error) {
    const isFolder = error instanceof UnusableFileError && error.fault === "folder"
    if (!isFolder && codeOf(error) !== "ENOENT")
      warn(`Warning: cannot read ${path} in this folder, so its variables are not used.\n`)
    return undefined
  }
}
