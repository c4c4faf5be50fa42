import { createServer, type Server } from "node:http"

import type { Registry } from "prom-client"

/** How the keeper is, for whoever restarts it or pages somebody. */
export type Health = { readonly ok: boolean; readonly [fact: string]: unknown }

/** Serves `/healthz` and `/metrics`. */
export function serve(
  { host, port }: { readonly host: string; readonly port: number },
  { health, registry }: { readonly health: () => Health; readonly registry: Registry },
): Promise<Server> {
  const server = createServer(async ({ url }, response) => {
    if (url === "/healthz") {
      const now = health()
      response.writeHead(now.ok ? 200 : 503, { "content-type": "application/json" }).end(`${JSON.stringify(now)}\n`)
    } else if (url === "/metrics") {
      response.writeHead(200, { "content-type": registry.contentType }).end(await registry.metrics())
    } else {
      response.writeHead(404).end()
    }
  })
  return new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, host, () => resolve(server))
  })
}
