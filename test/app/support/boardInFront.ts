// A board that can be out of reach: it stands in front of a server, and passes on what it is asked.
import { type HttpServer, serveHttp } from "../../support/httpServer.ts"

export type Board = HttpServer & {
  /** Whether it answers. */
  isSilent: boolean
  /** How many writes it has left without an answer. */
  missed: number
}

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, PUT, DELETE, OPTIONS",
  "access-control-allow-headers": "*",
}

export async function openBoard(server: string): Promise<Board> {
  const state = { isSilent: false, missed: 0 }
  const http = await serveHttp(async ({ method, url, body }, response) => {
    const isStream = url.pathname.endsWith("/changes")
    if (state.isSilent || isStream) {
      if (method !== "GET") state.missed += 1
      response.destroy()
      return
    }
    if (method === "OPTIONS") {
      response.writeHead(204, CORS).end()
      return
    }
    const answer = await fetch(`${server}${url.pathname}${url.search}`, {
      method,
      ...(body !== "" && { body, headers: { "content-type": "application/json" } }),
    })
    const type = answer.headers.get("content-type") ?? "application/json"
    response.writeHead(answer.status, { ...CORS, "content-type": type })
    response.end(await answer.text())
  })
  return Object.assign(state, http)
}
