// The agent of one machine: it offers the machine on the server's board, and runs it as a plain process for each renter.
// The machine is OpenSSH's sshd on this computer. Where there is none, the process only waits, and nobody gets in.
import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { availableParallelism, cpus, totalmem, userInfo } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { sshFingerprint } from "@gpuflow/escrow/access"
import { parseDocument } from "@gpuflow/escrow/machine"
import { hashMachineDocument } from "@gpuflow/escrow/offer"
import { type TestEscrow, testKeys } from "@gpuflow/escrow/testing"
import type { Hash } from "viem"
import { z } from "zod"

import { ownTlsIdentity } from "../../host/door/tlsIdentity.ts"

const SSHD = "/usr/sbin/sshd"
/** Where OpenSSH's server keeps an empty folder, without which it does not start as root. */
const PRIVILEGE_FOLDER = "/run/sshd"
const PROGRAM = ["--disable-warning=ExperimentalWarning", fileURLToPath(new URL("../../cli/main.ts", import.meta.url))]
const GPU = { model: "RTX 4090", count: 1, memoryMiB: 24_576 }
const TERMS = { token: "USDC", usd: "0.40", bond: "5", maxDuration: "30d", challengeWindow: "6h" }

type HostAgent = {
  readonly machine: Hash
  /** File of its log. */
  readonly log: string
  /** Whether a renter can log in: whether this computer has an SSH server. */
  readonly hasSsh: boolean
  stop(): Promise<void>
}

/** Starts an agent for a machine of the host, whose state is in a folder. */
export async function startHostAgent(chain: TestEscrow, server: string, folder: string): Promise<HostAgent> {
  mkdirSync(folder, { recursive: true })
  const state = join(folder, "state")
  const ssh = await sshMachine(folder)
  const door = ssh && (await freePort())
  const access = ssh && {
    endpoint: `https://127.0.0.1:${door}`,
    hostKey: sshFingerprint(ssh.hostKey),
    certificate: (await ownTlsIdentity(state)).fingerprint,
  }
  const document = {
    ...{ version: 1, name: "the machine of npm run dev", gpu: GPU, location: "localhost" },
    cpu: { model: cpus()[0]?.model.trim() || "Unknown", cores: availableParallelism() },
    memoryMiB: Math.floor(totalmem() / 1_048_576),
    ...(access ? { access } : {}),
  }
  writeFileSync(join(folder, "machine.json"), JSON.stringify(document))
  const { machine } = hashMachineDocument(parseDocument(document))
  const hook = (step: string) => [process.execPath, ...PROGRAM, "host", "hook", "process", step]
  const options = ssh
    ? {
        command: ssh.command,
        authorizedKeys: ssh.authorizedKeys,
        ssh: { host: "127.0.0.1", port: ssh.port, user: userInfo().username, hostKey: ssh.hostKey },
      }
    : { command: ["sleep", "2000000"] }
  writeFileSync(
    join(folder, "host.json"),
    JSON.stringify({
      ...{ chainId: chain.chainId, escrow: chain.escrow, state, poll: "1s", monitoring: "127.0.0.1:0" },
      // No block of this chain is replaced, so a machine is soon free for the next renter.
      policy: { wipeAfter: "2s" },
      hooks: {
        ...{ onStart: hook("start"), onStop: hook("stop"), onWipe: hook("wipe") },
        ...{ onAccess: hook("access"), health: hook("health") },
      },
      ...(door === undefined ? {} : { door: { listen: `127.0.0.1:${door}` } }),
      machines: [{ document: "machine.json", options, offer: { ...TERMS, boards: [server] } }],
    }),
  )
  const env = {
    PATH: process.env["PATH"] ?? "",
    GPUFLOW_RPC_URL: chain.url,
    GPUFLOW_PRIVATE_KEY: testKeys.host,
    GPUFLOW_HOST_SETTINGS: join(folder, "host.json"),
    GPUFLOW_HOST_LOCKS: join(folder, "locks"),
  }
  const log = join(folder, "agent.log")
  const output = openSync(log, "a", 0o600)
  const agent = spawn(process.execPath, [...PROGRAM, "host"], { env, cwd: folder, stdio: ["ignore", output, output] })
  const ended = once(agent, "close")
  const program = (argv: readonly string[], input = "") =>
    execFileSync(process.execPath, [...PROGRAM, ...argv], { env, cwd: folder, input, encoding: "utf8" })
  return {
    machine,
    log,
    hasSsh: ssh !== undefined,
    async stop() {
      agent.kill("SIGTERM")
      await ended
      // An agent leaves what its renters use running. Their chain ends with this program.
      const { machines } = z
        .object({ machines: z.array(status) })
        .parse(JSON.parse(program(["host", "status", "--json"])))
      const home = join(state, "machines", machine.slice(2, 18))
      for (const { rental } of machines.flatMap(({ rentals }) => rentals)) {
        const facts = {
          version: 1,
          rental,
          renter: "",
          name: document.name,
          endsAt: 0,
          folder: home,
          keys: [],
          options,
        }
        for (const step of ["stop", "wipe"]) {
          program(["host", "hook", "process", step], JSON.stringify({ ...facts, step }))
        }
      }
    },
  }
}

const status = z.object({ rentals: z.array(z.object({ rental: z.string() })) })

/** An SSH server of the machine's own, which the hook starts for each rental. Undefined: this computer has none. */
async function sshMachine(folder: string) {
  if (!existsSync(SSHD)) return undefined
  const key = join(folder, "host_key")
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "machine", "-f", key])
  if (process.getuid?.() === 0) mkdirSync(PRIVILEGE_FOLDER, { recursive: true, mode: 0o755 })
  const [port, authorizedKeys, config] = [
    await freePort(),
    join(folder, "authorized_keys"),
    join(folder, "sshd_config"),
  ]
  const lines = [
    ["ListenAddress", `127.0.0.1:${port}`],
    ["HostKey", key],
    ["AuthorizedKeysFile", authorizedKeys],
    ["PidFile", "none"],
    // The folder is in /tmp, where everyone writes.
    ["StrictModes", "no"],
    ["UsePAM", "no"],
    ["PasswordAuthentication", "no"],
    ["KbdInteractiveAuthentication", "no"],
    ["PermitRootLogin", "prohibit-password"],
  ]
  writeFileSync(config, lines.map((line) => `${line.join(" ")}\n`).join(""))
  const hostKey = readFileSync(`${key}.pub`, "utf8").trim()
  return { port, authorizedKeys, hostKey, command: [SSHD, "-D", "-e", "-f", config] }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const bound = server.address()
  server.close()
  if (typeof bound !== "object" || !bound) throw new Error("No port is free.")
  return bound.port
}
