// A keeper as a process of its own, as it runs in production: only its environment, its log and its signals.
import { type ChildProcess, spawn } from "node:child_process"
import { rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { type Hex, keccak256, toHex } from "viem"
import { privateKeyToAddress } from "viem/accounts"

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url))
/** Milliseconds between two polls: short, because polls are what recovery is counted in. */
export const POLL = 350

export type Line = { readonly msg: string; readonly level: number; readonly [fact: string]: unknown }
export type Keeper = ReturnType<typeof startKeeper>

/** Keys of keepers, by name. */
export const keeperKey = (name = "keeper"): Hex => keccak256(toHex(name))
export const keeperAddress = (name?: string) => privateKeyToAddress(keeperKey(name))

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
  readonly name?: string | undefined
  readonly environment?: Readonly<Record<string, string>> | undefined
}

export function startKeeper({ urls, escrow, fromBlock, database, name, environment = {} }: Start) {
  const { PATH = "" } = process.env
  const child: ChildProcess = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN, "keep"], {
    cwd: tmpdir(),
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH,
      GPUFLOW_RPC_URL: urls.join(","),
      GPUFLOW_ESCROW: escrow,
      GPUFLOW_FROM_BLOCK: String(fromBlock),
      GPUFLOW_PRIVATE_KEY: keeperKey(name),
      GPUFLOW_KEEPER_DATABASE: database,
      GPUFLOW_KEEPER_POLL_SECONDS: String(POLL / 1_000),
      GPUFLOW_KEEPER_TIMEOUT_SECONDS: "0.6",
      GPUFLOW_KEEPER_BUMP_SECONDS: "0.4",
      GPUFLOW_KEEPER_PORT: "0",
      GPUFLOW_KEEPER_LOG: "debug",
      ...environment,
    },
  })
  const lines: Line[] = []
  const state = { polls: 0, isPolling: false, ended: false, errors: "" }
  const ended = new Promise<number | null>((resolve) => {
    child.on("exit", (code) => {
      state.ended = true
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
    })
  }
  return {
    state,
    lines,
    ended,
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
    async polls(more: number) {
      const goal = state.polls + more
      const deadline = Date.now() + 60_000
      while (state.polls < goal && !state.ended && Date.now() < deadline) await sleep(10)
    },
    /** Until a poll has ended, and the next one has not begun. */
    async idle() {
      const deadline = Date.now() + 60_000
      while (!state.isPolling && !state.ended && Date.now() < deadline) await sleep(2)
      while (state.isPolling && !state.ended && Date.now() < deadline) await sleep(2)
    },
    port: () => Number(lines.find(({ msg }) => msg === "keeper started")?.["port"]),
  }
}

export const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
