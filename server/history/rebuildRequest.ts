// How one process asks another to build the history again: over the database, or by a file beside a folder that only the
// other can open. The file stays until the history was built, whatever ends in between.
import { existsSync, rmSync, writeFileSync } from "node:fs"

/** The writer of a database listens to it. */
export const REBUILD_CHANNEL = "history_rebuild"

const fileOf = (folder: string) => `${folder}.rebuild`

export function requestRebuild(folder: string): void {
  writeFileSync(fileOf(folder), "")
}

export const isRebuildRequested = (folder: string): boolean => existsSync(fileOf(folder))

export function forgetRebuildRequest(folder: string): void {
  rmSync(fileOf(folder), { force: true })
}
