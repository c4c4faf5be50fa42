// Runs command lines as a person at a terminal of 80 columns does, and keeps what the terminal shows.
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { PassThrough, Writable } from "node:stream"
import { setTimeout as sleep } from "node:timers/promises"

import { run } from "../../cli/program.ts"
import { wordsOf } from "../../test/support/commandWords.ts"
import { root } from "../support/root.ts"
import { screenOf } from "./screen.ts"

export const COLUMNS = 80

/** A command line and what the terminal showed of it. */
export interface Take {
  /** The command's name, such as `bond fund`. Undefined: the line is not one of this program. */
  readonly command: string | undefined
  /** Introduces it on the page of transcripts. Without one, the take is not on it. */
  readonly caption: string | undefined
  /** By which a page refers to it. */
  readonly name: string | undefined
  readonly line: string
  readonly shown: readonly string[]
  readonly code: number
}

export type Environment = Readonly<Record<string, string | undefined>>

interface Direction {
  readonly caption?: string
  readonly name?: string
  /** The exit code that is expected. */
  readonly code?: number
  /** What is typed at each question, by a part of the question. */
  readonly answers?: Readonly<Record<string, string>>
  readonly env?: Environment
  /** What another program writes to the command's standard input. Without it, a person types. */
  readonly input?: string
}

export type Recorder = ReturnType<typeof openRecorder>

/** `onTake` is called as soon as a command line has ended. */
export function openRecorder(onTake: (take: Take) => void) {
  const takes: Take[] = []
  const keep = (take: Take) => {
    takes.push(take)
    onTake(take)
  }

  /** Runs a command line, without the program's name, to its end. */
  async function play(env: Environment, line: string, direction: Direction = {}): Promise<Take> {
    return begin(env, line, direction).ended
  }

  /** Starts a command line that runs until it is stopped. */
  function begin(env: Environment, line: string, { answers = {}, ...direction }: Direction = {}) {
    const words = wordsOf(line)
    const stop = new AbortController()
    let written = ""
    const stdin = Object.assign(new PassThrough(), { isTTY: direction.input === undefined })
    if (direction.input !== undefined) stdin.end(direction.input)
    const asked = new Set<string>()
    const answer = () => {
      for (const [question, text] of Object.entries(answers)) {
        if (asked.has(question) || !written.includes(question)) continue
        asked.add(question)
        setImmediate(() => stdin.write(`${text}\n`))
      }
    }
    // Both streams go to one screen, in the order in which they are written to.
    const output = () => {
      const stream = new Writable({
        decodeStrings: false,
        write(chunk, _, done) {
          written += String(chunk)
          answer()
          done()
        },
      })
      // As the process's own, it does not end with a prompt.
      return Object.assign(stream, { isTTY: true, columns: COLUMNS, end: () => stream })
    }
    const runtime = { stdin, stdout: output(), stderr: output(), signal: stop.signal }
    const running = run(words, { ...runtime, env: { ...env, ...direction.env } })
    const ended = running.then((code) => {
      const shown = screenOf(written, COLUMNS)
      const { caption, name, code: expected = 0 } = direction
      if (code !== expected) throw new Error(`${line}: exit code ${code}, expected ${expected}\n${shown.join("\n")}`)
      const take = { command: commandIn(words), caption, name, line: `gpuflow-escrow ${line}`, shown, code }
      keep(take)
      return take
    })
    return {
      ended,
      /** Resolves once the terminal has shown a text as often. */
      async until(text: string, count = 1): Promise<void> {
        while (written.split(text).length <= count) await Promise.race([sleep(50), ended])
      },
      /** As Ctrl-C does, which a terminal shows. */
      stop(): Promise<Take> {
        written += "^C"
        stop.abort()
        return ended
      },
    }
  }

  return {
    takes: takes as readonly Take[],
    play,
    begin,
    /** Completes a command line, in a process of its own: the library that does it writes to the process's output. */
    complete(line: string, { caption }: Direction): void {
      const args = ["complete", "--", ...wordsOf(line)]
      const shown = printedBy(process.execPath, [join(root, "cli", "main.ts"), ...args])
      keep({
        command: "complete",
        caption,
        name: undefined,
        line: `gpuflow-escrow complete -- ${line}`,
        shown,
        code: 0,
      })
    },
    /** Runs a line of another program in the working folder. */
    shell(line: string, name: string): void {
      const [program = "", ...args] = wordsOf(line)
      keep({ command: undefined, caption: undefined, name, line, shown: printedBy(program, args), code: 0 })
    },
  }
}

function printedBy(program: string, args: readonly string[]): string[] {
  return screenOf(execFileSync(program, args, { encoding: "utf8" }), COLUMNS)
}

/** `bond fund`, `rent` */
function commandIn([first = "", second = ""]: readonly string[]): string {
  const subcommands: Readonly<Record<string, readonly string[]>> = {
    bond: ["fund", "withdraw"],
    host: ["init", "check", "status", "hook"],
    mandates: ["execute"],
    offer: ["verify"],
  }
  return subcommands[first]?.includes(second) ? `${first} ${second}` : first
}
