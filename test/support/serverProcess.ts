// A server as a process of its own, as it runs in production: only its environment, its log, its port and its end.
import { type ChildProcess, spawn } from "node:child_process"
import { tmpdir } from "node:os"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import type { Address } from "viem"

import type { DatabasePlace } from "../../server/database/openDatabase.ts"
import { ownChild } from "./ownChild.ts"
import { programEnvironment } from "./programEnvironment.ts"

const MAIN = fileURLToPath(new URL("../../server/main.ts", import.meta.url))

type Line = { readonly msg: string; readonly level: number; readonly [fact: string]: unknown }
export type ServerProcess = ReturnType<typeof startServerProcess>
/** Where a process of its own can have its tables. */
export type SharedPlace = Exclude<DatabasePlace, { readonly memory: true }>

interface Start {
  readonly place: SharedPlace
  readonly rpcUrl: string
  readonly escrow: Address
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Whether it prints sentences, as commands do, instead of a log. */
  readonly text?: boolean
  /** Options of Node. */
  readonly nodeOptions?: readonly string[]
}

export function startServerProcess(start: Start) {
  const { place, rpcUrl, escrow, command = [], environment = {}, text: isText = false, nodeOptions = [] } = start
  const child: ChildProcess = ownChild(
    spawn(process.execPath, [...nodeOptions, MAIN, ...command], {
      cwd: tmpdir(),
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...programEnvironment(),
        ...("url" in place ? { DATABASE_URL: place.url } : { GPUFLOW_SERVER_FOLDER: place.folder }),
        GPUFLOW_RPC_URL: rpcUrl,
        GPUFLOW_ESCROW: escrow,
        GPUFLOW_FROM_BLOCK: "0",
        GPUFLOW_SERVER_PORT: "0",
        GPUFLOW_SERVER_POLL_SECONDS: "0.05",
        GPUFLOW_SERVER_ROOMS: "index",
        // The chains of tests have times of their own.
        GPUFLOW_SERVER_MAX_LAG_SECONDS: "4000000000",
        GPUFLOW_SERVER_REQUESTS_PER_MINUTE: "1000000",
        ...environment,
      },
    }),
  )
  const lines: Line[] = []
  const state = { hasEnded: false, errors: "", output: "" }
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const check of waiting) check()
  }
  const ended = new Promise<number | null>((resolve) => {
    child.on("close", (code) => {
      state.hasEnded = true
      wake()
      resolve(code)
    })
  })
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    state.errors += text
  })
  if (child.stdout) {
    createInterface(child.stdout).on("line", (text) => {
      if (isText) state.output += `${text}\n`
      else lines.push(JSON.parse(text))
      wake()
    })
  }
  const said = (message: string) => lines.find(({ msg }) => msg === message)

  /** Until its log makes a condition true. Rejects if the process ends before. */
  function until(isTrue: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!state.hasEnded && !isTrue()) return
        waiting.delete(check)
        if (isTrue()) resolve()
        else reject(new Error(`The server has ended. ${state.errors}`))
      }
      waiting.add(check)
      check()
    })
  }

  async function url(): Promise<string> {
    await until(() => said("server started") !== undefined)
    return String(said("server started")?.["url"])
  }

  return {
    state,
    lines,
    ended,
    until,
    url,
    async ask(path: string): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
      const response = await fetch(`${await url()}${path}`)
      const text = await response.text()
      const isJson = response.headers.get("content-type")?.includes("json") === true
      return { status: response.status, body: isJson ? JSON.parse(text) : { text } }
    },
    /** At once, as by a power cut. */
    async kill(): Promise<void> {
      child.kill("SIGKILL")
      await ended
    },
    async stop(): Promise<number | null> {
      child.kill("SIGTERM")
      return ended
    },
  }
}
