// The processes of this computer, by Linux's folder /proc. Elsewhere nothing is known, and every list is empty.
import { readdirSync, readFileSync, readlinkSync } from "node:fs"

import { processIdentity } from "./processIdentity.ts"

export type ProcessEntry = {
  readonly pid: number
  readonly parent: number
  /** Tells the process apart from a later one with its id. */
  readonly identity: string
}

/** Whether a process runs and is the one that was identified. Without Linux's identities, any process with its id is. */
export function isRunning(pid: number, identity: string): boolean {
  if (process.platform === "linux") return processIdentity(pid) === identity
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** What a file says, or nothing if it cannot be read. */
export function readQuietly(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return ""
  }
}

/** All processes that run. */
export function listProcesses(): ProcessEntry[] {
  if (process.platform !== "linux") return []
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    const pid = Number(name)
    const identity = processIdentity(pid)
    if (identity === "") return []
    // The name in parentheses may contain anything, so the fields are counted from its end.
    const [, parent] = readQuietly(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ") ?? []
    return [{ pid, parent: Number(parent), identity }]
  })
}

/** The given processes, and all that they started and that still has its parent. */
export function withDescendants(all: readonly ProcessEntry[], roots: ReadonlySet<number>): ProcessEntry[] {
  const found = new Set(roots)
  for (let size = -1; size !== found.size; ) {
    size = found.size
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid)
  }
  return all.filter(({ pid }) => found.has(pid))
}

/** A variable of the environment with which a process was started. */
export const hasVariable = (pid: number, variable: string): boolean =>
  readQuietly(`/proc/${pid}/environ`).split("\0").includes(variable)

/** The account that a process runs as. */
export const userIdOf = (pid: number): number | undefined => {
  const [, id] = /^Uid:\s+(\d+)/m.exec(readQuietly(`/proc/${pid}/status`)) ?? []
  return id === undefined ? undefined : Number(id)
}

/** How a process calls itself. */
export const titleOf = (pid: number): string => readQuietly(`/proc/${pid}/cmdline`).split("\0")[0] ?? ""

/** The sockets that a process has open. Nothing: it cannot be seen. */
export function socketsOf(pid: number): ReadonlySet<string> | undefined {
  try {
    const folder = `/proc/${pid}/fd`
    return new Set(
      readdirSync(folder).flatMap((name) => {
        try {
          return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${name}`))?.[1] ?? []
        } catch {
          return []
        }
      }),
    )
  } catch {
    return undefined
  }
}

/** The TCP sockets at a port of this computer. */
export function socketsAtPort(port: number): ReadonlySet<string> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`
  return new Set(
    ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((path) =>
      readQuietly(path)
        .split("\n")
        .slice(1)
        .flatMap((line) => {
          const fields = line.trim().split(/\s+/)
          return fields[1]?.endsWith(wanted) && fields[9] !== undefined ? [fields[9]] : []
        }),
    ),
  )
}
