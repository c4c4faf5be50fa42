// Where a host publishes an offer: a file, or an HTTP endpoint that accepts PUT and DELETE.
import { realpath, rm, stat } from "node:fs/promises"
import { serializeOffer } from "@gpuflow/escrow/offer"
import { OfferEndpointError, openOfferEndpoint, type SignRemoval } from "@gpuflow/host/offers"
import type { Address, Hash } from "viem"
import { UsageError } from "../errors.ts"
import { codeOf, openOutput, writeOutput } from "../files.ts"
import type { Runtime } from "../session.ts"
import { isHttpUrl } from "../text/httpUrl.ts"
import { requestOf } from "../urlSecrets.ts"
import { readOffer, type SignedOffer } from "./offerSource.ts"

export type Destination = {
  publish(offer: SignedOffer): Promise<void>
  /** Removes the offer, if there is one. */
  remove(): Promise<void>
}

/** Whose offers a destination holds. */
type Owner = { readonly host: Address; readonly machine: Hash }

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

function openEndpoint(env: Runtime["env"], to: string, signRemoval?: SignRemoval): Destination {
  const token = env["GPUFLOW_OFFERS_TOKEN"]
  const { url, login } = requestOf(to)
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : login
  const endpoint = openOfferEndpoint(url, { headers, signRemoval })
  const refused = (error: unknown): never => {
    if (!(error instanceof OfferEndpointError)) throw error
    const { message, status, refusal } = error
    const advice = status === undefined ? " Check the URL." : " Check the URL and GPUFLOW_OFFERS_TOKEN."
    const facts = status === undefined ? {} : { status, ...refusal }
    throw new UsageError(`${message}${refusal ? "" : advice}`, facts, { cause: error })
  }
  return {
    publish: (offer) => endpoint.publish(offer).catch(refused),
    remove: () => endpoint.remove().catch(refused),
  }
}
