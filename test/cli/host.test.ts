import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { PassThrough } from "node:stream"
import { fileURLToPath } from "node:url"
import { stripVTControlCharacters } from "node:util"
import { sshFingerprint } from "@gpuflow/escrow/access"
import { expect } from "chai"

import { run } from "../../cli/program.ts"
import { readHostSettings } from "../../host/index.ts"
import { type ServedChain, serveChain } from "../support/chain.ts"
import { as, type Env, envOf, onLocalChain, send, type TestWorld } from "../support/commandLine.ts"
import { startHostProcess } from "../support/hostProcess.ts"
import { type HostWorld, openHostWorld } from "../support/hostWorld.ts"
import { HOST_KEY } from "../support/machineDoor.ts"
import { addressOf, keyOf } from "../support/parties.ts"
import { startRealServer } from "../support/realServer.ts"
import { until } from "../support/until.ts"

const HOUR = 3_600n
const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url))
type Finding = { readonly state: string; readonly check: string }

describe("CLI: host", () => {
  let world: TestWorld
  let folder = ""
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  const document = { version: 1, name: "unit 0", gpu: { model: "A100", count: 1, memoryMiB: 81_920 } }
  const settings = () => join(folder, "host.toml")
  const init = (...more: string[]) => [
    ...["host", "init", "--document", join(folder, "machine.json"), "--to", settings()],
    ...["--hooks", "docker", "--workload", "cuda:13", ...more],
  ]

  it("default: init writes settings that check understands", async () => {
    writeFileSync(join(folder, "machine.json"), JSON.stringify(document))
    const offer = ["--usd", "1.50", "--token", "USDC", "--board", "https://board.example"]
    const made = await as(world, "host", init(...offer))
    expect([made.code, made.err], "init").to.deep.equal([0, ""])
    const text = readFileSync(settings(), "utf8")
    expect(text, "hooks").to.include('onStart = [ "gpuflow-escrow", "host", "hook", "docker", "start" ]')
    expect(text, "offer").to.include('usd = "1.50"')

    const env = { PATH: "/nowhere", STATE_DIRECTORY: folder }
    const checked = await as(world, "host", ["host", "check", "--settings", settings(), "--json"], env)
    const { findings }: { findings: readonly Finding[] } = JSON.parse(checked.out)
    expect(checked.code, "exit code").to.equal(8)
    const failed = findings.filter(({ state }) => state === "FAILED").map(({ check }) => check)
    expect(failed, "failed").to.deep.equal([
      "board https://board.example",
      ...["onStart", "onStop", "onWipe", "onAccess", "health"].map((hook) => `unit 0: ${hook}`),
    ])
    expect(findings.find(({ check }) => check === "gas")?.state, "gas").to.equal("ok")

    const again = await as(world, "host", init())
    expect([again.code, again.err], "twice").to.deep.equal([
      2,
      `Usage: ${settings()} is already there. Pass another file with --to, or remove it.\n`,
    ])
  })

  /** Answers each question of a terminal, in their order, and returns the exit code with what was asked. */
  async function answer(argv: readonly string[], env: Env, answers: readonly (readonly [string, string])[]) {
    const stdin = Object.assign(new PassThrough(), { isTTY: true })
    const stdout = new PassThrough()
    // As the process's own, it does not end with a prompt.
    const stderr = Object.assign(new PassThrough(), { isTTY: true, end: () => stderr })
    let [said, place] = ["", 0]
    stdout.resume()
    stderr.on("data", (chunk) => {
      said += stripVTControlCharacters(String(chunk))
      const next = answers[place]
      if (!next || !said.includes(next[0])) return
      ;[said, place] = ["", place + 1]
      setImmediate(() => stdin.write(`${next[1]}\r`))
    })
    const code = await run(argv, { env, stdin, stdout, stderr, signal: AbortSignal.timeout(60_000) })
    return { code, asked: place, said }
  }

  it("default: init asks for all that a host needs, and check accepts what it writes", async () => {
    const server = await startRealServer(world)
    await send(world, "host", "bond", "fund", "20 USDC")
    const bin = join(folder, "bin")
    mkdirSync(bin)
    writeFileSync(join(bin, "gpuflow-escrow"), "#!/bin/sh\nexit 0\n", { mode: 0o755 })
    writeFileSync(join(folder, "host_key.pub"), `${HOST_KEY} machine\n`)
    const path = join(folder, "new.json")
    const env = {
      ...envOf(world, "host"),
      PATH: `${bin}:${process.env["PATH"]}`,
      STATE_DIRECTORY: join(folder, "state"),
    }
    const { code, asked, said } = await answer(["host", "init", "--to", settings()], env, [
      ["File of the machine's document", path],
      ["Your name for the machine", "unit 7"],
      ["Model of its GPUs", "A100"],
      ["Number of GPUs", "2"],
      ["Memory of each GPU", "81920"],
      ["Kind of workload", "process"],
      ["Program that the renter uses", "sleep 1000"],
      ["URL by which renters reach", "https://127.0.0.1:9466"],
      ["Address on which the door", ""],
      ["SSH server", "renter@127.0.0.1:2222"],
      ["public host key", join(folder, "host_key.pub")],
      ["File of keys", join(folder, "keys")],
      ["Board on which", server.url],
      ["Dollars per hour", "1.75"],
      ["Least dollars", "1.00"],
      ["Token in which", ""],
      ["Bond per rental", ""],
      ["billed even if", "1h"],
      ["Longest rental", "7d"],
      ["Give downtime back", ""],
      ["of one rental", "6h"],
      ["within a day", "1d"],
      ["Most POL", "2"],
    ])
    expect([code, asked], said).to.deep.equal([0, 23])
    const read = await readHostSettings(settings())
    expect(read.policy, "policy").to.include({ refund: true, refundPerRental: 21_600n, refundPerDay: 86_400n })
    expect([read.gas.polPerDay, read.door?.listen], "gas and door").to.deep.equal(["2", "0.0.0.0:9466"])
    const [machine] = read.machines
    expect(machine?.document, "document").to.deep.include({ name: "unit 7", version: 1 })
    expect(machine?.offer, "offer").to.deep.include({ usd: "1.75", floorUsd: "1.00", token: "USDC", bond: "5" })
    expect([machine?.offer?.minDuration, machine?.offer?.maxDuration], "times").to.deep.equal([3_600n, 604_800n])

    const checked = await as(world, "host", ["host", "check", "--settings", settings(), "--json"], env)
    expect(checked.code, checked.out).to.equal(0)
    const { findings }: { findings: readonly Finding[] } = JSON.parse(checked.out)
    const stateOf = (name: string) => findings.find(({ check }) => check.startsWith(name))?.state
    expect(
      ["endpoint 1", "clock 1", "account", "free bond in USDC", "board", "door"].map(stateOf),
      checked.out,
    ).to.deep.equal(["ok", "ok", "ok", "ok", "ok", "warning"])
  })

  it("error: check names an operator that does not sign, a bond that is too low, and what does not answer", async () => {
    const access = { endpoint: "https://127.0.0.1:1", hostKey: sshFingerprint(HOST_KEY) }
    writeFileSync(join(folder, "machine.json"), JSON.stringify({ ...document, access }))
    const places = ["--board", "http://127.0.0.1:2", "--usd", "1.50", "--token", "USDC", "--bond", "5"]
    expect((await as(world, "host", init("--host", addressOf("host"), ...places))).code, "init").to.equal(0)
    await world.pass(3_600n)
    const env = { STATE_DIRECTORY: folder, GPUFLOW_RPC_URL: `${world.url},http://127.0.0.1:1` }
    const check = async (role: "host" | "operator") => {
      const { code, out } = await as(world, role, ["host", "check", "--settings", settings(), "--json"], env)
      expect(code, out).to.equal(8)
      const { findings }: { findings: readonly Finding[] } = JSON.parse(out)
      return findings
        .filter(({ state, check }) => state === "FAILED" && !check.includes(": on"))
        .map(({ check }) => check)
    }
    const wrong = ["clock 1", "endpoint 2", "free bond in USDC", "board http://127.0.0.1:2", "unit 0: access"]
    expect(await check("host"), "the host")
      .to.include.members(wrong)
      .and.not.include("signer")
    expect(await check("operator"), "its operator").to.include.members([...wrong, "signer"])
    await send(world, "host", "revoke", "--all", "--signer", addressOf("operator"))
    expect(await check("operator"), "its signer").to.not.include("signer")
  })

  it("default: status without an agent, and settings that are wrong", async () => {
    writeFileSync(join(folder, "machine.json"), JSON.stringify(document))
    await as(world, "host", init())
    const env = { STATE_DIRECTORY: folder }
    const { code, out } = await as(world, undefined, ["host", "status", "--settings", settings()], env)
    expect([code, out.includes("unit 0   free")], "status").to.deep.equal([0, true])
    writeFileSync(settings(), "poll = 5\n")
    const wrong = await as(world, "host", ["host", "--settings", settings()])
    expect(wrong.code, "exit code").to.equal(2)
    expect(wrong.err, "fault").to.include("- poll: must be a time such as 30s, 10m, 8h or 30d.")
  })
})

