import { spawn } from "node:child_process"

/** What may be told to an npm that is started from a script: where packages come from, and nothing of the npm outside. */
const SOURCE =
  /^npm_config_(registry|cache|userconfig|globalconfig|(https?_)?proxy|noproxy|ca|cafile|strict_ssl|.*\/\/.*)$/i
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || SOURCE.test(name)),
)

export interface Outcome {
  readonly ok: boolean
  readonly stdout: string
  /** Both streams, for a message. */
  readonly output: string
}

/** Runs a program to its end. */
export function run(cwd: string, command: string, ...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] })
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

/** As `run`, for what everything after it needs. */
export async function must(cwd: string, command: string, ...args: readonly string[]): Promise<string> {
  const { ok, stdout, output } = await run(cwd, command, ...args)
  if (!ok) throw new Error(`${command} ${args.join(" ")} failed.\n${output}`)
  return stdout
}
