// The door of a host's machines: the route over HTTPS by which a renter's SSH key gets in, and the health logs of the
// rentals. docs/access.md describes it.
// It keeps no log of addresses; its limits remember them in memory, for a minute.
import { createServer as createPlainServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { createServer as createTlsServer, type Server as TlsServer } from "node:https"
import { BlockList, isIPv6 } from "node:net"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { type AccessRefusal, AccessRefusedError, type MachineAccess } from "@gpuflow/escrow/access"
import { createRateLimit, type Log, reasonOf } from "@gpuflow/keeper/service"

import type { Hash } from "viem"

import { rentalIn } from "./healthRoute.ts"
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
  /** The lines of a rental's health log, or nothing for a rental of others. */
  readonly healthLines: (rental: Hash) => Iterable<string> | undefined
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
/** Health logs that are sent at once, seconds after which another one is worth a question, and milliseconds to take one. */
const LOGS = { atOnce: 4, retryAfter: 2, patience: 60_000 }

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
  /** Lines of JSON, sent as the client takes them. */
  readonly lines?: Iterable<string>
  readonly headers?: Readonly<Record<string, string>>
}

/** Pages of every origin may ask: a request counts by its signature, and no cookie is looked at. */
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST, OPTIONS",
  "access-control-allow-headers": "content-type",
  "access-control-expose-headers": "retry-after",
  "access-control-max-age": "600",
}

const loopback = new BlockList()
loopback.addSubnet("127.0.0.0", 8)
loopback.addAddress("::1", "ipv6")

export async function openDoor(options: DoorOptions): Promise<Door> {
  const { host, port, identity, admit, healthLines, log, onAnswer } = options
  const isLocal = host === "localhost" || loopback.check(host, isIPv6(host) ? "ipv6" : "ipv4")
  if (!identity && !isLocal) throw new PlainDoorError(host)
  const [takeRequest, takeLog] = [createRateLimit(PER_ADDRESS), createRateLimit(PER_ADDRESS)]
  let logsSent = 0

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    reply(request)
      .catch((error: unknown): Reply => {
        if (error instanceof AccessRefusedError) return refusal(error)
        log.error("request failed", { reason: reasonOf(error) })
        return problem(500, "Failed", "The door failed. Ask again later.")
      })
      .then((given) => {
        onAnswer?.(given.code)
        return write(request, response, given)
      })
      .catch(() => response.destroy())
  }

  async function reply(request: IncomingMessage): Promise<Reply> {
    const { method = "GET", url = "/" } = request
    const logged = rentalIn(url)
    if (url !== "/access" && !logged) {
      return problem(404, "NotFound", "Unknown path. Send a request for access to /access.")
    }
    if (method === "OPTIONS") return { status: 204, code: "ok" }
    const expected = logged ? "GET" : "POST"
    if (method !== expected) {
      return problem(405, "MethodNotAllowed", `Send ${expected} here.`, { allow: `${expected}, OPTIONS` })
    }
    const seconds = (logged ? takeLog : takeRequest)(addressOf(request, options.clientHeader))
    if (seconds > 0) throw tooMany(seconds)
    if (logged) return sendLog(logged)
    const { endsAt, ...machine } = await admit(await readBody(request))
    return { status: 200, code: "ok", body: { ...machine, endsAt: String(endsAt) } }
  }

  function sendLog(rental: Hash): Reply {
    if (logsSent >= LOGS.atOnce) throw tooMany(LOGS.retryAfter)
    const lines = healthLines(rental)
    if (!lines) return problem(404, "RentalUnknown", "The rental is not for a machine of this door.")
    return { status: 200, code: "ok", lines: counted(lines) }
  }

  function* counted(lines: Iterable<string>): Generator<string> {
    logsSent += 1
    try {
      yield* lines
    } finally {
      logsSent -= 1
    }
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

function tooMany(retryAfter: number): AccessRefusedError {
  return new AccessRefusedError({ rental: undefined, reason: "TooManyRequests", retryAfter })
}

function problem(status: number, code: string, detail: string, headers: Reply["headers"] = {}): Reply {
  return { status, code, body: { title: code, status, code, detail }, headers }
}

async function write(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body, lines, headers }: Reply,
): Promise<void> {
  const type = lines ? "application/jsonl" : status < 300 ? "application/json" : "application/problem+json"
  response.writeHead(status, {
    ...(body || lines ? { "content-type": type } : {}),
    ...{ "cache-control": "no-store", "x-content-type-options": "nosniff" },
    ...CORS,
    // What is left of a body that was refused is not read.
    ...(request.complete ? {} : { connection: "close" }),
    ...headers,
  })
  if (lines) {
    const signal = AbortSignal.timeout(LOGS.patience)
    return pipeline(Readable.from(lines, { highWaterMark: 1 }), response, { signal })
  }
  response.end(body && `${JSON.stringify(body)}\n`)
  if (!request.complete) response.once("finish", () => request.destroy())
}
