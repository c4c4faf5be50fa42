// A keeper, or a relayer, as a process of its own, as it runs in production: only its environment, its log and its signals.
import { type ChildProcess, spawn } from "node:child_process"
import { rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import type { Hex } from "viem"
import { ownChild } from "./ownChild.ts"
import { keyNamed } from "./parties.ts"
import { programEnvironment } from "./programEnvironment.ts"

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url))
/** Milliseconds between two polls: short, because polls are what recovery is counted in. */
const POLL = 350

type Line = { readonly msg: string; readonly level: number; readonly [fact: string]: unknown }
export type KeeperProcess = ReturnType<typeof startKeeper>

let files = 0
export function newDatabase(): string {
  files += 1
  return join(tmpdir(), `keeper-${process.pid}-${files}.db`)
}
export function removeDatabase(path: string) {
  for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true })
}

type Start = {
  readonly urls: readonly string[]
  readonly escrow: Hex
  readonly fromBlock: bigint
  readonly database: string
  /** Its key follows from its name. */
  readonly name?: string | undefined
  readonly environment?: Readonly<Record<string, string>> | undefined
}

export function startKeeper({ urls, escrow, fromBlock, database, name = "keeper", environment = {} }: Start) {
  return startProgram("keep", {
    GPUFLOW_RPC_URL: urls.join(","),
    GPUFLOW_ESCROW: escrow,
    GPUFLOW_FROM_BLOCK: String(fromBlock),
    GPUFLOW_PRIVATE_KEY: keyNamed(name),
    GPUFLOW_KEEPER_DATABASE: database,
    GPUFLOW_KEEPER_POLL_SECONDS: String(POLL / 1_000),
    GPUFLOW_KEEPER_TIMEOUT_SECONDS: "0.6",
    GPUFLOW_KEEPER_BUMP_SECONDS: "0.4",
    GPUFLOW_KEEPER_PORT: "0",
    GPUFLOW_KEEPER_LOG: "debug",
    ...environment,
  })
}

type StartRelayer = {
  readonly urls: readonly string[]
  readonly escrow: Hex
  readonly router: Hex
  readonly database: string
  readonly name?: string | undefined
  readonly environment?: Readonly<Record<string, string>> | undefined
}

export function startRelayerProcess({
  urls,
  escrow,
  router,
  database,
  name = "relayer",
  environment = {},
}: StartRelayer) {
  return startProgram("relay", {
    GPUFLOW_RPC_URL: urls.join(","),
    GPUFLOW_ESCROW: escrow,
    GPUFLOW_ROUTER: router,
    GPUFLOW_PRIVATE_KEY: keyNamed(name),
    GPUFLOW_RELAY_DATABASE: database,
    GPUFLOW_RELAY_POLL_SECONDS: String(POLL / 1_000),
    GPUFLOW_RELAY_BUMP_SECONDS: "600",
    GPUFLOW_RELAY_CONFIRMATIONS: "3",
    GPUFLOW_RELAY_PORT: "0",
    GPUFLOW_RELAY_LOG: "debug",
    ...environment,
  })
}

function startProgram(command: "keep" | "relay", environment: Readonly<Record<string, string>>) {
  const child: ChildProcess = ownChild(
    spawn(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN, command], {
      cwd: tmpdir(),
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...programEnvironment(), ...environment },
    }),
  )
  const lines: Line[] = []
  const state = { polls: 0, isPolling: false, ended: false, errors: "" }
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const check of waiting) check()
  }
  const ended = new Promise<number | null>((resolve) => {
    child.on("exit", (code) => {
      state.ended = true
      wake()
      resolve(code)
    })
  })
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    state.errors += text
  })
  if (child.stdout) {
    createInterface(child.stdout).on("line", (text) => {
      const line: Line = JSON.parse(text)
      lines.push(line)
      if (line.msg === "poll started") state.polls += 1
      if (line.msg === "poll started") state.isPolling = true
      if (line.msg === "poll finished") state.isPolling = false
      wake()
    })
  }

  /** Until its log makes a condition true, or it has ended. */
  function until(isTrue: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!state.ended && !isTrue()) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  }

  return {
    state,
    lines,
    ended,
    until,
    pid: child.pid,
    /** At once, as by a power cut. */
    async kill() {
      child.kill("SIGKILL")
      await ended
    },
    async stop() {
      child.kill("SIGTERM")
      return ended
    },
    /** Until so many more polls have begun. */
    polls(more: number): Promise<void> {
      const goal = state.polls + more
      return until(() => state.polls >= goal)
    },
    /** Until a poll has ended, and the next one has not begun. */
    async idle(): Promise<void> {
      await until(() => state.isPolling)
      await until(() => !state.isPolling)
    },
    /** When its polls began, in milliseconds. */
    pollTimes: () => lines.filter(({ msg }) => msg === "poll started").map(({ time }) => Date.parse(String(time))),
    port: () => Number(lines.find(({ msg }) => msg === "keeper started" || msg === "relayer started")?.["port"]),
  }
}
