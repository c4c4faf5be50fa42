import { isEscrowError } from "@gpuflow/escrow"
import { type DestinationStream, pino } from "pino"
import { BaseError, stringify } from "viem"
import type { ResolvedOptions } from "./keeperOptions.ts"
import { hideSecrets } from "./urlSecrets.ts"

export type Log = ReturnType<typeof createLog>

/**
 * Writes one JSON line per message. Endpoint addresses often contain a key, so only their hosts are written, and of the
 * other addresses nothing that is secret.
 */
export function createLog(
  { rpcUrls, logLevel }: Pick<ResolvedOptions, "rpcUrls" | "logLevel">,
  destination?: DestinationStream,
  others: Parameters<typeof hideSecrets>[1] = {},
) {
  const log = pino(
    { level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? pino.destination({ dest: 1, sync: true }),
  )
  const secrets = { ...others, servers: [...rpcUrls, ...(others.servers ?? [])] }
  const hideKeys = (text: string) =>
    hideSecrets(
      rpcUrls.reduce((hidden, url) => hidden.replaceAll(url, new URL(url).host), text),
      secrets,
    )
  const write =
    (level: "debug" | "info" | "warn" | "error") =>
    (message: string, facts: Record<string, unknown> = {}) =>
      log[level](JSON.parse(hideKeys(stringify(facts))), message)
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") }
}

/** The failure in one line, without the request, which may contain an endpoint's key. */
export function reasonOf(error: unknown): string {
  if (isEscrowError(error)) return error.message
  if (error instanceof BaseError) return [error.shortMessage, error.details].filter(Boolean).join(" ").slice(0, 300)
  return String(error instanceof Error ? error.message : error).slice(0, 300)
}
