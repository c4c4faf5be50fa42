// Where a host publishes an offer: a file, or an HTTP endpoint that accepts PUT and DELETE.
import { rm } from "node:fs/promises"

import { UsageError } from "../errors.ts"
import { writeFileAtomically } from "../files.ts"
import type { Runtime } from "../session.ts"
import { isHttpUrl } from "../text/httpUrl.ts"
import { toJson } from "../text/json.ts"
import type { SignedOffer } from "./signedOffer.ts"

/** Milliseconds. */
const TIMEOUT = 20_000

export type Destination = {
  publish(offer: SignedOffer): Promise<void>
  /** Removes the offer, if there is one. */
  remove(): Promise<void>
}

export function openDestination({ env }: Runtime, to: string): Destination {
  if (!isHttpUrl(to)) {
    return {
      publish: (offer) => writeFileAtomically(to, `${toJson(offer, 2)}\n`),
      remove: () => rm(to, { force: true }),
    }
  }
  const token = env["GPUFLOW_OFFERS_TOKEN"]
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
  async function request(method: "PUT" | "DELETE", body?: string) {
    const headers = { ...authorization, ...(body ? { "content-type": "application/json" } : {}) }
    const signal = AbortSignal.timeout(TIMEOUT)
    const response = await fetch(to, { method, headers, signal, ...(body ? { body } : {}) }).catch(() => undefined)
    const isAlreadyGone = method === "DELETE" && (response?.status === 404 || response?.status === 410)
    if (response?.ok || isAlreadyGone) return
    const problem = response ? `answered ${method} with status ${response.status}` : `did not answer ${method}`
    throw new UsageError(`The offer endpoint ${problem}. Check --to and GPUFLOW_OFFERS_TOKEN.`, {
      status: response?.status,
    })
  }
  return { publish: (offer) => request("PUT", toJson(offer)), remove: () => request("DELETE") }
}
