// What the server asks of each of its rooms, the index and the board, and what it gives to them.
import type { HttpBindings } from "@hono/node-server"
import { OpenAPIHono } from "@hono/zod-openapi"
import type { RoomName } from "../settings.ts"
import { problemOfIssues, problemResponse } from "./problem.ts"

export type HttpEnv = { readonly Bindings: HttpBindings }

/** Routes of a room. A request that does not fit its schema is answered with `InvalidInput`, and no handler sees it. */
export type Routes = OpenAPIHono<HttpEnv>

/** One of the rooms that a server runs. */
export interface Room {
  readonly name: RoomName
  /** Mounted at the root. Their definitions are in `historyRoutes.ts` and `boardRoutes.ts`. */
  readonly routes: Routes
  /** Why the room cannot answer now, as a sentence for operators; undefined if it can. */
  readonly obstacle: () => Promise<string | undefined>
  /** Why the room never answers again before the program is started anew; undefined if it goes on by itself. */
  readonly failure: () => string | undefined
  /** Hears of the requests that failed through no fault of theirs. */
  readonly onFailedRequest?: (error: Error) => void
  /** Brings the room's gauges up to date, before they are read. */
  readonly measure: () => Promise<void>
  /** Ends what the room does by itself. Requests have ended before. */
  readonly stop: () => Promise<void>
}

export function createRoutes(): Routes {
  return new OpenAPIHono<HttpEnv>({
    defaultHook: (result) => (result.success ? undefined : problemResponse(problemOfIssues(result.error.issues))),
  })
}
