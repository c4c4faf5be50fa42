import { commandEnvironment } from "../childEnvironment.ts"
import type { Session } from "../session.ts"

/** What hooks inherit: no key, endpoint or password of this program. */
export function hookEnvironment(session: Session): Record<string, string> {
  return Object.fromEntries(
    Object.entries(commandEnvironment(session)).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  )
}
