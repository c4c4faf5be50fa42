import { spawn } from "node:child_process"

import type { Runtime } from "../session.ts"

/** Whether a shell command succeeds in time. It does not see this program's own variables, above all the keys. */
export function isHealthy({ env, signal }: Runtime, command: string, seconds: number): Promise<boolean> {
  const visible = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("GPUFLOW_")))
  return new Promise((resolve) => {
    // A process group of its own, so that everything the shell has started can be killed.
    const child = spawn("/bin/sh", ["-c", command], { env: visible, stdio: "ignore", detached: true })
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
