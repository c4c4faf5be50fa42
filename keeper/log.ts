import { isEscrowError } from "@gpuflow/escrow"
import { type DestinationStream, pino } from "pino"
import { BaseError } from "viem"
import type { Options } from "./options.ts"

export type Log = ReturnType<typeof makeLog>

/** One JSON line each. Endpoints often carry a key in their address: only their hosts are ever written. */
export function makeLog({ rpcUrls, logLevel }: Pick<Options, "rpcUrls" | "logLevel">, destination?: DestinationStream) {
  const log = pino(
    { level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? pino.destination({ dest: 1, sync: true }),
  )
  const write =
    (level: "debug" | "info" | "warn" | "error") =>
    (what: string, facts: Record<string, unknown> = {}) =>
      log[level](
        JSON.parse(hide(JSON.stringify(facts, (_, value) => (typeof value === "bigint" ? String(value) : value)))),
        what,
      )
  const hide = (text: string) => rpcUrls.reduce((hidden, url) => hidden.replaceAll(url, new URL(url).host), text)
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") }
}

/** What failed, in a line; nothing of the request, which may hold an endpoint's key. */
export function reasonOf(error: unknown): string {
  if (isEscrowError(error)) return error.message
  if (error instanceof BaseError) return [error.shortMessage, error.details].filter(Boolean).join(" ").slice(0, 300)
  return String(error instanceof Error ? error.message : error).slice(0, 300)
}
