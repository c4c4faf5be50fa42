import { constants } from "node:fs"
import {
  access,
  appendFile,
  type FileHandle,
  lstat,
  open,
  readlink,
  realpath,
  rename,
  rm,
  stat,
} from "node:fs/promises"
import { dirname, resolve } from "node:path"

import { readTextFile as readBounded, type TextFile, UnusableFileError } from "@gpuflow/keeper/textFile"
import { UsageError } from "./errors.ts"

/** Where a command writes a text. */
export type OutputFile = { write(text: string): Promise<void> }

const standardOutputs = ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]

/** Whether `--to` names standard output, where the result then goes instead of a summary. */
export function isStandardOutput(path: string | undefined): boolean {
  return path === undefined || path === "-" || standardOutputs.includes(resolve(path))
}

/**
 * Checks that a file can be written, before any work is done for it. Links are followed. A regular file is replaced as
 * a whole and keeps its mode and owner: readers see either the old content or the new content, and the old content
 * stays if the write fails. Devices and pipes are written through, never replaced.
 */
export async function openOutput(path: string): Promise<OutputFile> {
  try {
    const { target, isOpen } = await followLinks(path)
    const found = await stat(target).catch(ignoreMissing)
    if (!found) {
      await access(dirname(target), constants.W_OK | constants.X_OK)
      return { write: (text) => replaceFile(target, text).catch(rethrowFor(path)) }
    }
    if (found.isDirectory()) throw new UsageError(`${path} is a folder. Pass the path of a file in it.`, { path })
    await access(target, constants.W_OK)
    if (isOpen || !found.isFile()) return { write: (text) => appendFile(target, text).catch(rethrowFor(path)) }
    await access(dirname(target), constants.W_OK | constants.X_OK)
    return { write: (text) => replaceFile(target, text).catch(rethrowFor(path)) }
  } catch (error) {
    return rethrowFor(path)(error)
  }
}

export async function writeOutput(path: string, text: string): Promise<void> {
  await (await openOutput(path)).write(text)
}

export async function readJsonFile(path: string): Promise<unknown> {
  const { text } = await readTextFile(path)
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${path} is not valid JSON. Correct the file, or pass another one.`, { path })
  }
}

/** Bytes of the largest text that a command reads. A purchase of the most orders has a quarter of them. */
const MAX_BYTES = 1_000_000

type Reading = {
  /** What has the path, for the error. */
  readonly source?: string
  readonly maxBytes?: number
  /** Refuses also a pipe that the shell has opened: the user has not named this file, or it is written as well. */
  readonly isRegular?: boolean
}

/**
 * The text of a file without the byte order mark that some editors put first. Only a regular file is read, or a pipe that
 * the shell has opened: others may never end.
 */
export async function readTextFile(path: string, options: Reading = {}): Promise<TextFile> {
  const { source = "the path", maxBytes = MAX_BYTES, isRegular = false } = options
  try {
    const { isOpen } = isRegular ? { isOpen: false } : await followLinks(path)
    const { text, found } = await readBounded(path, { maxBytes, isOpenPipe: isOpen })
    return { text: text.replace(/^\uFEFF/, ""), found }
  } catch (error) {
    if (error instanceof UnusableFileError) throw new UsageError(sentenceOf(error, path, maxBytes), { path })
    if (isMissing(error)) throw new UsageError(`File not found: ${path}. Check ${source}.`, { path }, { cause: error })
    throw new UsageError(`Cannot read ${path}. Check ${source} and its permissions.`, { path }, { cause: error })
  }
}

/** The text of a file that the program itself writes, or nothing if it has not written it yet. */
export async function readOwnFile(path: string): Promise<string | undefined> {
  const found = await stat(path).catch((error: unknown) => (isMissing(error) ? undefined : "unreadable"))
  return found && (await readTextFile(path, { isRegular: true })).text
}

function sentenceOf({ fault }: UnusableFileError, path: string, maxBytes: number): string {
  if (fault === "folder") return `${path} is a folder. Pass the path of a file in it.`
  if (fault === "size") return `${path} has more than ${maxBytes} bytes. Check that it is the right file.`
  return `${path} is not a regular file. Save its text in a file, and pass the path of that file.`
}

type Target = {
  readonly target: string
  /** A file that a process has open, such as /dev/stderr or a process substitution. It may have no path of its own. */
  readonly isOpen: boolean
}

/** The file at the end of a chain of links. It need not exist yet. Loops are left to `stat`. */
async function followLinks(path: string, depth = 0): Promise<Target> {
  const found = await lstat(path).catch(ignoreMissing)
  if (!found?.isSymbolicLink() || depth === MAX_LINKS) return { target: path, isOpen: false }
  // A relative link starts at the folder that it is in, and not at the link to that folder.
  const folder = await realpath(dirname(path))
  if (/^\/proc\/\d+(\/task\/\d+)?\/fd$/.test(folder)) return { target: path, isOpen: true }
  return followLinks(resolve(folder, await readlink(path)), depth + 1)
}

/** As many as Linux follows. */
const MAX_LINKS = 40

async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${crypto.randomUUID()}.tmp`
  const file = await open(temporary, "wx")
  try {
    await writeWhole(file, path, text)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function writeWhole(file: FileHandle, path: string, text: string): Promise<void> {
  try {
    const before = await stat(path).catch(ignoreMissing)
    if (before) {
      const { uid, gid } = await file.stat()
      // Only a privileged user can give a file away. Changing the owner clears bits of the mode, so it comes first.
      if (uid !== before.uid || gid !== before.gid) await file.chown(before.uid, before.gid)
      await file.chmod(before.mode & 0o7777)
    }
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "Its folder does not exist. Create the folder, or pass another path.",
  ENOTDIR: "A part of its path is not a folder. Pass another path.",
  EISDIR: "It is a folder. Pass the path of a file in it.",
  EACCES: "You do not have permission. Change its permissions and those of its folder, or pass another path.",
  EPERM: "You do not have permission. Change its permissions and those of its folder, or pass another path.",
  EBUSY: "The system uses it, for example as a mount. Pass another path.",
  EROFS: "Its file system is read-only. Pass another path.",
  ENOSPC: "The disk is full. Free some space, then run the command again.",
  EDQUOT: "Your disk quota is used up. Free some space, then run the command again.",
  EFBIG: "The file would be too large. Pass a path on another file system.",
  ELOOP: "Its links form a loop. Pass another path.",
  ENAMETOOLONG: "The name is too long. Pass a shorter path.",
  ENXIO: "Nothing reads from it. Pass the path of a file.",
  EPIPE: "Its reader has closed it. Run the command again.",
}

function rethrowFor(path: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof UsageError) throw error
    const reason = reasons[codeOf(error) ?? ""] ?? "Check its path and permissions."
    throw new UsageError(
      `Cannot write ${path === "" ? "to an empty path" : path}. ${reason}`,
      { path },
      { cause: error },
    )
  }
}

export const isMissing = (error: unknown): boolean => ["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "")

function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== "ENOENT") throw error
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined
}