describe("CLI: host, killed", () => {
  let chain: ServedChain
  let host: HostWorld
  before(async () => {
    chain = await serveChain()
  })
  after(() => chain.close())
  afterEach(() => host.close())
  const isActive = (id: `0x${string}`) => async () => (await host.stateOf(id)).status === "Active"

  it("behavior: killed while each hook runs, the next agent ends it, and goes on", async () => {
    host = await openHostWorld(chain)
    const unit = host.unit()
    const killedIn = async (step: string, id: string) => {
      unit.set(`hang-${step}`)
      const agent = startHostProcess(host)
      await until(() => agent.ended() || unit.calls().filter((line) => line === `${step} ${id}`).length > 0)
      await agent.kill()
      unit.unset(`hang-${step}`)
    }
    const { id } = await host.deposit()
    await killedIn("start", id)
    expect(unit.workload(), "workload while it hung").to.equal(undefined)
    const agent = startHostProcess(host)
    await until(isActive(id))
    expect(unit.workload(), "workload").to.equal(id)
    await agent.kill()
    await chain.pass(HOUR)
    await killedIn("stop", id)
    await killedIn("wipe", id)
    const last = startHostProcess(host)
    await until(() => unit.data().length === 0)
    expect(await last.stop(), "exit code").to.equal(0)
    expect(last.lines().filter(({ msg }) => msg === "hook of an earlier run ended").length, "ended").to.equal(1)
    expect(unit.workload(), "workload at the end").to.equal(undefined)
  })

  it("behavior: no secret of a file .env reaches the workload of a shipped hook", async () => {
    host = await openHostWorld(chain)
    const { folder } = host
    writeFileSync(join(folder, ".env"), `GPUFLOW_PRIVATE_KEY=${keyOf("host")}\n`)
    const rental = `0x${"ab".repeat(32)}`
    const options = { command: ["sh", "-c", "env > variables.new; mv variables.new variables; sleep 600"] }
    const facts = { version: 1, rental, renter: "0x", name: "unit", endsAt: 0, folder, keys: [], options }
    const ask = async (step: string, ...more: string[]) => {
      const argv = ["--disable-warning=ExperimentalWarning", MAIN, "host", "hook", "process", step, ...more]
      const child = spawn(process.execPath, argv, { cwd: folder, stdio: ["pipe", "ignore", "inherit"] })
      child.stdin.end(JSON.stringify({ ...facts, step }))
      const [code] = await once(child, "close")
      expect(code, `exit code of ${step}`).to.equal(0)
    }
    for (const more of [[], ["--json"]]) {
      await ask("start", ...more)
      await until(() => existsSync(join(folder, "data", "variables")))
      const variables = readFileSync(join(folder, "data", "variables"), "utf8")
      await ask("wipe")
      expect(variables, "its own variable").to.include(`GPUFLOW_WORKLOAD=${rental}`)
      expect(variables, "the key").not.to.include("PRIVATE_KEY")
    }
  })

  it("behavior: a limit on gas holds a start back, and is named", async () => {
    host = await openHostWorld(chain)
    const settings = JSON.parse(readFileSync(host.settingsPath, "utf8"))
    writeFileSync(host.settingsPath, JSON.stringify({ ...settings, gas: { polPerDay: "0.000001" } }))
    const limited = startHostProcess(host)
    const { id } = await host.deposit()
    await until(() => limited.lines().some(({ msg, limit }) => msg === "transaction held back" && limit === "day"))
    expect((await host.stateOf(id)).status, "status").to.equal("Funded")
    await limited.stop()
    writeFileSync(host.settingsPath, JSON.stringify(settings))
    const agent = startHostProcess(host)
    await until(isActive(id))
    await agent.stop()
  })

  it("behavior: no secret of the agent reaches a hook", async () => {
    host = await openHostWorld(chain, {
      hooks: { onStart: ["sh", "-c", `env > "${"$"}{GPUFLOW_FOLDER}/env"`] },
    })
    const agent = startHostProcess(host)
    const { id } = await host.deposit()
    await until(isActive(id))
    await agent.stop()
    const { machine } = host.unit()
    const env = readFileSync(join(host.folder, "state", "machines", machine.slice(2, 18), "env"), "utf8")
    expect(env, "rental").to.include(`GPUFLOW_RENTAL=${id}`)
    expect(env, "keys and endpoints").to.not.match(/PRIVATE_KEY|RPC_URL/)
  })
})
