// The node that an auditor has chosen, and how often it was asked.
import { type Client, createClient, custom, http } from "viem"

import { chainOf } from "../../chain/chain.ts"
import type { Deployment } from "../../settings/settings.ts"

export type AuditClient = { readonly client: Client; readonly questions: () => number }

export function auditClient(deployment: Deployment, url: string): AuditClient {
  const chain = chainOf(deployment)
  const { request } = http(url, { batch: true, timeout: 15_000, retryCount: 1 })({ chain })
  let count = 0
  const counted = (question: { method: string; params?: unknown }) => {
    count++
    return request(question)
  }
  const client = createClient({ chain, transport: custom({ request: counted }, { retryCount: 0 }) })
  return { client, questions: () => count }
}
