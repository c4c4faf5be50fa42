import { spawn } from "node:child_process"
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { PassThrough } from "node:stream"

import { expect } from "chai"
import { NOBODY } from "../support/commandLine.ts"
import { keyOf } from "../support/parties.ts"
import { programEnvironment } from "../support/programEnvironment.ts"

const main = resolve("cli/main.ts")
const machine = ["machine", "--name", "rack 3", "--gpu", "A100", "--count", "1", "--gpu-memory", "81920"]
const stop = ["stop", NOBODY, "--dry-run"]

describe("CLI: the process and its .env", () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "gpuflow-env-"))
  })
  afterEach(() => rm(folder, { recursive: true }))

  /** Runs the program as a shell does, in the folder. */
  async function shell(line: string, env: Readonly<Record<string, string>> = {}) {
    const words = { ...programEnvironment(), NODE: process.execPath, MAIN: main, ...env }
    const child = spawn("bash", ["--norc", "-c", `${line}`], { cwd: folder, env: words })
    const kept = { out: "", err: "" }
    child.stdout.pipe(new PassThrough()).on("data", (chunk) => (kept.out += String(chunk)))
    child.stderr.pipe(new PassThrough()).on("data", (chunk) => (kept.err += String(chunk)))
    const code = await new Promise((done) => child.once("close", done))
    return { code, ...kept }
  }
  const call = (argv: readonly string[]) => `"$NODE" "$MAIN" ${argv.map((word) => `'${word}'`).join(" ")}`

  it("behavior: a .env with a key that others can read is warned of, as a keystore is, where the key is used", async () => {
    await writeFile(join(folder, ".env"), `GPUFLOW_RPC_URL=http://127.0.0.1:9\nGPUFLOW_PRIVATE_KEY=${keyOf("host")}\n`)
    const env = { GPUFLOW_ESCROW: `0x${"1".repeat(40)}` }
    await chmod(join(folder, ".env"), 0o644)
    const open = await shell(call(stop), env)
    expect([open.code, open.err], "open to others").to.satisfy(
      ([code, err]: [number, string]) => code === 4 && err.includes("can open .env (mode 644). Run `chmod 600` on it."),
    )
    expect((await shell(call(["--help"]), env)).err, "not used").to.equal("")
    const own = await shell(call(stop), { ...env, GPUFLOW_PRIVATE_KEY: keyOf("renter") })
    expect(own.err, "the environment's own key").not.to.contain("Warning")
    await chmod(join(folder, ".env"), 0o600)
    expect((await shell(call(stop), env)).err, "closed to others").not.to.contain("Warning")
  })

  it("behavior: a .env that cannot be read is warned of, and a folder of this name is left alone", async () => {
    await mkdir(join(folder, ".env"))
    expect(await shell(`${call(machine)} > /dev/null`), "a folder").to.deep.equal({ code: 0, out: "", err: "" })
    await rm(join(folder, ".env"), { recursive: true })
    await symlink(".env", join(folder, ".env"))
    const warned = [0, "Warning: cannot read .env in this folder, so its variables are not used.\n"]
    const looped = await shell(`${call(machine)} > /dev/null`)
    expect([looped.code, looped.err], "a loop").to.deep.equal(warned)
    for (const replace of ["mkfifo .env", "ln -s /dev/zero .env"]) {
      const told = await shell(`rm .env; ${replace}; ${call(machine)} > /dev/null`)
      expect([told.code, told.err], replace).to.deep.equal(warned)
    }
  })

  it("behavior: what happens to the process around the program is not a fault of the program", async () => {
    const cases: readonly (readonly [string, number, string])[] = [
      ["a reader that closes early", 0, `${call(["--help"])} | head -1 > /dev/null; exit "\${PIPESTATUS[0]}"`],
      ["a full disk", 2, `${call(["--help"])} > /dev/full`],
      ["a full disk for the version", 2, `${call(["--version"])} > /dev/full`],
      ["a full disk for the message", 2, `${call(["show", "0x12"])} 2> /dev/full`],
      ["a full disk for both", 2, `${call(["show", "0x12", "--json"])} > /dev/full 2>&1`],
      ["closed standard streams", 0, `${call(machine)} <&- >&- 2>&-`],
      ["an unknown zone and language", 0, `TZ=Nowhere/Land LC_ALL=zz ${call(machine)} > /dev/null`],
      ["no home", 0, `unset HOME; ${call(machine)} > /dev/null`],
      ["a folder that is gone", 0, `mkdir gone; cd gone; rmdir ../gone; ${call(machine)} > /dev/null`],
      ["a keystore that is a folder", 2, `GPUFLOW_KEYSTORE=. GPUFLOW_RPC_URL=http://127.0.0.1:9 ${call(stop)}`],
      ["a document that is a folder", 2, `${call(["machine", "--name", "x", "--to", "."])}`],
    ]
    for (const [name, code, line] of cases) {
      const told = await shell(line)
      expect(told.code, `${name}: ${told.err}`).to.equal(code)
    }
  })
})
