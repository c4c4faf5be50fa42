// The door of a host's machines: one route over HTTPS by which a renter's SSH key gets in. docs/access.md describes it.
// It keeps no log of addresses; its limits remember them in memory, for a minute.
import { createServer as createPlainServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { createServer as createTlsServer, type Server as TlsServer } from "node:https"
import { BlockList, isIPv6 } from "node:net"
import { type AccessRefusal, AccessRefusedError, type MachineAccess } from "@gpuflow/escrow/access"
import { createRateLimit, type Log, reasonOf } from "@gpuflow/keeper/service"

import type { TlsIdentity } from "./tlsIdentity.ts"

export type DoorOptions = {
  /** Address on which the door listens. */
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** Key and certificate. Without them the door speaks HTTP, and only on this computer. */
  readonly identity?: TlsIdentity | undefined
  /** Name of the header in which the owner's own proxy or tunnel passes on the client's address. */
  readonly clientHeader?: string | undefined
  /** Lets the renter of a request into its machine, or throws an `AccessRefusedError`. */
  readonly admit: (text: string) => Promise<MachineAccess>
  readonly log: Pick<Log, "error">
  /** Called with each answer: `ok`, or why not. */
  readonly onAnswer?: ((code: string) => void) | undefined
}

export type Door = {
  readonly port: number
  /** Uses another certificate for the connections that follow. */
  readonly replaceIdentity: (identity: TlsIdentity) => void
  readonly close: () => Promise<void>
}

/** A door without TLS would listen on a network. */
export class PlainDoorError extends Error {
  override readonly name = "PlainDoorError"

  constructor(host: string) {
    super(`A door without a certificate listens on 127.0.0.1 or ::1 alone, not on ${host}. Give it a certificate.`)
  }
}

/** Bytes of a request. */
const LONGEST_BODY = 16_384
/** Bytes of a request's headers. */
const LONGEST_HEADERS = 8_192
/** Milliseconds for a request to come in, and for a connection to lie idle. */
const PATIENCE = { handshake: 5_000, headers: 5_000, request: 10_000, idle: 15_000, keepAlive: 5_000 }
/** Connections at once. A client that sends slowly holds one of them, and no more than its patience. */
const CONNECTIONS = 512
/** Requests a minute from one network address. */
const PER_ADDRESS = 30

const STATUS: Readonly<Record<AccessRefusal, number>> = {
  RequestInvalid: 400,
  InvalidKey: 400,
  BodyTooLarge: 413,
  RentalUnknown: 404,
  NotTheRenter: 403,
  RentalNotLive: 410,
  NotReady: 409,
  RequestExpired: 400,
  ExpiryTooFar: 400,
  RequestReplayed: 409,
  TooManyRequests: 429,
  MachineFailed: 503,
  ChainUnavailable: 503,
}

type Reply = {
  readonly status: number
  readonly code: string
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
}

/** Pages of every origin may ask: a request counts by its signature, and no cookie is looked at. */
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "POST, OPTIONS",
  "access-control-allow-headers": "content-type",
  "access-control-expose-headers": "retry-after",
  "access-control-max-age": "600",
}

const loopback = new BlockList()
loopback.addSubnet("127.0.0.0", 8)
loopback.addAddress("::1", "ipv6")

