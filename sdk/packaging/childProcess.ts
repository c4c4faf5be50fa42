import { spawn } from "node:child_process"

import { npmEnvironment } from "../../scripts/npmEnvironment.mjs"

export interface Outcome {
  readonly ok: boolean
  readonly stdout: string
  /** Standard output and standard error. */
  readonly output: string
}

/** Runs a program and resolves when it has ended, whether it succeeded or not. */
export function run(cwd: string, command: string, ...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: npmEnvironment(), stdio: ["ignore", "pipe", "pipe"] })
    let [stdout, stderr] = ["", ""]
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk
    })
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk
    })
    child.on("error", reject)
    child.on("close", (code) => resolve({ ok: code === 0, stdout, output: `${stdout}${stderr}`.trim() }))
  })
}

/** Runs a program and returns its standard output. Throws if the program fails. */
export async function runOrThrow(cwd: string, command: string, ...args: readonly string[]): Promise<string> {
  const { ok, stdout, output } = await run(cwd, command, ...args)
  if (!ok) throw new Error(`${command} ${args.join(" ")} failed.\n${output}`)
  return stdout
}
