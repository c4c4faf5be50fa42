// A systemd unit for each rental, made from the owner's template.
import { z } from "zod"

import { removeKeys, writeKeys } from "../../keys/authorizedKeys.ts"
import { sessionProcesses } from "../../keys/sshSessions.ts"
import { endProcesses } from "./endProcesses.ts"
import {
  type Execute,
  type HookAnswer,
  HookError,
  type HookFacts,
  must,
  nameOf,
  parseHookOptions,
  sshFields,
} from "./hookFacts.ts"

const options = z.strictObject({
  /** A template, such as `gpuflow-workload@.service`. The rental's name becomes its instance. */
  unit: z.string().regex(/^[\w:.\\-]+@\.service$/, "must be a template such as gpuflow-workload@.service"),
  /** File of the renter's SSH keys, which the machine's SSH server reads. */
  authorizedKeys: z.string().startsWith("/").optional(),
  ...sshFields,
})

export async function systemdHook(facts: HookFacts, execute: Execute): Promise<HookAnswer | undefined> {
  const { unit: template, authorizedKeys, ssh } = parseHookOptions(options, facts)
  // The sessions of an SSH server that is not in the unit go on without the keys.
  const endSessions = async () => ssh && authorizedKeys && endProcesses((all) => sessionProcesses(ssh, all))
  const unit = template.replace("@.", `@${nameOf(facts)}.`)
  switch (facts.step) {
    case "start":
      await must(execute, ["systemctl", "start", unit])
      if (authorizedKeys && facts.keys.length > 0) await writeKeys(authorizedKeys, facts)
      return ssh
    case "access":
      if (!authorizedKeys) throw new HookError("Set options.authorizedKeys to the file that the SSH server reads.")
      await writeKeys(authorizedKeys, facts)
      return ssh
    case "stop":
      try {
        if (authorizedKeys) await removeKeys(authorizedKeys)
      } finally {
        await must(execute, ["systemctl", "stop", unit])
        await endSessions()
      }
      return undefined
    case "wipe":
      // The folders that the unit names with StateDirectory=, CacheDirectory= and so on.
      await must(execute, ["systemctl", "clean", "--what=all", unit])
      return undefined
    case "health":
      if (facts.rental !== "") await must(execute, ["systemctl", "is-active", "--quiet", unit])
      return undefined
  }
}
