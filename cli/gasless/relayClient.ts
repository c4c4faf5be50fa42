// What the command line asks of a relayer. Nothing that it answers is believed without the chain, except its refusal.
import { type PurchaseVerb, type SignedPayment, type SignedPurchase, serializePurchase } from "@gpuflow/escrow/router"
import { readBody } from "@gpuflow/keeper/httpBody"
import { type Address, type Hash, type Hex, isAddress, isHash } from "viem"
import { z } from "zod"
import { CliError, UsageError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import { isHttpUrl } from "../text/httpUrl.ts"
import { nameOfUrl, requestOf } from "../urlSecrets.ts"

/** Milliseconds for an answer. */
const TIMEOUT = 20_000
const MAX_BYTES = 100_000

const address = z.custom<Address>((value) => typeof value === "string" && isAddress(value, { strict: false }))
const hash = z.custom<Hash>((value) => isHash(String(value)))
const whole = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt)

const feeSchema = z.object({
  version: z.literal(1),
  chainId: z.int(),
  escrow: address,
  router: address,
  relayer: address,
  fee: whole,
  expiresAt: z.int(),
})
const stateSchema = z.object({
  version: z.literal(1),
  digest: hash,
  status: z.enum(["queued", "sent", "included", "final", "refused"]),
  hash: hash.optional(),
  problem: z.object({ code: z.string(), detail: z.string() }).optional(),
})
const problemSchema = z.object({ code: z.string(), detail: z.string() })

export type RelayQuote = z.output<typeof feeSchema>
export type RelayedState = z.output<typeof stateSchema>

type Wanted = {
  readonly token: Address
  readonly verb: PurchaseVerb
  readonly method: SignedPayment["method"]
  readonly orders: number
}
type Asked = Omit<RequestInit, "headers"> & { readonly headers?: Readonly<Record<string, string>> }
type Answer = { readonly status: number; readonly body: unknown }

export type RelayClient = ReturnType<typeof openRelayClient>

export function openRelayClient(given: string | undefined) {
  if (given === undefined) {
    throw new UsageError("--gasless needs a relayer. Pass its URL with --relay, or set GPUFLOW_RELAY_URL.")
  }
  if (!isHttpUrl(given)) throw new UsageError("--relay is not an http or https URL. Pass the URL of a relayer.")
  const { url, login } = requestOf(given)

  async function ask(path: string, init: Asked = {}): Promise<Answer> {
    try {
      const headers = { ...login, ...init.headers }
      const response = await fetch(addressOf(url, path), { ...init, headers, signal: AbortSignal.timeout(TIMEOUT) })
      const text = await readBody(response, MAX_BYTES)
      if (text === undefined) throw new TypeError("The answer is too long.")
      return { status: response.status, body: JSON.parse(text) }
    } catch (cause) {
      throw new RelayFailure("The relayer cannot be reached, or does not answer as a relayer does.", { cause })
    }
  }

  function read<output>({ status, body }: Answer, schema: z.ZodType<output>): output {
    const found = schema.safeParse(body)
    if (status < 300 && found.success) return found.data
    const problem = problemSchema.safeParse(body)
    if (status === 404 && problem.data?.code === "PurchaseUnknown") throw new PurchaseUnknown()
    const isLasting = status >= 400 && status < 500 && status !== 429
    if (problem.success && isLasting) throw refusedByRelayer(problem.data)
    throw new RelayFailure(problem.data?.detail ?? "The relayer does not answer as a relayer does.")
  }

  return {
    name: nameOfUrl(given),
    async quote({ token, verb, method, orders }: Wanted): Promise<RelayQuote> {
      return read(await ask(`/fee?token=${token}&verb=${verb}&method=${method}&orders=${orders}`), feeSchema)
    },
    async send(signed: SignedPurchase): Promise<RelayedState> {
      const headers = { "content-type": "application/json" }
      return read(await ask("/purchases", { method: "POST", headers, body: serializePurchase(signed) }), stateSchema)
    },
    async state(digest: Hex, payer: Address): Promise<RelayedState> {
      return read(await ask(`/purchases/${digest}?payer=${payer}`), stateSchema)
    },
  }
}

/** A page under a URL, which may have a path and a query of its own. */
function addressOf(url: URL, page: string): URL {
  const [path, query] = page.split("?")
  const address = new URL(url)
  address.pathname = `${url.pathname.replace(/\/+$/, "")}${path}`
  for (const [name, value] of new URLSearchParams(query)) address.searchParams.set(name, value)
  return address
}

/** The relayer, or the way to it, fails. It may have the purchase. */
export class RelayFailure extends CliError {
  readonly reason: string
  constructor(reason: string, options?: ErrorOptions) {
    super(exitCodes.chain, "RelayerFails", `${reason} Try again later, or pass another --relay.`, {}, options)
    this.reason = reason
  }
}

/** The relayer does not have the purchase. */
export class PurchaseUnknown extends Error {}

export function refusedByRelayer({ code, detail }: { readonly code: string; readonly detail: string }): CliError {
  return new CliError(exitCodes.refused, code, `The relayer refuses the purchase. ${detail}`)
}
