// An agent as a process of its own, as it runs in production: only its settings, its environment, its log and signals.
import { spawn } from "node:child_process"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"

import type { HostWorld } from "./hostWorld.ts"
import { ownChild } from "./ownChild.ts"
import { keyOf } from "./parties.ts"
import { programEnvironment } from "./programEnvironment.ts"

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url))

type LogLine = { readonly msg: string; readonly [fact: string]: unknown }

type Place = { readonly chain: { readonly url: string } } & Pick<HostWorld, "folder" | "settingsPath">

export function startHostProcess(
  { chain, folder, settingsPath }: Place,
  rpcUrl = chain.url,
  more: Readonly<Record<string, string>> = {},
) {
  const child = ownChild(
    spawn(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN, "host"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...programEnvironment(),
        GPUFLOW_RPC_URL: rpcUrl,
        GPUFLOW_PRIVATE_KEY: keyOf("host"),
        GPUFLOW_HOST_SETTINGS: settingsPath,
        GPUFLOW_HOST_LOCKS: join(folder, "locks"),
        STATE_DIRECTORY: join(folder, "state"),
        ...more,
      },
    }),
  )
  const lines: LogLine[] = []
  createInterface(child.stdout).on("line", (text) => lines.push(JSON.parse(text)))
  let hasEnded = false
  const ended = new Promise<number | null>((resolve) => {
    child.on("close", (code) => {
      hasEnded = true
      resolve(code)
    })
  })
  return {
    lines: () => lines,
    ended: () => hasEnded,
    /** At once, as by a power cut. */
    async kill() {
      child.kill("SIGKILL")
      await ended
    },
    async stop() {
      child.kill("SIGTERM")
      return ended
    },
  }
}
