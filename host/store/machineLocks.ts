// Excludes a second agent for a machine: each lock is a file that one process has locked. The system releases it when the
// process ends, however it ends.
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { type Hash, keccak256, toHex } from "viem"

/** Another agent runs one of the machines. */
export class MachineLockedError extends Error {
  override readonly name = "MachineLockedError"

  constructor(name: string, path: string, options?: ErrorOptions) {
    super(`Another agent on this computer runs the machine "${name}": it has locked ${path}. Stop it first.`, options)
  }
}

type Lockable = { readonly name: string; readonly machine: Hash }

/** Locks the machines for this process, or throws and locks none. */
export function lockMachines(folder: string, scope: string, machines: readonly Lockable[]): { release(): void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const held: DatabaseSync[] = []
  const release = () => {
    for (const db of held) db.close()
  }
  for (const { name, machine } of machines) {
    const path = join(folder, `${keccak256(toHex(`${scope} ${machine}`)).slice(2, 34)}.lock`)
    try {
      held.push(lockFile(path))
    } catch (cause) {
      release()
      throw new MachineLockedError(name, path, { cause })
    }
  }
  return { release }
}

/** An exclusive transaction that is never ended is a lock of the operating system. */
function lockFile(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 0 })
  try {
    db.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE")
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
