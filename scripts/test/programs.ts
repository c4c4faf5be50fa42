// Runs programs side by side and shows what they print one after the other.
import { type ChildProcess, spawn } from "node:child_process"

export interface Ended {
  readonly ok: boolean
  readonly output: string
  readonly errors: string
}

interface Section {
  waiting: string
  ended: boolean
}

/** Programs that have begun, in this order, and are not shown to their end. */
const sections: Section[] = []
const running = new Set<ChildProcess>()

// A program whose output is read shows no colours unless it is asked to.
const colours = process.stdout.isTTY && process.env["NO_COLOR"] === undefined ? { FORCE_COLOR: "1" } : {}

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.on(signal, () => {
    for (const child of running) child.kill("SIGTERM")
    process.exit(code)
  })
}

/** Runs a program to its end. The earliest that still runs is shown live, every other one when its turn comes. */
export function run(
  program: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const section: Section = { waiting: "", ended: false }
  sections.push(section)
  return new Promise((resolve) => {
    const env = { ...process.env, ...colours, ...variables }
    const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] })
    running.add(child)
    let output = ""
    let errors = ""
    const print = (text: string) => {
      section.waiting += text
      show()
    }
    const printError = (text: string) => {
      errors += text
      print(text)
    }
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text
      print(text)
    })
    child.stderr.setEncoding("utf8").on("data", printError)
    child.on("error", ({ message }) => printError(`${program} could not be started: ${message}\n`))
    child.on("close", (code) => {
      running.delete(child)
      section.ended = true
      show()
      resolve({ ok: code === 0, output, errors })
    })
  })
}

function show(): void {
  for (let first = sections[0]; first; first = sections[0]) {
    process.stdout.write(first.waiting)
    first.waiting = ""
    if (!first.ended) return
    sections.shift()
  }
}
