// A Docker container for each rental, with GPUs and limits. What belongs to a rental has its label, so that every step
// finds it whatever happened before.
import { z } from "zod"

import {
  type Execute,
  type HookAnswer,
  type HookFacts,
  keysFile,
  must,
  nameOf,
  parseHookOptions,
  sshFields,
} from "./hookFacts.ts"

const options = z.strictObject({
  image: z.string().min(1, "must name an image"),
  /** For `docker run --gpus`. */
  gpus: z.string().min(1).default("all"),
  memory: z.string().optional(),
  cpus: z.string().optional(),
  pids: z.int().positive().default(4_096),
  sharedMemory: z.string().optional(),
  /** For `docker run --publish`, such as `2222:22`. */
  ports: z.array(z.string()).default([]),
  /** Where the renter's data is in the container. */
  data: z.string().startsWith("/").default("/workspace"),
  /** Whose keys are set in the container. */
  user: z.string().default("root"),
  /** More options of `docker run`. */
  args: z.array(z.string()).default([]),
  command: z.array(z.string()).default([]),
  ...sshFields,
})

const KEYS = "umask 077; mkdir -p ~/.ssh && cat > ~/.ssh/authorized_keys"

export async function dockerHook(facts: HookFacts, execute: Execute): Promise<HookAnswer | undefined> {
  const given = parseHookOptions(options, facts)
  const name = nameOf(facts)
  const label = `gpuflow.rental=${facts.rental}`
  const list = async (...what: readonly string[]) =>
    (await must(execute, ["docker", ...what, "--quiet", "--filter", `label=${label}`])).split(/\s+/).filter(Boolean)

  switch (facts.step) {
    case "start": {
      const found = await list("ps", "--all")
      if (found.length > 0) await must(execute, ["docker", "start", name])
      else await must(execute, runArguments(name, label, given))
      if (facts.keys.length > 0) await setKeys()
      return given.ssh
    }
    case "access":
      await setKeys()
      return given.ssh
    case "stop": {
      // The renter's data stays until it is wiped, because the chain can bring a rental back.
      const found = await list("ps")
      if (found.length > 0) await must(execute, ["docker", "stop", "--time", "10", ...found])
      return undefined
    }
    case "wipe": {
      const containers = await list("ps", "--all")
      if (containers.length > 0) await must(execute, ["docker", "rm", "--force", "--volumes", ...containers])
      const volumes = await list("volume", "ls")
      if (volumes.length > 0) await must(execute, ["docker", "volume", "rm", ...volumes])
      return undefined
    }
    case "health": {
      if (facts.rental === "") {
        await must(execute, ["docker", "version", "--format", "{{.Server.Version}}"])
        return undefined
      }
      const state = await must(execute, ["docker", "inspect", "--format", "{{.State.Running}}", name])
      if (state.trim() !== "true") await must(execute, ["docker", "start", name])
      return undefined
    }
  }

  function setKeys(): Promise<string> {
    return must(
      execute,
      ["docker", "exec", "--interactive", "--user", given.user, name, "sh", "-c", KEYS],
      keysFile(facts),
    )
  }
}

function runArguments(name: string, label: string, given: z.output<typeof options>): string[] {
  const { image, gpus, memory, cpus, pids, sharedMemory, ports, data, args, command } = given
  return [
    ...["docker", "run", "--detach", "--name", name, "--label", label, "--gpus", gpus],
    ...(memory === undefined ? [] : ["--memory", memory]),
    ...(cpus === undefined ? [] : ["--cpus", cpus]),
    ...(sharedMemory === undefined ? [] : ["--shm-size", sharedMemory]),
    ...["--pids-limit", String(pids), "--security-opt", "no-new-privileges", "--restart", "unless-stopped"],
    ...["--mount", `type=volume,source=${name},target=${data},volume-label=${label}`],
    ...ports.flatMap((port) => ["--publish", port]),
    ...args,
    image,
    ...command,
  ]
}
