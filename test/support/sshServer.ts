// An sshd on this computer that accepts the keys of one file: OpenSSH's own where it is installed, or else the server of
// the package ssh2, which runs commands by the shell too.
import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { userInfo } from "node:os"
import { join } from "node:path"
import ssh2 from "ssh2"
import { ownChild } from "./ownChild.ts"
import { until } from "./until.ts"

export type SshServer = {
  readonly port: number
  readonly user: string
  /** The line of its public host key. */
  readonly hostKey: string
  /** The file with the keys that get in. */
  readonly authorizedKeys: string
  close(): Promise<void>
}

const SSHD = "/usr/sbin/sshd"
/** Where OpenSSH's server keeps an empty folder, without which it does not start as root. */
const PRIVILEGE_FOLDER = "/run/sshd"

export const hasSshd = (): boolean => existsSync(SSHD)

function makeHostKey(folder: string): { readonly path: string; readonly hostKey: string } {
  const path = join(folder, "host_key")
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "machine", "-f", path])
  return { path, hostKey: readFileSync(`${path}.pub`, "utf8").trim() }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const bound = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof bound !== "object" || !bound) throw new Error("No port is free.")
  return bound.port
}

/** OpenSSH's server, as this user. */
export async function startSshd(folder: string, wanted?: number): Promise<SshServer> {
  const { path, hostKey } = makeHostKey(folder)
  const authorizedKeys = join(folder, "authorized_keys")
  const port = wanted ?? (await freePort())
  const config = join(folder, "sshd_config")
  const lines = {
    ListenAddress: `127.0.0.1:${port}`,
    HostKey: path,
    AuthorizedKeysFile: authorizedKeys,
    PidFile: "none",
    // Folders of tests are in /tmp, where everyone writes.
    StrictModes: "no",
    UsePAM: "no",
    PasswordAuthentication: "no",
    KbdInteractiveAuthentication: "no",
    PermitRootLogin: "prohibit-password",
  }
  writeFileSync(
    config,
    Object.entries(lines)
      .map((line) => `${line.join(" ")}\n`)
      .join(""),
  )
  if (process.getuid?.() === 0) mkdirSync(PRIVILEGE_FOLDER, { recursive: true, mode: 0o755 })
  const child = ownChild(spawn(SSHD, ["-D", "-e", "-f", config], { stdio: ["ignore", "ignore", "pipe"] }))
  let log = ""
  child.stderr.on("data", (part) => {
    log += String(part)
  })
  await until(() => {
    if (child.exitCode !== null) throw new Error(`sshd ended: ${log}`)
    return /Server listening/.test(log)
  })
  return { port, user: userInfo().username, hostKey, authorizedKeys, close: () => ended(child) }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = new Promise((resolve) => child.once("close", resolve))
  child.kill("SIGTERM")
  await closed
}

/** The server of the package ssh2. It asks the file at each connection, as OpenSSH's does. */
export async function startSsh2(folder: string, wanted = 0): Promise<SshServer> {
  // A key that ssh2 reads: OpenSSH's format of today.
  const { path, hostKey } = makeHostKey(folder)
  const authorizedKeys = join(folder, "authorized_keys")
  const clients = new Set<{ end(): void }>()
  const server = new ssh2.Server({ hostKeys: [readFileSync(path)] }, (client) => {
    clients.add(client)
    client.on("error", () => undefined)
    client.on("close", () => clients.delete(client))
    client.on("authentication", (context) => {
      if (context.method !== "publickey") return context.reject(["publickey"])
      const { key, signature, blob, hashAlgo } = context
      const keys = existsSync(authorizedKeys) ? readFileSync(authorizedKeys, "utf8").split("\n") : []
      const known = keys.find((line) => line.includes(` ${key.data.toString("base64")}`))
      if (known === undefined) return context.reject(["publickey"])
      const parsed = ssh2.utils.parseKey(known.slice(known.indexOf(key.algo)))
      if (parsed instanceof Error) return context.reject(["publickey"])
      const isProven =
        signature === undefined || blob === undefined || parsed.verify(blob, signature, hashAlgo) === true
      return isProven ? context.accept() : context.reject(["publickey"])
    })
    client.on("session", (accept) => {
      const session = accept()
      session.on("pty", (acceptPty) => acceptPty?.())
      session.on("env", (acceptEnv) => acceptEnv?.())
      session.on("exec", (acceptExec, _, { command }) => {
        const channel = acceptExec()
        const child = spawn("/bin/sh", ["-c", command])
        channel.pipe(child.stdin)
        child.stdout.pipe(channel, { end: false })
        child.stderr.pipe(channel.stderr, { end: false })
        child.on("close", (code) => {
          channel.exit(code ?? 1)
          // Its other side stays open for as long as the client sends nothing more.
          channel.end(() => channel.close())
        })
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(wanted, "127.0.0.1", resolve))
  const bound = server.address()
  if (typeof bound !== "object" || !bound) throw new Error("The server does not listen.")
  const { port } = bound
  return {
    port,
    user: "renter",
    hostKey,
    authorizedKeys,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const client of clients) client.end()
      }),
  }
}
