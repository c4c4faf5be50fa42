// The server as a program of its own, as everybody starts it, and what it takes from the machine.
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { killAtExit } from "../../../scripts/support/processes.ts"
import { sleep } from "../../../test/support/until.ts"
import { CHAIN_ID, ESCROW } from "./scene.ts"

const MAIN = fileURLToPath(new URL("../../../server/main.ts", import.meta.url))
/** Milliseconds between two looks at what the server says of itself. */
const LOOK = 25
/** Of a line of the log. */
const WARNING = 40
const NO_LIMIT = "1000000000"

export interface Usage {
  /** Bytes of the process at most, as far as this system tells. */
  readonly peak: number | undefined
  /** Seconds of processors since its start. */
  readonly cpu: number
}

/** Starts the server. It is not ready yet. */
export async function startServerProgram(rpcUrl: string, environment: Readonly<Record<string, string>>) {
  const { PATH = "" } = process.env
  const began = performance.now()
  const child = spawn(process.execPath, [MAIN], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH,
      GPUFLOW_RPC_URL: rpcUrl,
      GPUFLOW_CHAIN: String(CHAIN_ID),
      GPUFLOW_ESCROW: ESCROW,
      GPUFLOW_FROM_BLOCK: "1",
      GPUFLOW_SERVER_PORT: "0",
      GPUFLOW_SERVER_REQUESTS_PER_MINUTE: NO_LIMIT,
      // The chain's clock is its own.
      GPUFLOW_SERVER_MAX_LAG_SECONDS: NO_LIMIT,
      ...environment,
    },
  })
  // A bench that fails leaves nothing behind.
  killAtExit(child)
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve))
  let errors = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text
  })
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on("line", (text) => {
      const line = Object(JSON.parse(text))
      if (line.level >= WARNING) console.error(text)
      if (line.msg === "server started") resolve(String(line.url))
    })
    ended.then((code) => reject(new Error(`The server ended with code ${code}. ${errors}`)))
  })

  async function isAnswered(path: string, isGood: (response: Response) => Promise<boolean>): Promise<boolean> {
    const response = await fetch(`${url}${path}`)
    const good = await isGood(response)
    await response.body?.cancel().catch(() => {})
    return good
  }

  async function metric(name: string): Promise<number> {
    const text = await (await fetch(`${url}/metrics`)).text()
    return Number(new RegExp(`^${name} (.+)$`, "m").exec(text)?.[1] ?? 0)
  }

  return {
    url,
    metric,
    /** Resolves with the seconds from the start until everything answers. */
    async ready(): Promise<number> {
      while (!(await isAnswered("/readyz", async ({ ok }) => ok))) await sleep(LOOK)
      return (performance.now() - began) / 1_000
    },
    /** Resolves with the seconds from the start until the index has a block. */
    async holds(block: number): Promise<number> {
      const at = async (response: Response) => Number(Object(await response.json()).block ?? -1) >= block
      while (!(await isAnswered(`/meta?block=${block}&wait=30`, at))) await sleep(LOOK)
      return (performance.now() - began) / 1_000
    },
    async usage(): Promise<Usage> {
      return { peak: peakOf(child.pid ?? 0), cpu: await metric("process_cpu_seconds_total") }
    },
    async stop(): Promise<void> {
      child.kill("SIGTERM")
      await ended
    },
  }
}

function peakOf(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? []
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024
  } catch {
    return undefined
  }
}
