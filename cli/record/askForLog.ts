// Asks the door of a machine for the health log of a rental.
import type { MachineDocument } from "@gpuflow/escrow/offer"
import { type LoggedCheck, readCheck } from "@gpuflow/host/health"
import { readBody } from "@gpuflow/keeper/httpBody"
import type { Hash } from "viem"

import { ForeignCertificateError, pinnedFetch } from "../access/pinnedFetch.ts"
import type { Session } from "../session.ts"

/** Milliseconds for an answer. */
const TIMEOUT = 30_000
/** Bytes of a log: more than two months with a line every half minute. */
const LONGEST_LOG = 32 * 1_024 * 1_024

/** The lines of the log, or a sentence that says why there are none. */
export async function askForLog(
  { signal }: Session,
  { access }: MachineDocument,
  rental: Hash,
): Promise<readonly LoggedCheck[] | string> {
  if (!access) return "The machine's document names no door."
  const ask = access.certificate === undefined ? fetch : pinnedFetch(access.certificate)
  try {
    const response = await ask(`${access.endpoint}/health/${rental}.jsonl`, {
      headers: { accept: "application/jsonl" },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
      redirect: "error",
    })
    if (response.status !== 200) {
      await response.body?.cancel()
      return response.status === 404 ? "The door has no log of it." : `The door answers with status ${response.status}.`
    }
    const text = await readBody(response, LONGEST_LOG)
    if (text === undefined) return "The log is too long."
    const checks = text.split("\n").filter(Boolean).map(readCheck)
    const whole = checks.filter((check) => check !== undefined)
    return whole.length === checks.length ? whole : "The door's answer is not a health log."
  } catch (error) {
    if (signal.aborted) throw error
    if (error instanceof ForeignCertificateError) return error.message
    return "The door cannot be reached."
  }
}
