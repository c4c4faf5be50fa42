// `fetch` for a door whose certificate no authority signed: the public key of its certificate must be the one that the
// host's signed document names. Nothing is sent before that is known.
import { createHash } from "node:crypto"
import { request as httpRequest, type IncomingMessage } from "node:http"
import { isIP } from "node:net"
import { Readable } from "node:stream"
import { connect, type TLSSocket } from "node:tls"
import type { requestAccess } from "@gpuflow/escrow/access"

type DoorFetch = NonNullable<requestAccess.Parameters["fetch"]>

/** Another key than the pinned one. The SDK reports it as a door that cannot be reached, with this as the cause. */
export class ForeignCertificateError extends Error {
  override readonly name = "ForeignCertificateError"

  constructor(expected: string, actual: string) {
    super(`The door has a certificate with the key ${actual}, and the host signed for ${expected}.`)
  }
}

export function pinnedFetch(fingerprint: string): DoorFetch {
  return async (address, { method = "GET", headers, body, signal }) => {
    const url = new URL(address)
    const socket = await connectPinned(url, fingerprint, signal ?? undefined)
    try {
      const answer = await ask(socket, url, {
        method,
        headers: { ...Object(headers) },
        body: String(body ?? ""),
        signal,
      })
      const { statusCode: status = 500, headers: given } = answer
      const type = given["content-type"]
      const later = given["retry-after"]
      return new Response(Readable.toWeb(answer) as ReadableStream, {
        status,
        headers: { ...(type ? { "content-type": type } : {}), ...(later ? { "retry-after": later } : {}) },
      })
    } catch (error) {
      socket.destroy()
      throw error
    }
  }
}

function connectPinned(url: URL, fingerprint: string, signal: AbortSignal | undefined): Promise<TLSSocket> {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1")
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const socket = connect({
      host,
      port: Number(url.port || 443),
      ...(isIP(host) === 0 ? { servername: host } : {}),
      // Its signature says nothing: the key is compared below.
      rejectUnauthorized: false,
      minVersion: "TLSv1.2",
      ALPNProtocols: ["http/1.1"],
    })
    const stop = () => socket.destroy(new Error("The request was ended."))
    signal?.addEventListener("abort", stop)
    socket.once("close", () => signal?.removeEventListener("abort", stop))
    socket.on("error", reject)
    socket.once("secureConnect", () => {
      const certificate = socket.getPeerX509Certificate()
      const spki = certificate?.publicKey.export({ type: "spki", format: "der" }) ?? Buffer.alloc(0)
      const actual = `SHA256:${createHash("sha256").update(spki).digest("base64").replace("=", "")}`
      if (actual === fingerprint) return resolve(socket)
      socket.destroy()
      reject(new ForeignCertificateError(fingerprint, actual))
    })
  })
}

type Sent = {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal: AbortSignal | null | undefined
}

function ask(socket: TLSSocket, url: URL, { method, headers, body, signal }: Sent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        createConnection: () => socket,
        method,
        path: `${url.pathname}${url.search}`,
        headers: { ...headers, host: url.host, "content-length": Buffer.byteLength(body), connection: "close" },
        ...(signal ? { signal } : {}),
      },
      resolve,
    )
    request.on("error", reject)
    request.end(body)
  })
}
