import { createServer } from "node:http"

import type { Registry } from "prom-client"

type MonitoringServer = { readonly port: number; close(): Promise<void> }

/** Serves `/healthz` and `/metrics`. */
export function startMonitoringServer(
  { host, port }: { readonly host: string; readonly port: number },
  { health, registry }: { readonly health: () => { readonly ok: boolean }; readonly registry: Registry },
): Promise<MonitoringServer> {
  const server = createServer(async ({ url }, response) => {
    if (url === "/healthz") {
      const report = health()
      const body = `${JSON.stringify(report)}\n`
      response.writeHead(report.ok ? 200 : 503, { "content-type": "application/json" }).end(body)
    } else if (url === "/metrics") {
      response.writeHead(200, { "content-type": registry.contentType }).end(await registry.metrics())
    } else {
      response.writeHead(404).end()
    }
  })
  return new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, host, () => {
      const address = server.address()
      resolve({
        port: typeof address === "object" && address ? address.port : port,
        close: () =>
          new Promise((closed) => {
            server.closeAllConnections()
            server.close(() => closed())
          }),
      })
    })
  })
}
