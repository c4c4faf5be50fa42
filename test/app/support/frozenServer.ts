// A server that has stopped to follow the chain: it says what it said the first time.
import { type HttpServer, serveHttp } from "../../support/httpServer.ts"

type Kept = { readonly status: number; readonly type: string; readonly body: string }

/** Stands in front of a server, and repeats its first answer to each question for ever. */
export function freezeServer(server: string): Promise<HttpServer> {
  const kept = new Map<string, Kept>()
  return serveHttp(async ({ url }, response) => {
    // How long the server may take for a block is no part of the question.
    const question = url.pathname === "/meta" ? url.pathname : `${url.pathname}${url.search}`
    const answer = kept.get(question) ?? (await ask(`${server}${question}`))
    kept.set(question, answer)
    response.writeHead(answer.status, { "content-type": answer.type, "access-control-allow-origin": "*" })
    response.end(answer.body)
  })
}

async function ask(address: string): Promise<Kept> {
  const answer = await fetch(address)
  return { status: answer.status, type: answer.headers.get("content-type") ?? "", body: await answer.text() }
}
