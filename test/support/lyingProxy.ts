// A man in the middle of a server: passes requests on, and changes what is answered.
import { type HttpServer, serveHttp } from "./httpServer.ts"

type Changed = { readonly status?: number; readonly body: unknown } | undefined
/** What to answer in place of the server's JSON. Undefined: the server's own. */
export type Lie = (
  path: string,
  body: unknown,
  headers: Readonly<Record<string, unknown>>,
) => Changed | Promise<Changed>

export function serveThrough(server: string, lie: Lie): Promise<HttpServer> {
  return serveHttp(async ({ url, method, headers, body }, response) => {
    const text = ["PUT", "POST", "DELETE"].includes(method) ? { body } : {}
    const passed = await fetch(`${server}${url.pathname}${url.search}`, { method, ...text })
    const answered: unknown = await passed.json()
    const changed = await lie(url.pathname, answered, headers)
    response.writeHead(changed?.status ?? passed.status, {
      "content-type": passed.headers.get("content-type") ?? "application/json",
    })
    response.end(JSON.stringify(changed ? changed.body : answered))
  })
}

/** Changes a field of each object with that field, however deep. */
export function withField(value: unknown, field: string, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withField(item, field, change))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, name === field ? change(part) : withField(part, field, change)]),
  )
}
