// Linux shares processors among sessions before it looks at nice values, which count within one session alone. PostgreSQL
// makes a session for each of its connections.
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { getPriority } from "node:os"

/** Gives the nice value of this process to its session, and to those of all programs that it has started. */
export function sharePriority(): void {
  if (process.platform !== "linux" || getPriority() === 0) return
  const parents = new Map(processes().map(({ pid, parent }) => [pid, parent]))
  for (const pid of parents.keys()) {
    let ancestor: number | undefined = pid
    while (ancestor !== undefined && ancestor !== process.pid) ancestor = parents.get(ancestor)
    if (ancestor === process.pid) setPriority(pid)
  }
}

function setPriority(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(getPriority()))
  } catch {
    // It has ended, this kernel has no such groups, or only root may raise a priority.
  }
}

/** The processes of this machine, as far as they can be seen. */
function processes(): { readonly pid: number; readonly parent: number }[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const [, parent] = /\) \S (\d+) /.exec(readFileSync(`/proc/${name}/stat`, "utf8")) ?? []
      return [{ pid: Number(name), parent: Number(parent) }]
    } catch {
      return []
    }
  })
}
