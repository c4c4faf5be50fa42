import { readFile, rename, rm, writeFile } from "node:fs/promises"

import { UsageError } from "./errors.ts"

/** Whoever reads the file sees the old text or the new one, never a part. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`
  try {
    await writeFile(beside, text)
    await rename(beside, path)
  } catch (cause) {
    await rm(beside, { force: true })
    throw new UsageError(`${path} cannot be written.`, { path }, { cause })
  }
}

export async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new UsageError(`${path} cannot be read.`, { path })
  })
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${path} is no JSON.`, { path })
  }
}
