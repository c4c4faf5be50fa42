// Where a host's offers go: a file that is replaced whole, or an endpoint that takes PUT and DELETE.
import { rm } from "node:fs/promises"

import { UsageError } from "../errors.ts"
import { writeWhole } from "../files.ts"
import type { World } from "../session.ts"
import { toJson } from "../text/json.ts"
import type { SignedOffer } from "./signedOffer.ts"

const PATIENCE = 20_000

export type Target = {
  put(offer: SignedOffer): Promise<void>
  /** Takes the offer down; there may be none. */
  remove(): Promise<void>
}

export function targetAt({ env }: World, to: string): Target {
  if (!/^https?:\/\//.test(to)) {
    return { put: (offer) => writeWhole(to, `${toJson(offer, 2)}\n`), remove: () => rm(to, { force: true }) }
  }
  const token = env["GPUFLOW_OFFERS_TOKEN"]
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
  async function request(method: "PUT" | "DELETE", body?: string) {
    const headers = { ...authorization, ...(body ? { "content-type": "application/json" } : {}) }
    const signal = AbortSignal.timeout(PATIENCE)
    const answer = await fetch(to, { method, headers, signal, ...(body ? { body } : {}) }).catch(() => undefined)
    const isGone = method === "DELETE" && (answer?.status === 404 || answer?.status === 410)
    if (answer?.ok || isGone) return
    const why = answer ? `answers ${answer.status}` : "does not answer"
    throw new UsageError(`The endpoint for offers ${why} to ${method}.`, { status: answer?.status })
  }
  return { put: (offer) => request("PUT", toJson(offer)), remove: () => request("DELETE") }
}
