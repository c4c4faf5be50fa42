// Reads files of people, which may be anything. A pipe or a device could block for ever or never end, so only regular
// files are read, and no more of them than a limit.
import { constants, type Stats } from "node:fs"
import { open, stat } from "node:fs/promises"

/** Something is at the path, and it is not a regular file of a bounded size. */
export class UnusableFileError extends Error {
  override readonly name = "UnusableFileError"
  readonly fault: "folder" | "irregular" | "size"

  constructor(fault: UnusableFileError["fault"], message: string) {
    super(message)
    this.fault = fault
  }
}

export type TextFileOptions = {
  readonly maxBytes: number
  /** The path is a pipe that the shell has opened for this process, whose other end is a program at work. */
  readonly isOpenPipe?: boolean | undefined
}

export type TextFile = { readonly text: string; readonly found: Stats }

/** Windows has no such flag. There, no path of a file leads to a pipe. */
const { O_RDONLY, O_NONBLOCK = 0 } = constants

/** A file's text and what the system knows of it. Links are followed. Throws the system's error if it cannot be read. */
export async function readTextFile(path: string, { maxBytes, isOpenPipe }: TextFileOptions): Promise<TextFile> {
  const check = isOpenPipe ? requireNoFolder : requireRegular
  // Opening a device can have effects, so it is not opened. What was opened can be another file than that.
  check(await stat(path))
  const file = await open(path, isOpenPipe ? O_RDONLY : O_RDONLY | O_NONBLOCK)
  try {
    const found = await file.stat()
    check(found)
    const chunks: Buffer[] = []
    let size = 0
    // The file may grow meanwhile, and those of the system have a size of 0.
    for await (const chunk of file.createReadStream({ autoClose: false })) {
      chunks.push(chunk)
      size += chunk.length
      if (size > maxBytes) throw new UnusableFileError("size", `It has more than ${maxBytes} bytes.`)
    }
    return { text: Buffer.concat(chunks).toString("utf8"), found }
  } finally {
    await file.close()
  }
}

function requireNoFolder(found: Stats): void {
  if (found.isDirectory()) throw new UnusableFileError("folder", "It is a folder.")
}

function requireRegular(found: Stats): void {
  requireNoFolder(found)
  if (!found.isFile()) throw new UnusableFileError("irregular", "It is not a regular file.")
}
