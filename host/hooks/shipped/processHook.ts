// A plain process for each rental. Everything that it starts inherits a variable with the rental's id, by which it is
// found and ended on Linux, whatever happened to the file with its number; and what has lost the variable is found as its
// descendant. A file of keys comes with the sessions that they let in, which end with the rental.
import { spawn } from "node:child_process"
import { mkdirSync, openSync, rmSync } from "node:fs"
import { join } from "node:path"
import { z } from "zod"

import { removeKeys, writeKeys } from "../../keys/authorizedKeys.ts"
import { sessionProcesses } from "../../keys/sshSessions.ts"
import { bootId } from "../processIdentity.ts"
import { hasVariable, isRunning, listProcesses, type ProcessEntry, readQuietly } from "../processTable.ts"
import { endProcesses } from "./endProcesses.ts"
import { type HookAnswer, HookError, type HookFacts, parseHookOptions, sshFields } from "./hookFacts.ts"

const options = z.strictObject({
  /** The program that the renter uses, and its arguments. */
  command: z.array(z.string()).min(1, "must name a program"),
  /** File of the renter's SSH keys, which the machine's SSH server reads. */
  authorizedKeys: z.string().startsWith("/").optional(),
  ...sshFields,
})

const MARK = "GPUFLOW_WORKLOAD"

export async function processHook(facts: HookFacts): Promise<HookAnswer | undefined> {
  const given = parseHookOptions(options, facts)
  const data = join(facts.folder, "data")
  const pidFile = join(facts.folder, "workload.pid")
  const output = join(facts.folder, "workload.log")
  const setKeys = async () => given.authorizedKeys && writeKeys(given.authorizedKeys, facts)
  async function end(): Promise<void> {
    const login = given.authorizedKeys === undefined ? undefined : given.ssh
    await endProcesses((all) => {
      const sessions = login ? sessionProcesses(login, all) : new Set<number>()
      return new Set([...workloadProcesses(facts, pidFile, all), ...sessions])
    })
    rmSync(pidFile, { force: true })
  }

  switch (facts.step) {
    case "start":
      if (workloadProcesses(facts, pidFile).size === 0) await begin(facts, given.command, { data, pidFile, output })
      if (facts.keys.length > 0) await setKeys()
      return given.ssh
    case "access":
      if (!given.authorizedKeys)
        throw new HookError("Set options.authorizedKeys to the file that the SSH server reads.")
      await setKeys()
      return given.ssh
    case "stop":
      try {
        if (given.authorizedKeys) await removeKeys(given.authorizedKeys)
      } finally {
        await end()
      }
      return undefined
    case "wipe":
      await end()
      for (const path of [data, output]) rmSync(path, { recursive: true, force: true })
      return undefined
    case "health":
      if (facts.rental !== "" && workloadProcesses(facts, pidFile).size === 0)
        throw new HookError("The workload does not run.")
      return undefined
  }
}

type Places = { readonly data: string; readonly pidFile: string; readonly output: string }

async function begin(
  { rental }: HookFacts,
  command: readonly string[],
  { data, pidFile, output }: Places,
): Promise<void> {
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const log = openSync(output, "a", 0o600)
  // The process writes its own number and what `processIdentity` says of it before it becomes the program, so that it is
  // never without them. The name of this shell has no space, so the fields can be counted from the front.
  const script = 'echo "$$ $2 $$ $(cut -d " " -f 22 /proc/$$/stat 2>/dev/null)" > "$1" && shift 2 && exec "$@"'
  const env = { ...process.env, [MARK]: rental }
  const child = spawn("/bin/sh", ["-c", script, "sh", pidFile, bootId(), ...command], {
    cwd: data,
    env,
    detached: true,
    stdio: ["ignore", log, log],
  })
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve)
    child.once("error", reject)
  })
  child.unref()
}

/** The processes of the rental's workload that still run. */
function workloadProcesses(
  { rental }: HookFacts,
  pidFile: string,
  all: readonly ProcessEntry[] = listProcesses(),
): Set<number> {
  const found = new Set(all.map(({ pid }) => pid).filter((pid) => hasVariable(pid, `${MARK}=${rental}`)))
  // A server that renames itself, as sshd does, writes over its environment.
  const [, number = "", identity = ""] = /^(\d+) (.*)/.exec(readQuietly(pidFile)) ?? []
  if (number !== "" && isRunning(Number(number), identity)) found.add(Number(number))
  return found
}
