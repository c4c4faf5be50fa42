import { text } from "node:stream/consumers"
import { CliError } from "../../errors.ts"
import { exitCodes } from "../../exitCodes.ts"
import type { Session } from "../../session.ts"
import { plainCommand } from "../builders.ts"

export function hostHook(session: Session) {
  return plainCommand("hook")
    .description("Run one of the hooks that ship with the program; the agent calls it")
    .argument("<kind>", "`process`, `docker`, `systemd` or `libvirt`")
    .argument("<step>", "`start`, `stop`, `wipe`, `access` or `health`")
    .action(async (kind, step) => {
      const { HookError, runShippedHook } = await import("@gpuflow/host/hooks")
      try {
        session.stdout.write(await runShippedHook(kind, step, await text(session.stdin)))
      } catch (error) {
        if (!(error instanceof HookError)) throw error
        throw new CliError(exitCodes.failed, "HookFailed", error.message, { kind, step }, { cause: error })
      }
    })
}
