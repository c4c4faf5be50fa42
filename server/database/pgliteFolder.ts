// A folder of PGlite. Making one takes half a gigabyte of memory, and opening one that was cut off can hang for ever, so
// a process that ends does both first. A folder that cannot be opened is moved aside: the chain has all that was in it.
import { fork } from "node:child_process"
import { accessSync, constants, existsSync, mkdirSync, renameSync } from "node:fs"
import { dirname } from "node:path"
import { fileURLToPath } from "node:url"

import { reasonOf } from "@gpuflow/keeper/service"

import { FolderInUseError, FolderUnusableError } from "./folderErrors.ts"
import { lockFolder } from "./folderLock.ts"

const PROGRAM = fileURLToPath(new URL("./prepareFolder.ts", import.meta.url))

/** Milliseconds in which a folder must have been made or opened. It takes 3 seconds, and a minute on a machine that is overloaded. */
const TIME_LIMIT = 180_000

/** The program's exit code if another process uses the folder. */
const IN_USE = 3

export interface PreparedFolder {
  /** Where a broken folder was moved to. */
  readonly movedTo?: string
}

/** Makes the folder, or shows that all of it can be read. Throws a `FolderInUseError` if another process uses it. */
export async function preparePGliteFolder(folder: string, timeLimit = TIME_LIMIT): Promise<PreparedFolder> {
  const existed = requireWritable(folder)
  const failure = await tryFolder(folder, timeLimit)
  if (failure === undefined) return {}
  if (!existed) throw new FolderUnusableError(folder, failure)
  const movedTo = `${folder}.broken-${Date.now()}`
  const lock = lockFolder(folder)
  try {
    renameSync(folder, movedTo)
  } catch (error) {
    throw new FolderUnusableError(folder, reasonOf(error))
  } finally {
    lock.release()
  }
  const again = await tryFolder(folder, timeLimit)
  if (again !== undefined) throw new FolderUnusableError(folder, again)
  return { movedTo }
}

/** Whether the folder is there. One that may not be written is not broken. */
function requireWritable(folder: string): boolean {
  try {
    mkdirSync(dirname(folder), { recursive: true })
    const exists = existsSync(folder)
    accessSync(exists ? folder : dirname(folder), constants.W_OK)
    return exists
  } catch (error) {
    throw new FolderUnusableError(folder, reasonOf(error))
  }
}

function inUse(folder: string, output: string): FolderInUseError {
  const [pid] = output.match(/\d+$/) ?? []
  return new FolderInUseError(folder, pid === undefined ? undefined : Number(pid))
}

/** Resolves with what went wrong, or undefined. */
function tryFolder(folder: string, timeLimit: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
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
      else if (code === IN_USE) reject(inUse(folder, errors))
      else if (signal === "SIGKILL") resolve(`it did not open within ${timeLimit / 1_000} seconds`)
      else resolve(errors.match(/^.*Error.*$/m)?.[0]?.trim() || `its program ended with code ${code}`)
    })
  })
}
