// Stands in front of a node, and fails as nodes fail.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"

/** A request to a node. */
export type NodeRequest = { readonly method: string; readonly params: readonly unknown[]; readonly id: unknown }

/** The node's answer to a request, in JSON-RPC. */
export type NodeAnswer = Readonly<Record<string, unknown>>

/**
 * What the client gets: an answer, a status with a body, half an answer and then a reset or nothing more, or nothing at
 * all.
 */
export type NodeReply =
  | { readonly answer: NodeAnswer }
  | { readonly status: number; readonly body: string }
  | { readonly cut: NodeAnswer; readonly stalls?: boolean }
  | { readonly silence: true }

/** Decides what happens to a request. `pass` sends it to the node, or another request, or to another node's URL. */
export type NodeFault = (
  request: NodeRequest,
  pass: (url?: string, request?: NodeRequest) => Promise<NodeAnswer>,
) => Promise<NodeReply>

/** A request that a proxy has seen. Times are milliseconds. */
export type ServedRequest = {
  /** The path under which the client knows the node. It tells clients of one node apart. */
  readonly path: string
  readonly request: NodeRequest
  readonly from: number
  /** Missing until the connection has its reply, or is closed without one. */
  to?: number
  /** The client gave up before the node replied. */
  isLate?: boolean
}

/** A node with a proxy in front of it. */
export type NodeProxy = {
  /** The endpoint for clients. */
  readonly url: string
  /** What happens to requests, which may change at any time, and how many there were. */
  readonly state: { fault: NodeFault; requests: number; readonly methods: Map<string, number> }
  /** Every request so far, in the order of arrival. */
  readonly served: readonly ServedRequest[]
  /** Closes all connections. */
  readonly close: () => Promise<void>
}

/** Options of `openNodeProxy`. */
export type NodeProxyOptions = {
  /** The proxy's port. Default: a free one. */
  readonly port?: number
}

/** Passes every request on. */
export const healthy: NodeFault = async (_, pass) => ({ answer: await pass() })

/** Pages of any origin may ask. */
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "POST, OPTIONS",
  "access-control-allow-headers": "*",
}

/**
 * Opens a proxy in front of a node. Set `state.fault` to decide what happens to each request.
 *
 * @example
 * import { openNodeProxy } from "@gpuflow/escrow/testing"
 *
 * const proxy = await openNodeProxy("http://127.0.0.1:8545")
 * proxy.state.fault = async ({ method }, pass) =>
 *   method === "eth_getLogs" ? { status: 429, body: "too many requests" } : { answer: await pass() }
 * await proxy.close()
 *
 * @param url The node's endpoint
 * @param fault What happens to each request. Default: it is passed on
 * @returns The proxy, which listens on a free port of this machine
 */
export async function openNodeProxy(
  url: string,
  fault: NodeFault = healthy,
  { port = 0 }: NodeProxyOptions = {},
): Promise<NodeProxy> {
  const state = { fault, requests: 0, methods: new Map<string, number>() }
  const served: ServedRequest[] = []

  /** What the client gets for one request. */
  async function handle(given: object, path: string, its: ServedRequest[]): Promise<NodeReply> {
    const request: NodeRequest = { method: "", id: null, params: [], ...given }
    state.requests += 1
    state.methods.set(request.method, (state.methods.get(request.method) ?? 0) + 1)
    const one: ServedRequest = { path, request, from: Date.now() }
    its.push(one)
    served.push(one)
    return state.fault(request, (to = url, what = request) => forward(to, what))
  }

  const server = createServer(async (incoming, response) => {
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value)
    if (incoming.method === "OPTIONS") {
      response.writeHead(204).end()
      return
    }
    const body = await read(incoming)
    if (typeof body !== "object" || body === null) {
      // The client was killed while it asked, or it has sent something else.
      response.writeHead(400).end("Expected a request in JSON-RPC.")
      return
    }
    const path = incoming.url ?? "/"
    // The requests of one batch end together.
    const its: ServedRequest[] = []
    response.once("close", () => {
      for (const one of its) Object.assign(one, { to: Date.now(), isLate: !response.writableEnded })
    })
    try {
      if (!Array.isArray(body)) {
        reply(response, await handle(body, path, its))
        return
      }
      const replies = await Promise.all(body.map((request) => handle(Object(request), path, its)))
      const answers = replies.flatMap((one) => ("answer" in one ? [one.answer] : []))
      // What happens to one request of a batch happens to the batch.
      const other = replies.find((one) => !("answer" in one))
      reply(response, other ?? { answer: answers })
    } catch {
      response.destroy()
    }
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve))
  const address = server.address()
  if (typeof address !== "object" || !address) throw new Error("The proxy has no port.")
  return {
    url: `http://127.0.0.1:${address.port}`,
    state,
    served,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function read(request: IncomingMessage): Promise<unknown> {
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of request) chunks.push(chunk)
    return JSON.parse(Buffer.concat(chunks).toString())
  } catch {
    return undefined
  }
}

async function forward(url: string, { id, method, params }: NodeRequest): Promise<NodeAnswer> {
  const body = JSON.stringify({ jsonrpc: "2.0", id, method, params })
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body })
  return Object(await response.json())
}

function reply(response: ServerResponse, what: NodeReply | { readonly answer: readonly NodeAnswer[] }): void {
  if ("silence" in what) return
  if ("status" in what) {
    response.writeHead(what.status).end(what.body)
    return
  }
  response.setHeader("content-type", "application/json")
  if ("answer" in what) {
    response.end(JSON.stringify(what.answer))
    return
  }
  const text = JSON.stringify(what.cut)
  response.setHeader("content-length", text.length)
  response.write(text.slice(0, Math.floor(text.length / 2)), () => {
    if (!what.stalls) response.destroy()
  })
}
