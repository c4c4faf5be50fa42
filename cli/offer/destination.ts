// Where a host publishes an offer: a file, or an HTTP endpoint that accepts PUT and DELETE.
import { realpath, rm, stat } from "node:fs/promises"
import { serializeOffer } from "@gpuflow/escrow/offer"
import type { Address, Hash, Hex } from "viem"
import { z } from "zod"
import { UsageError } from "../errors.ts"
import { codeOf, openOutput, writeOutput } from "../files.ts"
import { readBody } from "../httpBody.ts"
import type { Runtime } from "../session.ts"
import { isHttpUrl } from "../text/httpUrl.ts"
import { requestOf } from "../urlSecrets.ts"
import { readOffer, type SignedOffer } from "./offerSource.ts"

/** Milliseconds. */
const TIMEOUT = 20_000

export type Destination = {
  publish(offer: SignedOffer): Promise<void>
  /** Removes the offer, if there is one. */
  remove(): Promise<void>
}

/** Whose offers a destination holds. */
type Owner = { readonly host: Address; readonly machine: Hash }

/** Signs the request by which a board removes the host's offer of the machine. */
export type SignRemoval = () => Promise<{ readonly expiry: number; readonly signature: Hex }>

export async function openDestination({ env }: Runtime, to: string): Promise<Destination> {
  return isHttpUrl(to) ? openEndpoint(env, to) : openFile(to)
}

/** A destination whose offer is removed when it no longer holds. A file of another content is refused, and stays. */
export async function openHeartbeatDestination(
  { env }: Runtime,
  to: string,
  owner: Owner,
  signRemoval: SignRemoval,
): Promise<Destination> {
  if (isHttpUrl(to)) return openEndpoint(env, to, signRemoval)
  if (!(await isOfferOf(to, owner)) && (await exists(to))) {
    const message = `${to} holds something other than an offer of this machine, and a heartbeat would replace and remove it. Pass the path of another file.`
    throw new UsageError(message, { path: to })
  }
  return {
    ...(await openFile(to)),
    async remove() {
      // Another program may have put its own file there since.
      if (await isOfferOf(to, owner)) await rm(await realpath(to), { force: true })
    },
  }
}

async function openFile(to: string): Promise<Destination> {
  await openOutput(to)
  return {
    publish: (offer) => writeOutput(to, `${serializeOffer(offer, { indent: 2 })}\n`),
    remove: async () => undefined,
  }
}

async function isOfferOf(path: string, { host, machine }: Owner): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) return false
  const signed = await readOffer(path).catch(() => undefined)
  return signed?.offer.host === host && signed.offer.machine === machine
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => codeOf(error) !== "ENOENT",
  )
}

/** Boards ask for the host's signed request before they remove an offer. Other endpoints need not read it. */
function openEndpoint(env: Runtime["env"], to: string, signRemoval?: SignRemoval): Destination {
  const token = env["GPUFLOW_OFFERS_TOKEN"]
  const { url, login } = requestOf(to)
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : login
  async function request(method: "PUT" | "DELETE", body?: string) {
    const headers = { ...authorization, ...(body ? { "content-type": "application/json" } : {}) }
    const signal = AbortSignal.timeout(TIMEOUT)
    const response = await fetch(url, { method, headers, signal, ...(body ? { body } : {}) }).catch(() => undefined)
    const isAlreadyGone = method === "DELETE" && (response?.status === 404 || response?.status === 410)
    if (response?.ok || isAlreadyGone) return
    if (!response) throw new UsageError(`The offer endpoint did not answer ${method}. Check --to.`)
    const { status } = response
    const refusal = await readRefusal(response)
    if (refusal) {
      throw new UsageError(`The board refuses the offer with ${refusal.code}. ${refusal.detail}`, {
        status,
        ...refusal,
      })
    }
    throw new UsageError(
      `The offer endpoint answered ${method} with status ${status}. Check --to and GPUFLOW_OFFERS_TOKEN.`,
      { status },
    )
  }

  async function remove(): Promise<void> {
    const signed = await signRemoval?.()
    return request("DELETE", signed && JSON.stringify(signed))
  }
  return { publish: (offer) => request("PUT", serializeOffer(offer)), remove }
}

const refusal = z.object({ code: z.string(), detail: z.string() })

/** Characters of a board's own words. */
const LONGEST_DETAIL = 500
const MAX_BYTES = 10_000

/** Why a board refuses (RFC 9457). Other endpoints do not say. */
async function readRefusal(response: Response): Promise<z.output<typeof refusal> | undefined> {
  try {
    const { data } = refusal.safeParse(JSON.parse((await readBody(response, MAX_BYTES)) ?? ""))
    return data && { code: data.code.slice(0, LONGEST_DETAIL), detail: data.detail.slice(0, LONGEST_DETAIL) }
  } catch {
    return undefined
  }
}
