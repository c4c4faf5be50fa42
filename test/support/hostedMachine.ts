// A host's machine as in production: the program `gpuflow-escrow host` as a process of its own, with the hook of a plain
// process, its door over HTTPS, and an sshd of this computer as the machine's.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Hash } from "viem"
import { ownTlsIdentity } from "../../host/door/tlsIdentity.ts"
import { send, start, type TestWorld } from "./commandLine.ts"
import { startHostProcess } from "./hostProcess.ts"
import { programEnvironment } from "./programEnvironment.ts"
import { freePort, type startSsh2, startSshd } from "./sshServer.ts"

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url))
const NAME = "rack 3, unit 2"

export type HostedMachine = Awaited<ReturnType<typeof openHostedMachine>>

type Options = {
  /** Boards on which the machine is offered. */
  readonly boards?: readonly string[]
  readonly server?: typeof startSshd | typeof startSsh2
}

/** A folder with everything that the agent of one machine needs, as its owner makes it. The agent is not started. */
export async function openHostedMachine(
  world: TestWorld,
  folder: string,
  { boards = [], server = startSshd }: Options = {},
) {
  const bin = join(folder, "bin")
  mkdirSync(bin)
  const program = join(bin, "gpuflow-escrow")
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" --disable-warning=ExperimentalWarning "${MAIN}" "$@"\n`)
  chmodSync(program, 0o755)
  const env = {
    ...programEnvironment(),
    ...{ PATH: `${bin}:${process.env["PATH"]}`, HOME: folder, STATE_DIRECTORY: join(folder, "state") },
  }

  const sshd = await server(folder)
  const { fingerprint } = await ownTlsIdentity(env.STATE_DIRECTORY)
  const door = await freePort()
  const document = join(folder, "machine.json")
  await send(world, "host", "bond", "fund", "20 USDC")
  const described = ["--name", NAME, "--gpu", "A100", "--count", "1", "--gpu-memory", "81920"]
  const access = ["--door", `https://127.0.0.1:${door}`, "--host-key", `${folder}/host_key.pub`]
  const made = await start(["machine", ...described, ...access, "--certificate", fingerprint, "--to", document]).done
  if (made.code !== 0) throw new Error(made.err)

  const settingsPath = join(folder, "host.json")
  const hook = (step: string) => ["gpuflow-escrow", "host", "hook", "process", step]
  const terms = { token: "USDC", bond: "5", maxDuration: "30d", challengeWindow: "6h" }
  const offer = boards.length > 0 && { offer: { usd: "1.50", ...terms, boards } }
  const { port, user, hostKey, authorizedKeys } = sshd
  const settings = {
    chainId: 137,
    escrow: world.escrow,
    monitoring: "127.0.0.1:0",
    logLevel: "debug",
    hooks: {
      ...{ onStart: hook("start"), onStop: hook("stop"), onWipe: hook("wipe") },
      ...{ onAccess: hook("access"), health: hook("health"), healthEvery: "2s" },
    },
    door: { listen: `127.0.0.1:${door}` },
    machines: [
      {
        document,
        options: { command: ["sleep", "100000"], authorizedKeys, ssh: { host: "127.0.0.1", port, user, hostKey } },
        ...offer,
      },
    ],
  }
  writeFileSync(settingsPath, JSON.stringify(settings))
  const { machine } = JSON.parse((await start(["machine", document, "--json"]).done).out)

  return {
    document,
    settingsPath,
    sshd,
    env,
    machine: machine as Hash,
    /** Starts the agent. */
    startAgent: () => startHostProcess({ chain: world, folder, settingsPath }, world.url, env),
    /** The machine's folder, which the agent keeps. */
    home: join(folder, "state", "machines", String(machine).slice(2, 18)),
    /** The keys that the machine accepts. */
    keys: () => {
      try {
        return readFileSync(authorizedKeys, "utf8")
          .split("\n")
          .filter((line) => line !== "" && !line.startsWith("#"))
      } catch {
        return []
      }
    },
    close: () => sshd.close(),
  }
}
