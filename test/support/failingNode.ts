import { createServer, type IncomingMessage, type ServerResponse } from "node:http"

/** A request to a node. */
export type NodeRequest = { readonly method: string; readonly params: readonly unknown[]; readonly id: unknown }
export type Answer = Record<string, unknown>

/** What comes back: an answer, a status with a body, half a body and then a reset or nothing more, or nothing at all. */
type Reply =
  | { readonly answer: Answer }
  | { readonly status: number; readonly body: string }
  | { readonly cut: Answer; readonly stalls?: boolean }
  | { readonly silence: true }

/** What happens to a request; `pass` sends it to the node, or another one to another node. */
export type NodeFault = (
  request: NodeRequest,
  pass: (url?: string, request?: NodeRequest) => Promise<Answer>,
) => Promise<Reply>

export const healthy: NodeFault = async (_, pass) => ({ answer: await pass() })

/** A request and its time, in milliseconds. */
export interface Served {
  /** The path under which the client knows the node, which tells clients of one node apart. */
  readonly path: string
  readonly request: NodeRequest
  readonly from: number
  /** Missing until the connection has its reply, or is closed without one. */
  to?: number
  /** The client gave up before the node replied. */
  isLate?: boolean
}

export type FailingNode = Awaited<ReturnType<typeof openFailingNode>>

/** Stands in front of the node at `url` and fails as `state.fault` says, which may change at any time. */
export async function openFailingNode(url: string, fault: NodeFault = healthy) {
  const state = { fault, requests: 0, methods: new Map<string, number>() }
  const served: Served[] = []
  const server = createServer(async (incoming, response) => {
    const request = await read(incoming)
    // The client was killed while it asked, or has stopped waiting.
    if (!request) return
    state.requests += 1
    state.methods.set(request.method, (state.methods.get(request.method) ?? 0) + 1)
    const one: Served = { path: incoming.url ?? "/", request, from: Date.now() }
    response.once("close", () => Object.assign(one, { to: Date.now(), isLate: !response.writableEnded }))
    served.push(one)
    const pass = (to = url, what = request) => forward(to, what)
    try {
      reply(response, await state.fault(request, pass))
    } catch {
      response.destroy()
    }
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  if (typeof address !== "object" || !address) throw new Error("The failing node has no port.")
  return {
    url: `http://127.0.0.1:${address.port}`,
    state,
    /** Every request so far, in the order in which they came in. */
    served: served as readonly Served[],
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function read(request: IncomingMessage): Promise<NodeRequest | undefined> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk)
    return { params: [], ...JSON.parse(Buffer.concat(chunks).toString()) }
  } catch {
    return undefined
  }
}

async function forward(url: string, { id, method, params }: NodeRequest): Promise<Answer> {
  const body = JSON.stringify({ jsonrpc: "2.0", id, method, params })
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body })
  return Object(await response.json())
}

function reply(response: ServerResponse, what: Reply) {
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
