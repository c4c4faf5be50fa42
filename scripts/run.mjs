// Runs a program of the repository on a machine that may have nothing yet but Node 20: installs what is missing, then
// starts the program on the Node that was installed.
//   node scripts/run.mjs [--build] [--with <workspace>]... <program> [arguments]
// `--build` compiles the contracts first. `--with` installs one more workspace than every command needs. A program is a
// file of the repository, or a command of an installed package.
import { spawn } from "node:child_process"
import { delimiter, join } from "node:path"

import { bin, root, setUp } from "./setup.mjs"

const args = process.argv.slice(2)
const workspaces = []
let build = false
while (args[0]?.startsWith("--")) {
  if (args[0] === "--build") build = true
  else if (args[0] === "--with") workspaces.push(args.splice(1, 1)[0])
  else throw new Error(`Unknown option ${args[0]}. Pass --build or --with <workspace>.`)
  args.shift()
}
setUp(workspaces)

const env = {
  // Many programs start many others, each of which would compile the same modules again.
  NODE_COMPILE_CACHE: join(root, "cache", "node"),
  ...process.env,
  PATH: [bin, process.env.PATH].join(delimiter),
}
const [program = "", ...rest] = args
const command = /\.m?ts$/.test(program) ? ["node", join(root, program), ...rest] : [program, ...rest]
const built = build ? await run(["hardhat", "build"]) : 0
process.exitCode = built === 0 ? await run(command) : built

/** Resolves with the exit code. */
function run([name, ...its]) {
  return new Promise((resolve) => {
    const child = spawn(name, its, { cwd: root, env, stdio: "inherit" })
    // A terminal sends its signals to the child as well, which decides how to end; others are handed on.
    const ignore = () => {}
    const forward = () => child.kill("SIGTERM")
    process.on("SIGINT", ignore).on("SIGTERM", forward)
    child.on("error", ({ message }) => {
      console.error(`${name} could not be started: ${message}`)
      resolve(1)
    })
    child.on("close", (code, signal) => {
      process.off("SIGINT", ignore).off("SIGTERM", forward)
      if (signal) process.kill(process.pid, signal)
      resolve(code ?? 1)
    })
  })
}
