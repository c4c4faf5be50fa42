import { readFile, rename, rm, writeFile } from "node:fs/promises"

import { UsageError } from "./errors.ts"

/** Readers of the file see either the old content or the new content, never a part of it. */
export async function writeFileAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    await writeFile(temporary, text)
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true })
    const message = `Cannot write ${path}. Check that the folder exists and that you have permission to write to it.`
    throw new UsageError(message, { path }, { cause })
  }
}

export async function readJsonFile(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new UsageError(`Cannot read ${path}. Check its path and permissions.`, { path })
  })
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${path} is not valid JSON. Correct the file, or pass another one.`, { path })
  }
}
