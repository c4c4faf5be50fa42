// The SSH sessions of a machine's renter. Removing a key keeps nobody out who is in already, so the end of a rental ends
// the sessions too, and whatever they left running.
import { readFileSync } from "node:fs"

import { listProcesses, type ProcessEntry, socketsAtPort, socketsOf, titleOf, userIdOf } from "../hooks/processTable.ts"

type Login = {
  /** The account in which the renter works. It must be the renter's alone. */
  readonly user: string
  readonly port: number
}

/**
 * The processes of an account's sessions: what sshd runs for it at the machine's port. All that runs as the account, too,
 * unless it is root's or the agent's own, where the owner works as well.
 */
export function sessionProcesses({ user, port }: Login, all: readonly ProcessEntry[] = listProcesses()): Set<number> {
  const titles = sessionTitles(user)
  const sockets = socketsAtPort(port)
  const isAtPort = (pid: number) => {
    const own = socketsOf(pid)
    return own === undefined || [...own].some((socket) => sockets.has(socket))
  }
  const found = new Set(all.map(({ pid }) => pid).filter((pid) => titles.test(titleOf(pid)) && isAtPort(pid)))
  const id = userId(user)
  const isShared = id === undefined || id === 0 || id === process.getuid?.()
  if (!isShared) for (const { pid } of all) if (userIdOf(pid) === id) found.add(pid)
  return found
}

/** sshd's processes are called `sshd: renter [priv]`, `sshd-session: renter@pts/0` and the like. */
function sessionTitles(user: string): RegExp {
  const name = user.replaceAll(/[^\w]/g, "\\$&")
  return new RegExp(`^sshd(-session)?: ${name}(@| |$)`)
}

function userId(user: string): number | undefined {
  try {
    const line = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((one) => one.startsWith(`${user}:`))
    return line === undefined ? undefined : Number(line.split(":")[2])
  } catch {
    return undefined
  }
}
