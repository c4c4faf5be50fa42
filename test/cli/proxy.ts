// A node that fails on purpose, in front of one that works.
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

export interface Proxy {
  readonly url: string
  close(): void
}

/** Answers 502 to some methods: after the request has gone on to the node, or without. */
export async function openProxy(
  target: string,
  fails: (method: string) => "after" | "before" | undefined,
): Promise<Proxy> {
  const server = createServer(async (request, answer) => {
    let body = ""
    for await (const chunk of request) body += String(chunk)
    const failure = fails(String(JSON.parse(body).method))
    const text = failure === "before" ? "" : await (await fetch(target, { method: "POST", body })).text()
    answer.statusCode = failure ? 502 : 200
    answer.setHeader("content-type", "application/json")
    answer.end(failure ? "" : text)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}
