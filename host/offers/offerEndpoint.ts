// Where offers are published over HTTP: a board, or any endpoint that accepts PUT and DELETE.
import { type SignedOffer, serializeOffer } from "@gpuflow/escrow/offer"
import { readBody } from "@gpuflow/keeper/httpBody"
import type { Hex } from "viem"
import { z } from "zod"

/** Milliseconds. */
const TIMEOUT = 20_000

/** Signs the request by which a board removes the host's offer of the machine. */
export type SignRemoval = () => Promise<{ readonly expiry: number; readonly signature: Hex }>

export type OfferEndpoint = {
  publish(offer: SignedOffer): Promise<void>
  /** Removes the offer, if there is one. */
  remove(): Promise<void>
}

const refusalSchema = z.object({ code: z.string(), detail: z.string() })
type Refusal = z.output<typeof refusalSchema>

/** An endpoint did not take an offer, or did not remove it. */
export class OfferEndpointError extends Error {
  override readonly name = "OfferEndpointError"
  /** Missing: it did not answer. */
  readonly status: number | undefined
  /** Why a board refuses. Other endpoints do not say. */
  readonly refusal: Refusal | undefined

  constructor(method: string, status?: number, refusal?: Refusal) {
    super(
      refusal
        ? `The board refuses the offer with ${refusal.code}. ${refusal.detail}`
        : `The offer endpoint ${status === undefined ? `did not answer ${method}` : `answered ${method} with status ${status}`}.`,
    )
    this.status = status
    this.refusal = refusal
  }
}

type EndpointOptions = {
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly signRemoval?: SignRemoval | undefined
}

/** Boards ask for the host's signed request before they remove an offer. Other endpoints need not read it. */
export function openOfferEndpoint(
  url: string | URL,
  { headers: given = {}, signRemoval }: EndpointOptions,
): OfferEndpoint {
  async function request(method: "PUT" | "DELETE", body?: string) {
    const headers = { ...given, ...(body ? { "content-type": "application/json" } : {}) }
    const signal = AbortSignal.timeout(TIMEOUT)
    const response = await fetch(url, { method, headers, signal, ...(body ? { body } : {}) }).catch(() => undefined)
    const isAlreadyGone = method === "DELETE" && (response?.status === 404 || response?.status === 410)
    if (response?.ok || isAlreadyGone) return
    throw new OfferEndpointError(method, response?.status, response && (await readRefusal(response)))
  }

  async function remove(): Promise<void> {
    const signed = await signRemoval?.()
    return request("DELETE", signed && JSON.stringify(signed))
  }
  return { publish: (offer) => request("PUT", serializeOffer(offer)), remove }
}

/** Characters of a board's own words. */
const LONGEST_DETAIL = 500
const MAX_BYTES = 10_000

/** Why a board refuses (RFC 9457). */
async function readRefusal(response: Response): Promise<Refusal | undefined> {
  try {
    const { data } = refusalSchema.safeParse(JSON.parse((await readBody(response, MAX_BYTES)) ?? ""))
    return data && { code: data.code.slice(0, LONGEST_DETAIL), detail: data.detail.slice(0, LONGEST_DETAIL) }
  } catch {
    return undefined
  }
}
