// A real server of HTTP on this machine whose answers a test writes.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

type Asked = { readonly method: string; readonly url: URL; readonly headers: IncomingMessage["headers"] }
export type Answer = (asked: Asked & { readonly body: string }, response: ServerResponse) => void | Promise<void>

export type HttpServer = {
  readonly url: string
  /** What it was asked so far. */
  readonly asked: readonly Asked[]
  close(): Promise<void>
}

/** Listens on 127.0.0.1. An answer that is never ended is cut when the server closes. */
export async function serveHttp(answer: Answer): Promise<HttpServer> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const url = new URL(request.url ?? "/", "http://127.0.0.1")
    const one = { method: request.method ?? "GET", url, headers: request.headers }
    asked.push(one)
    await answer({ ...one, body: Buffer.concat(parts).toString() }, response)
  })
  // A client that gives up closes its connection in the middle of an answer.
  server.on("clientError", (_, socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  // A program that has nothing else to do ends.
  server.unref()
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export function answerJson(response: ServerResponse, body: unknown, status = 200, type = "application/json"): void {
  response.writeHead(status, { "content-type": type })
  response.end(JSON.stringify(body))
}

/** As RFC 9457 has it. */
export function answerProblem(response: ServerResponse, status: number, code: string, detail: string): void {
  answerJson(
    response,
    { type: "about:blank", title: code, status, code, detail, args: {} },
    status,
    "application/problem+json",
  )
}
