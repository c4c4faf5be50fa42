// A folder of PGlite. Making one takes half a gigabyte of memory, and opening one that was cut off can hang for ever, so
// a process that ends does both first. A folder that cannot be opened is moved aside: the chain has all that was in it.
import { fork } from "node:child_process"
import { existsSync, mkdirSync, renameSync } from "node:fs"
import { dirname } from "node:path"
import { fileURLToPath } from "node:url"

const PROGRAM = fileURLToPath(new URL("./prepareFolder.ts", import.meta.url))

/** Milliseconds in which a folder must have been made or opened. It takes 3 seconds on a machine that is not busy. */
const TIME_LIMIT = 60_000

export interface PreparedFolder {
  /** Where a broken folder was moved to. */
  readonly movedTo?: string
}

/** Thrown if not even an empty folder can be made. */
class FolderUnusableError extends Error {
  override readonly name = "FolderUnusableError"
}

/** Makes the folder, or shows that it can be opened. */
export async function preparePGliteFolder(folder: string, timeLimit = TIME_LIMIT): Promise<PreparedFolder> {
  mkdirSync(dirname(folder), { recursive: true })
  const existed = existsSync(folder)
  const failure = await tryFolder(folder, timeLimit)
  if (failure === undefined) return {}
  if (!existed) throw unusable(folder, failure)
  const movedTo = `${folder}.broken-${Date.now()}`
  renameSync(folder, movedTo)
  const again = await tryFolder(folder, timeLimit)
  if (again !== undefined) throw unusable(folder, again)
  return { movedTo }
}

function unusable(folder: string, failure: string): FolderUnusableError {
  return new FolderUnusableError(
    `The database's folder ${folder} cannot be used: ${failure}. Check its disk and its permissions, or choose another.`,
  )
}

/** Resolves with what went wrong, or undefined. */
function tryFolder(folder: string, timeLimit: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = fork(PROGRAM, [folder], { stdio: ["ignore", "ignore", "pipe", "ipc"], execArgv: [] })
    let errors = ""
    child.stderr?.on("data", (data) => {
      errors = (errors + String(data)).slice(-2_000)
    })
    const timer = setTimeout(() => child.kill("SIGKILL"), timeLimit)
    child.on("error", ({ message }) => resolve(message))
    child.on("close", (code, signal) => {
      clearTimeout(timer)
      if (code === 0) resolve(undefined)
      else if (signal === "SIGKILL") resolve(`it did not open within ${timeLimit / 1_000} seconds`)
      else resolve(errors.match(/^.*Error.*$/m)?.[0]?.trim() || `its program ended with code ${code}`)
    })
  })
}
