// What one client may ask of the server. Nothing about clients is kept but what these limits remember, in memory.
import { isIP } from "node:net"

import { createRateLimit, networkOf } from "@gpuflow/keeper/service"
import type { Context, MiddlewareHandler } from "hono"
import { bodyLimit } from "hono/body-limit"
import { HTTPException } from "hono/http-exception"
import { timeout } from "hono/timeout"
import type { ServerSettings } from "../settings.ts"
import { LONGEST_WAIT } from "./historyRoutes.ts"
import { Problem, problemResponse } from "./problem.ts"
import type { HttpEnv } from "./room.ts"

/** Bytes of a request's body. */
const LONGEST_BODY = 65_536
/** Milliseconds that an answer may take. */
const PATIENCE = 10_000
/** Seconds after which a client that waited too long may try again. */
const RETRY = 5

export type ClientOf = (context: Context<HttpEnv>) => string

/** The network of a client: of the connection, or of the last address that the server's own proxy named. */
export function createClientOf({ clientHeader }: Pick<ServerSettings, "clientHeader">): ClientOf {
  return ({ req, env }) => {
    const named = clientHeader === undefined ? undefined : addressIn(req.header(clientHeader)?.split(",").at(-1) ?? "")
    return networkOf(named ?? env.incoming.socket.remoteAddress ?? "")
  }
}

/** The address in what a proxy wrote; some add the port, and brackets. Undefined: it is not an address. */
function addressIn(text: string): string | undefined {
  const plain = text.trim()
  const [, bracketed, v4] = /^\[([^\]]+)\](?::\d+)?$|^([\d.]+):\d+$/.exec(plain) ?? []
  const address = bracketed ?? v4 ?? plain
  return isIP(address) === 0 ? undefined : address
}

type Limited = Pick<ServerSettings, "requestsPerMinute" | "writesPerMinute">

/** Lets each network address have so many requests within a minute. */
export function limitRate(
  { requestsPerMinute, writesPerMinute }: Limited,
  clientOf: ClientOf,
): MiddlewareHandler<HttpEnv> {
  const takeRequest = createRateLimit(requestsPerMinute)
  const takeWrite = createRateLimit(writesPerMinute)
  return async (context, next) => {
    const isWrite = context.req.method === "PUT" || context.req.method === "DELETE"
    const seconds = (isWrite ? takeWrite : takeRequest)(clientOf(context))
    if (seconds > 0)
      throw new Problem(429, "TooManyRequests", `Too many requests. Try again in ${seconds} seconds.`, {}, seconds)
    await next()
  }
}

export function limitBody(): MiddlewareHandler<HttpEnv> {
  return bodyLimit({
    maxSize: LONGEST_BODY,
    onError: () =>
      problemResponse(
        new Problem(413, "BodyTooLarge", `Send at most ${LONGEST_BODY} bytes.`, { maximum: LONGEST_BODY }),
      ),
  })
}

/** Ends a request that takes too long. One that asked to wait may wait. */
export function limitTime(): MiddlewareHandler<HttpEnv> {
  const after = (seconds: number) =>
    timeout(PATIENCE + seconds * 1_000, () => {
      const cause = new Problem(
        503,
        "TooSlow",
        "The answer takes too long. Ask for less, or try again soon.",
        {},
        RETRY,
      )
      return new HTTPException(503, { cause })
    })
  const [short, long] = [after(0), after(LONGEST_WAIT)]
  return (context, next) => (context.req.query("wait") === undefined ? short : long)(context, next)
}
