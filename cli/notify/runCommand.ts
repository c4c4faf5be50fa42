// Runs a command of the user for a notice, which it gets on standard input.
import { spawn } from "node:child_process"
import { commandEnvironment } from "../childEnvironment.ts"
import type { Session } from "../session.ts"
import type { Notice } from "./outbox.ts"

/** Milliseconds. */
const TIMEOUT = 60_000

/** Resolves once the command has succeeded. It sees none of this program's keys and endpoints. */
export function runForNotice(session: Session, command: string, { id, type, body }: Notice): Promise<void> {
  const { signal } = session
  const env = { ...commandEnvironment(session), NOTICE_ID: id, NOTICE_TYPE: type }
  return new Promise((resolve, reject) => {
    // A process group of its own, so that everything the shell has started can be killed.
    const child = spawn("/bin/sh", ["-c", command], { env, stdio: ["pipe", "ignore", "ignore"], detached: true })
    const kill = () => {
      if (child.pid === undefined) return
      try {
        process.kill(-child.pid, "SIGKILL")
      } catch {
        // It has already ended.
      }
    }
    const timer = setTimeout(kill, TIMEOUT)
    signal.addEventListener("abort", kill, { once: true })
    const finish = (error: Error | undefined) => {
      clearTimeout(timer)
      signal.removeEventListener("abort", kill)
      if (error) reject(error)
      else resolve()
    }
    child.on("error", finish)
    child.on("close", (code) => finish(code === 0 ? undefined : new Error(`The command ended with exit code ${code}.`)))
    // A command that does not read its input ends before it is written.
    child.stdin.on("error", () => undefined)
    child.stdin.end(`${body}\n`)
  })
}
