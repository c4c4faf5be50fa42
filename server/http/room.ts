// What the server asks of each of its rooms, the index and the board, and what it gives to their handlers.
import type { HttpBindings } from "@hono/node-server"
import { OpenAPIHono } from "@hono/zod-openapi"
import { problemOfIssues, problemResponse } from "./problem.ts"

export type HttpEnv = { readonly Bindings: HttpBindings }

/** Routes of a room. A request that does not fit its schema is answered with `InvalidInput`, and no handler sees it. */
export type Routes = OpenAPIHono<HttpEnv>

export const roomNames = ["index", "board"] as const
export type RoomName = (typeof roomNames)[number]

/** One of the rooms that a server runs. */
export interface Room {
  readonly name: RoomName
  /** Mounted at the root. Their definitions are in `historyRoutes.ts` and `boardRoutes.ts`. */
  readonly routes: Routes
  /** Why the room cannot answer now, as a sentence for operators; undefined if it can. */
  readonly obstacle: () => string | undefined
  /** Ends what the room does by itself. Requests have ended before. */
  readonly stop: () => Promise<void>
}

export function createRoutes(): Routes {
  return new OpenAPIHono<HttpEnv>({
    defaultHook: (result) => (result.success ? undefined : problemResponse(problemOfIssues(result.error.issues))),
  })
}
