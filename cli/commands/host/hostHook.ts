import { runHook } from "../../host/runHook.ts"
import type { Session } from "../../session.ts"
import { plainCommand } from "../builders.ts"

export function hostHook(session: Session) {
  return plainCommand("hook")
    .description("Run one of the hooks that ship with the program; the agent calls it")
    .argument("<kind>", "`process`, `docker`, `systemd` or `libvirt`")
    .argument("<step>", "`start`, `stop`, `wipe`, `access` or `health`")
    .action((kind, step) => runHook(kind, step, session))
}
