// The page as it is built, served as any file server does, with the `config.json` of a test.
import { rmSync } from "node:fs"
import { mkdtemp, readFile } from "node:fs/promises"
import { extname, join, normalize } from "node:path"

import { build } from "vite"

import { root } from "../../../scripts/support/root.ts"
import { type HttpServer, serveHttp } from "../../support/httpServer.ts"

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
}

let folder: Promise<string> | undefined

/** Builds the page once for all tests of this process. */
function built(): Promise<string> {
  folder ??= (async () => {
    const outDir = await mkdtemp(join(root, "cache", "app-"))
    process.once("exit", () => rmSync(outDir, { recursive: true, force: true }))
    await build({ root: join(root, "app"), logLevel: "error", build: { outDir, emptyOutDir: true } })
    return outDir
  })()
  return folder
}

export type Site = HttpServer & { readonly change: (config: unknown) => void }

/** Serves the page on 127.0.0.1, below a folder, as it may be anywhere. */
export async function serveSite(first: unknown): Promise<Site> {
  const files = await built()
  let config = first
  const server = await serveHttp(async ({ url }, response) => {
    const path = normalize(decodeURIComponent(url.pathname)).replace(/^\/page\/?/, "") || "index.html"
    if (path === "config.json") {
      response.writeHead(200, { "content-type": "application/json" })
      response.end(JSON.stringify(config))
      return
    }
    const content = await readFile(join(files, path)).catch(() => undefined)
    response.writeHead(content ? 200 : 404, { "content-type": TYPES[extname(path)] ?? "text/plain" })
    response.end(content)
  })
  return {
    ...server,
    url: `${server.url}/page/`,
    change: (next) => {
      config = next
    },
  }
}
