import { spawn } from "node:child_process"

import { commandEnvironment } from "../childEnvironment.ts"
import type { Session } from "../session.ts"

/** Whether a shell command succeeds in time. It sees none of this program's keys and endpoints. */
export function isHealthy(session: Session, command: string, seconds: number): Promise<boolean> {
  const { signal } = session
  const env = commandEnvironment(session)
  return new Promise((resolve) => {
    // A process group of its own, so that everything the shell has started can be killed.
    const child = spawn("/bin/sh", ["-c", command], { env, stdio: "ignore", detached: true })
    const kill = () => {
      if (child.pid !== undefined) {
        try {
          process.kill(-child.pid, "SIGKILL")
        } catch {
          // It has already ended.
        }
      }
    }
    const timer = setTimeout(kill, seconds * 1_000)
    signal.addEventListener("abort", kill, { once: true })
    const finish = (isWell: boolean) => {
      clearTimeout(timer)
      signal.removeEventListener("abort", kill)
      resolve(isWell)
    }
    child.on("error", () => finish(false))
    child.on("close", (code) => finish(code === 0))
  })
}
