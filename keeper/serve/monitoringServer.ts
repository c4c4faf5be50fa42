import { createServer } from "node:http"

import type { Registry } from "prom-client"

type MonitoringServer = { readonly port: number; close(): Promise<void> }

type Reports = {
  readonly health: () => { readonly ok: boolean }
  /** Of a program that others ask for its work. */
  readonly ready?: () => { readonly ok: boolean }
  readonly registry: Registry
}

/** Serves `/healthz` and `/metrics`, and `/readyz` of programs that say whether they are ready. */
export function startMonitoringServer(
  { host, port }: { readonly host: string; readonly port: number },
  { health, ready, registry }: Reports,
): Promise<MonitoringServer> {
  const server = createServer(async ({ url }, response) => {
    const report = url === "/healthz" ? health() : url === "/readyz" ? ready?.() : undefined
    if (report) {
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
