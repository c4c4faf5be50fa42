// What tells a process, and a start of the computer, apart from others. Linux says both; elsewhere nothing is known.
import { readFileSync } from "node:fs"

function read(path: string): string {
  try {
    return readFileSync(path, "utf8").trim()
  } catch {
    return ""
  }
}

/** The start of this computer, or of the container in which the agent runs. */
export function bootId(): string {
  return read("/proc/sys/kernel/random/boot_id")
}

/** A process with its start, so that a later process with the same id is another one. Empty: not known. */
export function processIdentity(pid: number): string {
  // The name in parentheses may contain anything, so the fields are counted from its end.
  const fields = read(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ") ?? []
  const [state] = fields
  const startTime = fields[19]
  return startTime === undefined || state === "Z" ? "" : `${bootId()} ${pid} ${startTime}`
}
