// A virtual machine by libvirt, whose disk goes back to a snapshot for each renter. An example: adapt it to your host.
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"

import {
  type Execute,
  type HookAnswer,
  type HookFacts,
  keysFile,
  must,
  parseHookOptions,
  sshFields,
} from "./hookFacts.ts"

const options = z.strictObject({
  domain: z.string().min(1, "must name a domain"),
  /** A snapshot of the machine as it is before a rental, with the guest agent in it. */
  snapshot: z.string().min(1).default("clean"),
  /** Whose keys are set in the guest. */
  user: z.string().min(1).default("root"),
  ...sshFields,
})

export async function libvirtHook(facts: HookFacts, execute: Execute): Promise<HookAnswer | undefined> {
  const { domain, snapshot, user, ssh } = parseHookOptions(options, facts)
  const isRunning = async () => (await must(execute, ["virsh", "domstate", domain])).trim() === "running"
  async function setKeys(): Promise<void> {
    const path = join(facts.folder, "authorized_keys")
    await writeFile(path, keysFile(facts), { mode: 0o600 })
    await must(execute, ["virsh", "set-user-sshkeys", domain, user, "--file", path])
  }

  switch (facts.step) {
    case "start":
      if (!(await isRunning())) await must(execute, ["virsh", "start", domain])
      if (facts.keys.length > 0) await setKeys()
      return ssh
    case "access":
      await setKeys()
      return ssh
    case "stop":
      if (await isRunning()) await must(execute, ["virsh", "destroy", domain])
      return undefined
    case "wipe":
      await must(execute, ["virsh", "snapshot-revert", domain, snapshot])
      if (await isRunning()) await must(execute, ["virsh", "destroy", domain])
      return undefined
    case "health":
      await must(execute, ["virsh", "domstats", "--state", domain])
      if (facts.rental !== "" && !(await isRunning())) await must(execute, ["virsh", "start", domain])
      return undefined
  }
}
