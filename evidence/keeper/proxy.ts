// What stands between a keeper and its node: passes requests on, unless the weather has something else in mind.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"

export type Asked = { readonly method: string; readonly params: readonly unknown[]; readonly id: unknown }
export type Answer = Record<string, unknown>

/** What comes back: an answer, a status with a body, half a body and then a reset or nothing more, or nothing at all. */
export type Reply =
  | { readonly answer: Answer }
  | { readonly status: number; readonly body: string }
  | { readonly cut: Answer; readonly stalls?: boolean }
  | { readonly silence: true }

/** What happens to a request; `pass` asks the node, or another one. */
export type Weather = (asked: Asked, pass: (url?: string, asked?: Asked) => Promise<Answer>) => Promise<Reply>

export const fair: Weather = async (_, pass) => ({ answer: await pass() })

export type NodeProxy = Awaited<ReturnType<typeof openProxy>>

export async function openProxy(url: string) {
  const state = { weather: fair, requests: 0, methods: new Map<string, number>() }
  const server = createServer(async (request, response) => {
    const asked = await read(request)
    // The keeper was killed while it asked, or has stopped waiting.
    if (!asked) return
    state.requests += 1
    state.methods.set(asked.method, (state.methods.get(asked.method) ?? 0) + 1)
    const pass = (to = url, what = asked) => forward(to, what)
    try {
      reply(response, await state.weather(asked, pass))
    } catch {
      response.destroy()
    }
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  if (typeof address !== "object" || !address) throw new Error("The proxy has no port.")
  return {
    url: `http://127.0.0.1:${address.port}`,
    state,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function read(request: IncomingMessage): Promise<Asked | undefined> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk)
    return { params: [], ...JSON.parse(Buffer.concat(chunks).toString()) }
  } catch {
    return undefined
  }
}

async function forward(url: string, { id, method, params }: Asked): Promise<Answer> {
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
