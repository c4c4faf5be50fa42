// A plain process for each rental. Everything that it starts inherits a variable with the rental's id, by which it is
// found and ended on Linux, whatever happened to the file with its number.
import { spawn } from "node:child_process"
import { mkdirSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { z } from "zod"

import { removeKeys, writeKeys } from "../../keys/authorizedKeys.ts"
import { type HookAnswer, HookError, type HookFacts, parseHookOptions, sshFields } from "./hookFacts.ts"

const options = z.strictObject({
  /** The program that the renter uses, and its arguments. */
  command: z.array(z.string()).min(1, "must name a program"),
  /** File of the renter's SSH keys, which the machine's SSH server reads. */
  authorizedKeys: z.string().startsWith("/").optional(),
  ...sshFields,
})

const MARK = "GPUFLOW_WORKLOAD"
/** Milliseconds between the end signal and the kill, and between two looks. */
const PATIENCE = 5_000
const LOOK = 50

export async function processHook(facts: HookFacts): Promise<HookAnswer | undefined> {
  const given = parseHookOptions(options, facts)
  const data = join(facts.folder, "data")
  const pidFile = join(facts.folder, "workload.pid")
  const setKeys = async () => given.authorizedKeys && writeKeys(given.authorizedKeys, facts)

  switch (facts.step) {
    case "start":
      if (processesOf(facts, pidFile).length === 0) await begin(facts, given.command, { data, pidFile })
      if (facts.keys.length > 0) await setKeys()
      return given.ssh
    case "access":
      if (!given.authorizedKeys)
        throw new HookError("Set options.authorizedKeys to the file that the SSH server reads.")
      await setKeys()
      return given.ssh
    case "stop":
      if (given.authorizedKeys) await removeKeys(given.authorizedKeys)
      await end(facts, pidFile)
      return undefined
    case "wipe":
      await end(facts, pidFile)
      rmSync(data, { recursive: true, force: true })
      return undefined
    case "health":
      if (facts.rental !== "" && processesOf(facts, pidFile).length === 0)
        throw new HookError("The workload does not run.")
      return undefined
  }
}

type Places = { readonly data: string; readonly pidFile: string }

async function begin(
  { rental, folder }: HookFacts,
  command: readonly string[],
  { data, pidFile }: Places,
): Promise<void> {
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const output = openSync(join(folder, "workload.log"), "a", 0o600)
  // The process writes its own number before it becomes the program, so that it is never without one.
  const script = 'echo "$$" > "$1" && shift && exec "$@"'
  const env = { ...process.env, [MARK]: rental }
  const child = spawn("/bin/sh", ["-c", script, "sh", pidFile, ...command], {
    cwd: data,
    env,
    detached: true,
    stdio: ["ignore", output, output],
  })
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve)
    child.once("error", reject)
  })
  child.unref()
}

async function end(facts: HookFacts, pidFile: string): Promise<void> {
  for (const name of ["SIGTERM", "SIGKILL"] as const) {
    const limit = performance.now() + PATIENCE
    while (performance.now() < limit) {
      const found = processesOf(facts, pidFile)
      if (found.length === 0) {
        rmSync(pidFile, { force: true })
        return
      }
      for (const pid of found) signal(pid, name)
      await sleep(LOOK)
    }
  }
  throw new HookError("The workload does not end.")
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has already ended.
  }
}

/** The processes of the rental's workload that still run. */
function processesOf({ rental }: HookFacts, pidFile: string): number[] {
  const marked = (pid: number) => read(`/proc/${pid}/environ`).split("\0").includes(`${MARK}=${rental}`)
  const isGone = (pid: number) => /\) Z /.test(read(`/proc/${pid}/stat`))
  if (process.platform === "linux") {
    const pids = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
    return pids.filter((pid) => marked(pid) && !isGone(pid))
  }
  const pid = Number(read(pidFile))
  return pid > 0 && isThere(pid) ? [pid] : []
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return ""
  }
}
