// What hooks wrote, in a file of bounded size for each machine, for its owner to read.
import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs"
import { join } from "node:path"

/** Bytes after which a new file is begun. One older file is kept. */
const MAX_BYTES = 1_048_576

export function appendHookLog(folder: string, line: Readonly<Record<string, unknown>>): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, "hooks.log")
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) renameSync(path, `${path}.1`)
  appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600 })
}
