import { execFile } from "node:child_process"
import { PassThrough } from "node:stream"
import { promisify } from "node:util"

import { expect } from "chai"
import manifest from "../../cli/package.json" with { type: "json" }
import { run } from "../../cli/program.ts"
import { as, envOf, onLocalChain, type TestWorld } from "../support/commandLine.ts"
import { accountOf } from "../support/parties.ts"
import { rented } from "./steps.ts"

const ID = /0x[\da-f]{64}/

/** Runs a command at a terminal of a width. */
async function look(argv: readonly string[], columns: number, env: Readonly<Record<string, string | undefined>>) {
  const terminal = () => Object.assign(new PassThrough(), { isTTY: true, columns })
  const [stdin, stdout, stderr] = [terminal(), terminal(), terminal()]
  const kept = { out: "", err: "" }
  stdout.on("data", (chunk) => (kept.out += String(chunk)))
  stderr.on("data", (chunk) => (kept.err += String(chunk)))
  const code = await run(argv, { env, stdin, stdout, stderr, signal: new AbortController().signal })
  return { code, ...kept }
}

describe("CLI: the terminal", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  it("behavior: tables are not wider than the terminal, and ids stay whole", async () => {
    const id = await rented(world, folder)
    const env = { ...envOf(world, "host"), NO_COLOR: "1" }
    const commands = [
      ["list", "--host"],
      ["claimable"],
      ["record", accountOf("host").address],
      ["show", id],
      ["bond", "--token", "USDC"],
      ["doctor"],
      ["offer", "verify", `${folder}/offer.json`],
    ]
    for (const argv of commands) {
      for (const columns of [200, 80, 40]) {
        const { out } = await look(argv, columns, env)
        expect(out, `${argv[0]} prints`).not.to.equal("")
        const widest = Math.max(...out.split("\n").map((line) => line.length))
        expect(widest, `${argv[0]} at ${columns} columns:\n${out}`).to.be.at.most(columns)
      }
    }
    for (const argv of commands.slice(0, 2)) expect((await look(argv, 80, env)).out, argv[0]).to.match(ID)
  })

  it("behavior: sentences continue at a word, ids in them stay whole, and data stays as it is", async () => {
    const id = await rented(world, folder)
    const env = { ...envOf(world, "host"), NO_COLOR: "1" }
    const started = await look(["start", id, "--yes", "--wait", "1"], 80, env)
    const again = await look(["start", id, "--yes"], 80, env)
    const transaction = ID.exec(started.out)?.[0] ?? ""
    const found = await look(["tx", transaction], 80, env)
    expect([started.code, again.code, found.code], "exit codes").to.deep.equal([0, 5, 0])
    for (const text of [started.err, started.out, again.err, found.out]) {
      expect(text, "an id").to.match(ID)
      for (const line of text.split("\n")) expect(line.length, line).to.be.at.most(80)
    }
    expect(started.err.match(/Start rental/g), "what is sent is said once").to.have.lengthOf(1)

    const planned = await look(["bond", "fund", "5 USDC", "--dry-run"], 80, env)
    expect(planned.out, "data to copy").to.match(/^data +0x[\da-f]{136}$/m)
    const { out } = await look(["offer", "verify", `${folder}/offer.json`], 80, env)
    expect(out, "an offer").to.match(/document +the one that the host signed/)
  })

  it("behavior: without a terminal, each rental is one line with all values", async () => {
    const id = await rented(world, folder)
    for (const command of [["list", "--host"], ["claimable"]]) {
      const lines = (await as(world, "host", command)).out.trim().split("\n")
      expect(lines, command[0]).to.have.lengthOf(2)
      expect(lines[1], command[0]).to.contain(id)
    }
  })

  it("behavior: what is wrong is coloured, but not with NO_COLOR, in CI, or on a dumb terminal", async () => {
    const env = { ...envOf(world, "host"), GPUFLOW_RPC_URL: `http://127.0.0.1:9, ${world.url}` }
    const coloured = await look(["doctor"], 80, env)
    expect(coloured.out, "a failed check").to.contain("\u001b[31mFAILED\u001b[39m")
    const failed = await look(["show", "0x12"], 80, env)
    expect(failed.err, "an error").to.contain("\u001b[31mUsage\u001b[39m: ")
    for (const plain of [{ NO_COLOR: "1" }, { CI: "true" }, { TERM: "dumb" }]) {
      const { out, err } = await look(["list", "--host"], 80, { ...envOf(world, "host"), ...plain })
      const doctor = await look(["doctor"], 80, { ...env, ...plain })
      for (const control of ["\u001b", "\r"]) {
        expect(`${out}${err}${doctor.out}${doctor.err}`, JSON.stringify(plain)).not.to.contain(control)
      }
    }
    const piped = await as(world, "host", ["doctor"], { GPUFLOW_RPC_URL: env.GPUFLOW_RPC_URL })
    expect(`${piped.out}${piped.err}`, "without a terminal").not.to.contain("\u001b")
  })

  it("behavior: --version loads no library", async () => {
    const hooks = `import { registerHooks } from "node:module"
      registerHooks({ load(url, context, next) { process.stderr.write(url + "\\n"); return next(url, context) } })`
    const preload = `data:text/javascript,${encodeURIComponent(hooks)}`
    for (const flag of ["--version", "-V"]) {
      const told = await promisify(execFile)(process.execPath, ["--import", preload, "cli/main.ts", flag])
      expect(told.stdout, "version").to.equal(`${manifest.version}\n`)
      const loaded = told.stderr.split("\n").filter((url) => url.startsWith("file:"))
      const names = loaded.map((url) => url.split("/").at(-1))
      expect(names.sort(), "modules").to.deep.equal(["exitCodes.ts", "main.ts", "package.json"])
    }
  })
})
