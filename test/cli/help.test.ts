import { expect } from "chai"
import { environment, examplesOf, exitMeanings } from "../../cli/commands/helpTexts.ts"
import { exitCodes } from "../../cli/exitCodes.ts"
import { start } from "../support/commandLine.ts"
import { commandIn, commandNames } from "../support/commandWords.ts"

describe("CLI: help", () => {
  it("behavior: each command has one to three examples, and each of them parses", async () => {
    for (const name of commandNames().filter((command) => command !== "complete")) {
      const examples = examplesOf(`gpuflow-escrow ${name}`)
      expect(examples.length, `examples of ${name}`).to.be.within(1, 3)
      for (const example of examples) expect(await commandIn(example), example).to.equal(name)
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
