// The relayer of `config.json`: it sends what was signed, and receives a signed fee in the token. Nothing that it says is
// believed without the chain, except its refusal.
import type { Relay, RelayedOrders } from "@gpuflow/escrow/plan"
import { useQuery } from "@tanstack/react-query"
import type { Address, Hash } from "viem"

import { useDeployment } from "../settings/SettingsProvider.tsx"

type Given = {
  readonly url: string
  readonly router: Address
  /** Whether to relay although the account could pay the network fee. */
  readonly always: boolean
}

/** What a relayer did not do. `late`: it has the purchase, and may still send it. */
export class RelayerError extends Error {
  override readonly name = "RelayerError"
  readonly problem: "unreachable" | "refused" | "late"

  constructor(problem: RelayerError["problem"], message: string, options?: ErrorOptions) {
    super(message, options)
    this.problem = problem
  }
}

/** Milliseconds between two questions about a purchase. */
const PAUSE = 1_000
/** After which a relayer that has not sent it is given up. */
const PATIENCE = 120_000

/** A way to pay without the native coin. Null: there is no relayer. Undefined: it is not known yet. */
export function useRelay(always: boolean): Relay | null | undefined {
  const { relayer, router, escrow } = useDeployment()
  const { data } = useQuery({
    queryKey: ["relay", escrow, relayer, router, always],
    queryFn: () => (relayer && router ? openRelay({ url: relayer, router, always }) : null),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })
  return relayer && router ? data : null
}

async function openRelay({ url, router, always }: Given): Promise<Relay> {
  const { relayThrough, serializePurchase } = await import("@gpuflow/escrow/router")
  return relayThrough({
    router,
    always,
    fee: (orders) => feeOf(url, orders),
    send: async (signed) => {
      const headers = { "content-type": "application/json" }
      const { digest } = await ask(`${url}/purchases`, { method: "POST", headers, body: serializePurchase(signed) })
      return sentBy(`${url}/purchases/${digest}?payer=${signed.payment.payer}`)
    },
  })
}

async function feeOf(url: string, { verb, orders }: RelayedOrders): Promise<bigint> {
  const token = orders[0]?.rental.offer.token
  // The dearer of the two ways to sign, so that the fee is enough for either.
  const { fee } = await ask(`${url}/fee?token=${token}&verb=${verb}&method=Permit2&orders=${orders.length}`)
  if (typeof fee !== "string" || !/^\d{1,78}$/.test(fee)) throw new RelayerError("refused", "It does not say its fee.")
  return BigInt(fee)
}

/** The hash of the relayer's transaction, once it has sent it. */
async function sentBy(address: string): Promise<Hash> {
  const until = Date.now() + PATIENCE
  while (Date.now() < until) {
    const { hash, status, problem } = await ask(address)
    if (typeof hash === "string" && /^0x[\da-f]{64}$/i.test(hash)) return hash as Hash
    if (status === "refused") throw new RelayerError("refused", String(Object(problem).detail ?? ""))
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
  }
  throw new RelayerError("late", "It has not sent the purchase yet.")
}

async function ask(address: string, init: RequestInit = {}): Promise<Readonly<Record<string, unknown>>> {
  const asking = { ...init, credentials: "omit", signal: AbortSignal.timeout(20_000) } as const
  const answer = await fetch(address, asking).catch((cause: unknown) => {
    throw new RelayerError("unreachable", "It does not answer.", { cause })
  })
  const json = Object(await answer.json().catch(() => undefined)) as Readonly<Record<string, unknown>>
  if (!answer.ok) throw new RelayerError("refused", String(json["detail"] ?? `HTTP ${answer.status}`))
  return json
}
