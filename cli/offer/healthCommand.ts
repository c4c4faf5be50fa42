import { spawn } from "node:child_process"

import type { World } from "../session.ts"

/** Whether a shell command succeeds in time. It sees nothing of this program's own environment, keys least of all. */
export function isHealthy({ env, signal }: World, command: string, seconds: number): Promise<boolean> {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("GPUFLOW_")))
  return new Promise((resolve) => {
    // A group of its own, so that what the shell has started ends with it.
    const child = spawn("/bin/sh", ["-c", command], { env: own, stdio: "ignore", detached: true })
    const end = () => {
      if (child.pid !== undefined) {
        try {
          process.kill(-child.pid, "SIGKILL")
        } catch {
          // It was over.
        }
      }
    }
    const timer = setTimeout(end, seconds * 1_000)
    signal.addEventListener("abort", end, { once: true })
    const finish = (isWell: boolean) => {
      clearTimeout(timer)
      signal.removeEventListener("abort", end)
      resolve(isWell)
    }
    child.on("error", () => finish(false))
    child.on("close", (code) => finish(code === 0))
  })
}
