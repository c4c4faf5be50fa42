// Ends processes for certain: by their end signal first, and by force after a while.
import { setTimeout as sleep } from "node:timers/promises"

import { processIdentity } from "../processIdentity.ts"
import { isRunning, listProcesses, type ProcessEntry, withDescendants } from "../processTable.ts"
import { HookError } from "./hookFacts.ts"

/** Milliseconds between the end signal and the kill, and between two looks. */
const PATIENCE = 5_000
const LOOK = 50

/**
 * Ends the processes that `roots` finds, with all that they started. What was seen once is ended also if it has lost its
 * parent since.
 */
export async function endProcesses(roots: (all: readonly ProcessEntry[]) => ReadonlySet<number>): Promise<void> {
  const seen = new Map<number, string>()
  for (const name of ["SIGTERM", "SIGKILL"] as const) {
    const limit = performance.now() + PATIENCE
    while (performance.now() < limit) {
      const all = listProcesses()
      const own = ownLine(all)
      const found = new Set([...roots(all)].filter((pid) => !own.has(pid)))
      for (const pid of found) seen.set(pid, processIdentity(pid))
      for (const { pid, identity } of withDescendants(all, found)) seen.set(pid, identity)
      const left = [...seen].filter(([pid, identity]) => isRunning(pid, identity))
      if (left.length === 0) return
      for (const [pid] of left) signal(pid, name)
      await sleep(LOOK)
    }
  }
  throw new HookError("The workload does not end.")
}

/** This process and those that it descends from: the owner may have started the agent in a session of its own. */
function ownLine(all: readonly ProcessEntry[]): ReadonlySet<number> {
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]))
  const line = new Set<number>()
  for (let pid: number | undefined = process.pid; pid !== undefined && !line.has(pid); pid = parents.get(pid)) {
    line.add(pid)
  }
  return line
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has already ended.
  }
}
