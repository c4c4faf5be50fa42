// The page as it is built, served as file servers do, compressed, with the `config.json` of a test.
import { rmSync } from "node:fs"
import { mkdtemp, readFile } from "node:fs/promises"
import { extname, join, normalize } from "node:path"
import { promisify } from "node:util"
import { brotliCompress } from "node:zlib"
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

const compress = promisify(brotliCompress)
const kept = new Map<string, Promise<Buffer | undefined>>()

/** A file as hosts send it, or undefined where there is none. */
function compressed(path: string): Promise<Buffer | undefined> {
  const found =
    kept.get(path) ??
    readFile(path).then(
      (content) => compress(content),
      () => undefined,
    )
  kept.set(path, found)
  return found
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
    const content = await compressed(join(files, path))
    response.writeHead(content ? 200 : 404, {
      "content-type": TYPES[extname(path)] ?? "text/plain",
      "cache-control": path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      ...(content && { "content-encoding": "br" }),
    })
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
