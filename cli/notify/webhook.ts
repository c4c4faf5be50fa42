// Sends a notice to a URL, signed as the Standard Webhooks say. Connections to addresses of a private network are refused
// when they are made, whatever the name resolved to before.
import { createHmac } from "node:crypto"
import { lookup as resolve } from "node:dns"
import { request as plainRequest } from "node:http"
import { request as tlsRequest } from "node:https"
import { BlockList, isIP, type LookupFunction } from "node:net"
import { UsageError } from "../errors.ts"
import type { Notice } from "./outbox.ts"

export type Webhook = {
  readonly url: URL
  readonly secret: Buffer
  /** Also plain HTTP, and addresses of this computer and of private networks. */
  readonly allowsPrivate: boolean
}

const MIN_SECRET = 24
/** Milliseconds. */
const TIMEOUT = 10_000

export function openWebhook(text: string, secret: string | undefined, allowsPrivate: boolean): Webhook {
  if (!URL.canParse(text))
    throw new UsageError("The URL of --webhook is not valid. Pass one such as https://example.com/hook.")
  const url = new URL(text)
  if (url.protocol !== "https:" && !(allowsPrivate && url.protocol === "http:")) {
    throw new UsageError(
      "The URL of --webhook is not https. Pass an https URL, or add --allow-private for a local receiver.",
    )
  }
  const host = url.hostname.replace(/^\[|\]$/g, "")
  if (!allowsPrivate && isIP(host) !== 0 && isPrivate(host)) throw new UsageError(PRIVATE)
  if (secret === undefined || secret.length < MIN_SECRET) {
    throw new UsageError(
      `A webhook needs a secret that its receiver knows. Set GPUFLOW_WEBHOOK_SECRET to a random text of at least ${MIN_SECRET} characters.`,
    )
  }
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice("whsec_".length), "base64") : Buffer.from(secret)
  return { url, secret: key, allowsPrivate }
}

const PRIVATE = "The host of --webhook is in a private network. Pass a public one, or add --allow-private."

/** Resolves once the receiver has answered with 2xx. Redirects are not followed, and the answer's body is not read. */
export function sendWebhook(
  { url, secret, allowsPrivate }: Webhook,
  { id, body }: Notice,
  signal: AbortSignal,
): Promise<void> {
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const signature = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64")
  const options = {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "user-agent": "gpuflow-escrow",
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${signature}`,
    },
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
    ...(allowsPrivate ? {} : { lookup: publicLookup }),
  }
  return new Promise((done, fail) => {
    const send = url.protocol === "https:" ? tlsRequest : plainRequest
    const request = send(url, options, (response) => {
      const { statusCode = 0 } = response
      response.destroy()
      if (statusCode >= 200 && statusCode < 300) done()
      else fail(new Error(`The receiver answers ${statusCode}.`))
    })
    request.on("error", fail)
    request.end(body)
  })
}

/** The addresses of a name, all of which must be public. The connection uses these. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, [])
    if (addresses.length === 0 || addresses.some(({ address }) => isPrivate(address))) {
      return callback(
        Object.assign(new Error("The receiver's address is in a private network."), { code: "EPRIVATE" }),
        [],
      )
    }
    const [first] = addresses
    return options.all ? callback(null, addresses) : callback(null, first?.address ?? "", first?.family)
  })
}

const blocked = new BlockList()
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  blocked.addSubnet(net, prefix, "ipv4")
}
const open = new BlockList()
// What is not global unicast is not on the internet. Of that, these parts reach other networks, or IPv4 by a detour.
open.addSubnet("2000::", 3, "ipv6")
for (const [net, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  blocked.addSubnet(net, prefix, "ipv6")
}

/** Whether an address is not one of the public internet. */
export function isPrivate(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return blocked.check(address, "ipv4")
  if (family === 0) return true
  // An IPv4 address in IPv6's notation is checked as what it is.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return blocked.check(mapped, "ipv4")
  return !open.check(address, "ipv6") || blocked.check(address, "ipv6")
}
