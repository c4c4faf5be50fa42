import { spawn } from "node:child_process"
import { constants } from "node:os"

import { commandEnvironment } from "../childEnvironment.ts"
import { UsageError } from "../errors.ts"
import { codeOf } from "../files.ts"
import type { Session } from "../session.ts"

/** Runs ssh at the user's terminal, without this program's keys in its environment, and returns its exit code. */
export async function runSsh(session: Session, args: readonly string[]): Promise<number> {
  const { stdin, stdout, stderr, signal } = session
  const isOwn = stdin === process.stdin && stdout === process.stdout && stderr === process.stderr
  const child = spawn("ssh", args, { env: commandEnvironment(session), stdio: isOwn ? "inherit" : "pipe" })
  if (child.stdin) stdin.pipe(child.stdin)
  child.stdout?.pipe(stdout, { end: false })
  child.stderr?.pipe(stderr, { end: false })
  const stop = () => child.kill("SIGTERM")
  signal.addEventListener("abort", stop, { once: true })
  return new Promise<number>((resolve, reject) => {
    child.on("error", (cause) => {
      const reason = codeOf(cause) === "ENOENT" ? "Install OpenSSH's client" : "Check that ssh runs"
      reject(new UsageError(`ssh could not be started. ${reason}, or use \`gpuflow-escrow access\`.`, {}, { cause }))
    })
    // As shells have it.
    child.on("close", (code, name) => resolve(code ?? 128 + (name ? constants.signals[name] : 0)))
  }).finally(() => signal.removeEventListener("abort", stop))
}
