import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect } from "chai"
import { readHookOutput } from "../../host/hooks/hookOutput.ts"
import { processIdentity } from "../../host/hooks/processIdentity.ts"
import { runCommand } from "../../host/hooks/runCommand.ts"
import { dockerHook } from "../../host/hooks/shipped/dockerHook.ts"
import type { Execute, HookFacts } from "../../host/hooks/shipped/hookFacts.ts"
import { libvirtHook } from "../../host/hooks/shipped/libvirtHook.ts"
import { processHook } from "../../host/hooks/shipped/processHook.ts"
import { runShippedHook } from "../../host/hooks/shipped/shippedHooks.ts"
import { systemdHook } from "../../host/hooks/shipped/systemdHook.ts"
import { itOnLinux } from "../support/itWhere.ts"
import { testSshKey } from "../support/machineDoor.ts"
import { until } from "../support/until.ts"

const RENTAL = `0x${"ab".repeat(32)}`
const SSH = { host: "gpu.example", port: 2222, user: "root", hostKey: "ssh-ed25519 AAAA" }
const ENV = { PATH: process.env["PATH"] ?? "" }
const common = { env: ENV, timeout: 60_000, killAfter: 200 }

/** Answers by the beginning of a command line, and writes all of them down. */
function fake(answers: Readonly<Record<string, string>> = {}) {
  const lines: string[] = []
  const execute: Execute = async (argv, input = "") => {
    const line = argv.join(" ")
    lines.push(input ? `${line} < ${input.trim()}` : line)
    const key = Object.keys(answers).find((start) => line.startsWith(start))
    return { code: 0, stdout: key === undefined ? "" : (answers[key] ?? ""), stderr: "" }
  }
  return { lines, execute }
}