export async function openDoor(options: DoorOptions): Promise<Door> {
  const { host, port, identity, admit, log, onAnswer } = options
  const isLocal = host === "localhost" || loopback.check(host, isIPv6(host) ? "ipv6" : "ipv4")
  if (!identity && !isLocal) throw new PlainDoorError(host)
  const takeRequest = createRateLimit(PER_ADDRESS)

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    reply(request)
      .catch((error: unknown): Reply => {
        if (error instanceof AccessRefusedError) return refusal(error)
        log.error("request failed", { reason: reasonOf(error) })
        return problem(500, "Failed", "The door failed. Ask again later.")
      })
      .then((given) => {
        onAnswer?.(given.code)
        write(request, response, given)
      })
      .catch(() => response.destroy())
  }

  async function reply(request: IncomingMessage): Promise<Reply> {
    const { method = "GET", url = "/" } = request
    if (url !== "/access") return problem(404, "NotFound", "Unknown path. Send a request for access to /access.")
    if (method === "OPTIONS") return { status: 204, code: "ok" }
    if (method !== "POST") return problem(405, "MethodNotAllowed", "Send POST here.", { allow: "POST, OPTIONS" })
    const seconds = takeRequest(addressOf(request, options.clientHeader))
    if (seconds > 0) {
      throw new AccessRefusedError({ rental: undefined, reason: "TooManyRequests", retryAfter: seconds })
    }
    const { endsAt, ...machine } = await admit(await readBody(request))
    return { status: 200, code: "ok", body: { ...machine, endsAt: String(endsAt) } }
  }

  const times = {
    headersTimeout: PATIENCE.headers,
    requestTimeout: PATIENCE.request,
    keepAliveTimeout: PATIENCE.keepAlive,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: LONGEST_HEADERS,
  }
  const tls =
    identity && createTlsServer({ ...times, ...secureContext(identity), handshakeTimeout: PATIENCE.handshake }, answer)
  const server: Server | TlsServer = tls ?? createPlainServer(times, answer)
  server.maxConnections = CONNECTIONS
  server.setTimeout(PATIENCE.idle)
  // What is not HTTP gets no answer, and no line in the log.
  server.on("clientError", (_, socket) => socket.destroy())
  server.on("tlsClientError", (_: Error, socket: { destroy(): void }) => socket.destroy())

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, host, resolve)
  })
  const bound = server.address()
  return {
    port: typeof bound === "object" && bound ? bound.port : port,
    replaceIdentity: (next) => tls?.setSecureContext(secureContext(next)),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

const secureContext = ({ key, certificate }: TlsIdentity) => ({
  key,
  cert: certificate,
  minVersion: "TLSv1.2" as const,
})

/** The network address of the client: of the connection, or the last one that the owner's own proxy named. */
function addressOf({ headers, socket }: IncomingMessage, clientHeader: string | undefined): string {
  const named = clientHeader === undefined ? undefined : headers[clientHeader.toLowerCase()]
  return (
    String(named ?? "")
      .split(",")
      .at(-1)
      ?.trim() ||
    (socket.remoteAddress ?? "")
  )
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  const tooLarge = () => new AccessRefusedError({ rental: undefined, reason: "BodyTooLarge" })
  if (Number(request.headers["content-length"]) > LONGEST_BODY) throw tooLarge()
  // Leaving the loop must not end the connection before the answer.
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    parts.push(part)
    size += part.length
    if (size > LONGEST_BODY) throw tooLarge()
  }
  return Buffer.concat(parts).toString("utf8")
}

function refusal({ args: { reason, retryAfter }, message }: AccessRefusedError): Reply {
  return problem(STATUS[reason], reason, message, retryAfter === undefined ? {} : { "retry-after": String(retryAfter) })
}

function problem(status: number, code: string, detail: string, headers: Reply["headers"] = {}): Reply {
  return { status, code, body: { title: code, status, code, detail }, headers }
}

function write(request: IncomingMessage, response: ServerResponse, { status, body, headers }: Reply): void {
  const type = status < 300 ? "application/json" : "application/problem+json"
  response.writeHead(status, {
    ...(body ? { "content-type": type } : {}),
    ...{ "cache-control": "no-store", "x-content-type-options": "nosniff" },
    ...CORS,
    // What is left of a body that was refused is not read.
    ...(request.complete ? {} : { connection: "close" }),
    ...headers,
  })
  response.end(body && `${JSON.stringify(body)}\n`)
  if (!request.complete) response.once("finish", () => request.destroy())
}
