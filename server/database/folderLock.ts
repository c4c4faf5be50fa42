// One process at a time may use a folder of PGlite, which does not see to that itself. SQLite's lock on a file beside the
// folder ends with its process, however that ends.
import { mkdirSync } from "node:fs"
import { dirname } from "node:path"
import { DatabaseSync } from "node:sqlite"

import { FolderInUseError, FolderUnusableError } from "./folderErrors.ts"

export interface FolderLock {
  release(): void
}

/** Milliseconds to wait for a process that is about to end. */
const PATIENCE = 10_000
/** SQLite's code for a lock that another process has. */
const BUSY = 5

/** Locks a folder for this process, also if it does not exist yet. Throws a `FolderInUseError` if another has the lock. */
export function lockFolder(folder: string, patience = PATIENCE): FolderLock {
  let file: DatabaseSync | undefined
  try {
    mkdirSync(dirname(folder), { recursive: true })
    file = new DatabaseSync(`${folder}.lock`, { timeout: patience })
    // The holder keeps a transaction open, beside which others can read who it is.
    file.exec("create table if not exists holder (pid integer not null)")
    while (!isHolder(file)) {
      file.exec("begin immediate")
      file.exec("delete from holder")
      file.prepare("insert into holder values (?)").run(process.pid)
      file.exec("commit")
    }
  } catch (error) {
    const { errcode, message } = Object(error)
    const isBusy = errcode === BUSY
    const pid = file && isBusy ? pidIn(file) : undefined
    file?.close()
    throw isBusy ? new FolderInUseError(folder, pid) : new FolderUnusableError(folder, message)
  }
  const held = file
  return {
    release() {
      if (held.isOpen) held.close()
    },
  }
}

/** Begins the transaction, and says whether this process is the one that is written down. */
function isHolder(file: DatabaseSync): boolean {
  file.exec("begin immediate")
  if (pidIn(file) === process.pid) return true
  file.exec("rollback")
  return false
}

function pidIn(file: DatabaseSync): number | undefined {
  const pid = file.prepare("select pid from holder").get()?.["pid"]
  return typeof pid === "number" ? pid : undefined
}