describe("Host agent: its hooks", () => {
  let folder = ""
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "host-hooks-"))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const facts = (step: HookFacts["step"], options: Record<string, unknown>, keys: string[] = []): HookFacts => ({
    version: 1,
    step,
    rental: RENTAL,
    renter: "0x00",
    name: "unit 0",
    endsAt: 0,
    folder,
    keys,
    options,
  })

  it("default: a command gets its input, and its output is kept", async () => {
    const { outcome, stdout } = await runCommand({ ...common, argv: ["cat"], input: "hello" })
    expect([outcome, stdout], "result").to.deep.equal(["succeeded", "hello"])
  })

  it("behavior: a command that fails, one that is not there, and one that writes without end", async () => {
    const failed = await runCommand({ ...common, argv: ["sh", "-c", "echo why >&2; exit 3"] })
    expect([failed.outcome, failed.code, failed.stderr], "failed").to.deep.equal(["failed", 3, "why\n"])
    expect((await runCommand({ ...common, argv: ["/no/such"] })).outcome, "missing").to.equal("missing")
    const endless = await runCommand({ ...common, argv: ["sh", "-c", "yes | head -c 300000"] })
    expect([endless.outcome, endless.stdout.length], "bounded").to.deep.equal(["succeeded", 65_536])
  })

  it("behavior: a command whose time is over is ended with all that it started, also if it ignores the signal", async () => {
    const pid = join(folder, "pid")
    const script = `trap '' TERM; sleep 600 & echo $! > ${pid}; wait; wait`
    const { outcome } = await runCommand({ ...common, argv: ["sh", "-c", script], timeout: 1_000 })
    expect(outcome, "outcome").to.equal("timedOut")
    await until(() => processIdentity(Number(readFileSync(pid, "utf8"))) === "")
  })

  it("behavior: what a command leaves running does not hold the agent up", async () => {
    const { outcome } = await runCommand({ ...common, argv: ["sh", "-c", "sleep 5 & exit 0"] })
    expect(outcome, "outcome").to.equal("succeeded")
  })

  it("behavior: the way in is the last JSON line, and what is not valid is said", () => {
    expect(readHookOutput('starting\n{"port":22}\n{"host":"a","port":2222}\ndone').access).to.deep.equal({
      host: "a",
      port: 2222,
    })
    expect(readHookOutput('{"port":99999}').problem, "port").to.match(/^port: /)
    expect(readHookOutput("{broken").problem, "JSON").to.equal("The last line that begins with { is not JSON.")
    expect(readHookOutput("nothing").access, "none").to.deep.equal({})
  })

  itOnLinux("default: process starts once, and stopping ends everything that it started", async () => {
    const options = { command: ["sh", "-c", "sleep 600 & sleep 600"], authorizedKeys: join(folder, "keys"), ssh: SSH }
    expect(await processHook(facts("start", options)), "way in").to.deep.equal(SSH)
    await until(() => existsSync(join(folder, "workload.pid")))
    const pid = readFileSync(join(folder, "workload.pid"), "utf8")
    await processHook(facts("start", options))
    expect(readFileSync(join(folder, "workload.pid"), "utf8"), "the same process").to.equal(pid)
    await processHook(facts("health", options))
    const key = testSshKey("renter")
    await processHook(facts("access", options, [`${key} me`]))
    expect(readFileSync(join(folder, "keys"), "utf8"), "keys").to.equal(
      `# rental ${RENTAL}\nrestrict,pty,port-forwarding ${key}\n`,
    )
    await processHook(facts("stop", options))
    expect(processIdentity(Number.parseInt(pid, 10)), "process").to.equal("")
    expect(existsSync(join(folder, "keys")), "keys").to.equal(false)
    const failure = await processHook(facts("health", options)).catch(String)
    expect(failure, "health").to.equal("HookError: The workload does not run.")
    await processHook(facts("wipe", options))
    expect(existsSync(join(folder, "data")), "data").to.equal(false)
  })

  itOnLinux("behavior: process ends the workload also while its keys cannot be removed", async () => {
    const keys = join(folder, "keys")
    mkdirSync(join(keys, "inside"), { recursive: true })
    const options = { command: ["sleep", "600"], authorizedKeys: keys, ssh: SSH }
    await processHook(facts("start", options))
    await until(() => existsSync(join(folder, "workload.pid")))
    const pid = Number.parseInt(readFileSync(join(folder, "workload.pid"), "utf8"), 10)
    expect(String(await processHook(facts("stop", options)).catch(String)), "failure").to.match(/directory/i)
    expect(processIdentity(pid), "process").to.equal("")
  })

  itOnLinux("behavior: process ends what has left it, also where it has lost its variable", async () => {
    const child = join(folder, "child")
    const options = { command: ["sh", "-c", `env -i setsid sleep 600 & echo $! > ${child}; wait`] }
    await processHook(facts("start", options))
    await until(() => existsSync(child) && readFileSync(child, "utf8").endsWith("\n"))
    const pid = Number.parseInt(readFileSync(child, "utf8"), 10)
    await until(() => processIdentity(pid) !== "")
    await processHook(facts("stop", options))
    expect(processIdentity(pid), "its child").to.equal("")
  })

  itOnLinux("behavior: process finds a workload whose file with the number is lost", async () => {
    const options = { command: ["sleep", "600"] }
    await processHook(facts("start", options))
    await until(() => existsSync(join(folder, "workload.pid")))
    const pid = Number.parseInt(readFileSync(join(folder, "workload.pid"), "utf8"), 10)
    rmSync(join(folder, "workload.pid"))
    await processHook(facts("stop", options))
    expect(processIdentity(pid), "process").to.equal("")
  })

  it("default: docker's command lines", async () => {
    const options = { image: "cuda:13", gpus: "device=0", memory: "64g", ports: ["2222:22"], ssh: SSH }
    const name = `gpuflow-${"ab".repeat(8)}`
    const label = `gpuflow.rental=${RENTAL}`
    const lines = async (step: HookFacts["step"], answers = {}, keys: string[] = []) => {
      const docker = fake(answers)
      await dockerHook(facts(step, options, keys), docker.execute)
      return docker.lines
    }
    expect(await lines("start"), "start").to.deep.equal([
      `docker ps --all --quiet --filter label=${label}`,
      `docker run --detach --name ${name} --label ${label} --gpus device=0 --memory 64g --pids-limit 4096 --security-opt no-new-privileges --restart unless-stopped --mount type=volume,source=${name},target=/workspace,volume-label=${label} --publish 2222:22 cuda:13`,
    ])
    expect(await lines("start", { "docker ps": "c1\n" }), "again").to.deep.equal([
      `docker ps --all --quiet --filter label=${label}`,
      `docker start ${name}`,
    ])
    expect(await lines("access", {}, ["ssh-ed25519 AAAA"]), "access").to.deep.equal([
      `docker exec --interactive --user root ${name} sh -c umask 077; mkdir -p ~/.ssh && cat > ~/.ssh/authorized_keys < ssh-ed25519 AAAA`,
    ])
    expect((await lines("stop", { "docker ps": "c1\n" })).at(-1), "stop").to.equal("docker stop --time 10 c1")
    expect((await lines("stop")).length, "nothing to stop").to.equal(1)
    const answers = { "docker ps": "c1\n", "docker volume ls": "v1\n" }
    expect(
      (await lines("wipe", answers)).filter((line) => / rm /.test(line)),
      "wipe",
    ).to.deep.equal(["docker rm --force --volumes c1", "docker volume rm v1"])
    expect(await lines("health", { "docker inspect": "true\n" }), "health").to.deep.equal([
      `docker inspect --format {{.State.Running}} ${name}`,
    ])
  })

  it("default: systemd's and libvirt's command lines", async () => {
    const unit = `work@gpuflow-${"ab".repeat(8)}.service`
    const systemd = fake()
    for (const step of ["start", "health", "stop", "wipe"] as const) {
      await systemdHook(facts(step, { unit: "work@.service" }), systemd.execute)
    }
    expect(systemd.lines, "systemd").to.deep.equal([
      `systemctl start ${unit}`,
      `systemctl is-active --quiet ${unit}`,
      `systemctl stop ${unit}`,
      `systemctl clean --what=all ${unit}`,
    ])
    const off = fake({ "virsh domstate": "shut off\n" })
    await libvirtHook(facts("start", { domain: "gpu-0" }), off.execute)
    await libvirtHook(facts("stop", { domain: "gpu-0" }), off.execute)
    expect(off.lines, "off").to.deep.equal(["virsh domstate gpu-0", "virsh start gpu-0", "virsh domstate gpu-0"])
    const on = fake({ "virsh domstate": "running\n" })
    await libvirtHook(facts("stop", { domain: "gpu-0" }), on.execute)
    await libvirtHook(facts("access", { domain: "gpu-0" }, ["ssh-ed25519 AAAA"]), on.execute)
    expect(on.lines.slice(1), "on").to.deep.equal([
      "virsh destroy gpu-0",
      `virsh set-user-sshkeys gpu-0 root --file ${join(folder, "authorized_keys")}`,
    ])
  })

  it("error: another kind, another step, no input of the agent, and options that do not fit", async () => {
    const input = JSON.stringify(facts("start", {}))
    expect(await runShippedHook("podman", "start", input).catch(String), "kind").to.match(/podman is not a hook/)
    expect(await runShippedHook("docker", "stop", input).catch(String), "step").to.match(/asks for the step start/)
    expect(await runShippedHook("docker", "start", "{}").catch(String), "input").to.match(/not what the agent writes/)
    expect(await runShippedHook("docker", "start", input).catch(String), "options").to.match(/options\.image: /)
  })

  it("behavior: hooks get no variable of the agent's own", async () => {
    const path = join(folder, "env")
    writeFileSync(path, "")
    const { stdout } = await runCommand({ ...common, argv: ["env"] })
    expect(stdout.includes("GPUFLOW_"), "variables").to.equal(false)
  })
})
