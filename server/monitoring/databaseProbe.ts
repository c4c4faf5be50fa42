// Whether the embedded database still works. A PostgreSQL server that fails comes back by itself; what runs in this process
// does not.
import { reasonOf } from "@gpuflow/keeper/service"
import { sql } from "kysely"
import type { Database } from "../database/openDatabase.ts"
import { pause } from "../pause.ts"

/** Milliseconds that a probe is waited for, and after which one without an answer shows that the database is stuck. */
const [PATIENCE, STUCK_AFTER] = [1_000, 120_000]

/** Resolves with why the database never answers again; undefined if it does, or may. */
export function createDatabaseProbe({ kind, kysely }: Pick<Database, "kind" | "kysely">) {
  let asked: { readonly at: number; readonly answer: Promise<string | undefined> } | undefined

  function ask(): Promise<string | undefined> {
    const answer = sql`select 1`.execute(kysely).then(
      () => undefined,
      (error: unknown) => `The embedded database has failed: ${reasonOf(error)} Start the server again.`,
    )
    const asking = { at: performance.now(), answer }
    asked = asking
    answer.then(() => {
      if (asked === asking) asked = undefined
    })
    return answer
  }

  return async (): Promise<string | undefined> => {
    if (kind !== "pglite") return undefined
    const answer = asked?.answer ?? ask()
    const found = await Promise.race([answer, pause(PATIENCE).then(() => "late" as const)])
    if (found !== "late") return found
    const seconds = asked ? performance.now() - asked.at : 0
    return seconds > STUCK_AFTER ? "The embedded database does not answer any more. Start the server again." : undefined
  }
}
