// The user's folder for what the program must not forget between two runs, by the XDG specification, which ignores a
// relative path.
import { isAbsolute, join } from "node:path"

import { UsageError } from "./errors.ts"
import type { Session } from "./session.ts"

/** A folder of the program's state. `why` begins the error: what is kept there. */
export function stateFolder({ env }: Pick<Session, "env">, name: string, why: string): string {
  const { XDG_STATE_HOME: given = "", HOME: home = "" } = env
  if (isAbsolute(given)) return join(given, "gpuflow-escrow", name)
  if (isAbsolute(home)) return join(home, ".local", "state", "gpuflow-escrow", name)
  throw new UsageError(`${why} Set HOME or XDG_STATE_HOME.`)
}
