import { PassThrough } from "node:stream"
import type { CommandUnknownOpts } from "@commander-js/extra-typings"
import { expect } from "chai"
import { environment, examplesOf, exitMeanings } from "../../cli/commands/helpTexts.ts"
import { exitCodes } from "../../cli/exitCodes.ts"
import { makeProgram } from "../../cli/program.ts"
import { openSession } from "../../cli/session.ts"
import { start } from "../support/commandLine.ts"

function open(): CommandUnknownOpts {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  return makeProgram(openSession({ env: {}, stdin, stdout, stderr, signal: new AbortController().signal }))
}

type Named = readonly [path: string, command: CommandUnknownOpts]

function everyCommand(command: CommandUnknownOpts, path: string): Named[] {
  return command.commands
    .filter((child) => !["help", "complete"].includes(child.name()))
    .flatMap((child): Named[] => [
      [`${path} ${child.name()}`, child],
      ...everyCommand(child, `${path} ${child.name()}`),
    ])
}

const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "")

describe("CLI: help", () => {
  it("behavior: each command has one to three examples, and each of them parses", async () => {
    for (const [path] of everyCommand(open(), "gpuflow-escrow")) {
      const examples = examplesOf(path)
      expect(examples.length, `examples of ${path}`).to.be.within(1, 3)
      for (const example of examples) {
        const program = open()
        let called = ""
        for (const [name, command] of everyCommand(program, "gpuflow-escrow")) {
          command.action(() => {
            called = name
          })
        }
        const [, ...argv] = wordsOf(example)
        await program.parseAsync(argv, { from: "user" })
        expect(called, example).to.equal(path)
      }
    }
  })

  it("behavior: a command's help ends with its examples", async () => {
    const { out, code } = await start(["bond", "fund", "--help"]).done
    expect(code, "exit code").to.equal(0)
    expect(out.trim().split("\n").slice(-2), "end").to.deep.equal(["Examples:", '  gpuflow-escrow bond fund "50 USDC"'])
  })

  it("behavior: the program's help has the commands by who runs them, examples, the environment and exit codes", async () => {
    const { out } = await start(["--help"]).done
    const headings = ["Host", "Renter", "Arbiter"].map((role) => `${role} commands:`)
    for (const heading of [...headings, "Commands for everyone:", "Examples:", "Environment:", "Exit codes:"]) {
      expect(out, heading).to.contain(`\n${heading}\n`)
    }
    for (const [name] of environment) expect(out, name).to.contain(`\n  ${name}\n`)
    for (const name of Object.keys(exitMeanings)) {
      expect(out, name).to.match(new RegExp(`\n  ${Reflect.get(exitCodes, name)}  [A-Z]`))
    }
    for (const line of out.split("\n")) expect(line.length, line).to.be.at.most(80)
  })
})
