// Whether a machine's hooks can be run: for the owner, before a renter depends on them.
import { accessSync, constants, statSync } from "node:fs"
import { delimiter, isAbsolute, join } from "node:path"

import type { MachineSettings } from "../settings/settingsFile.ts"
import { idleInput } from "./hookInput.ts"
import { runCommand } from "./runCommand.ts"

export type HookCheck = { readonly name: string; readonly ok: boolean; readonly detail: string }

const HOOKS = ["onStart", "onStop", "onWipe", "onAccess", "health"] as const

/**
 * Whether each program is there, and whether the health command succeeds now, called as for a machine that is free.
 * Nothing is started, stopped or wiped. `folder` is the agent's.
 */
export async function checkHooks(
  settings: MachineSettings,
  environment: Readonly<Record<string, string>>,
  folder: string,
): Promise<HookCheck[]> {
  const { hooks } = settings
  const programs = HOOKS.flatMap((hook): HookCheck[] => {
    const argv = hooks[hook]
    if (!argv) return [{ name: hook, ok: true, detail: "None: renters get no SSH access." }]
    const [program = ""] = argv
    const found = findProgram(program, environment["PATH"] ?? "")
    return [{ name: hook, ok: found !== undefined, detail: found ?? `${program} is not a program that can be run.` }]
  })
  if (programs.some(({ ok }) => !ok)) return programs
  const { input, variables } = idleInput(settings, folder)
  const { outcome, stderr } = await runCommand({
    argv: hooks.health,
    input,
    env: { ...environment, ...variables },
    timeout: Number(hooks.healthTimeout) * 1_000,
    killAfter: Number(hooks.killAfter) * 1_000,
  })
  const detail = outcome === "succeeded" ? "Succeeded." : `${outcome}. ${stderr.trim().split("\n").at(-1) ?? ""}`.trim()
  return [...programs, { name: "health now", ok: outcome === "succeeded", detail }]
}

function findProgram(program: string, path: string): string | undefined {
  const places =
    isAbsolute(program) || program.includes("/") ? [program] : path.split(delimiter).map((one) => join(one, program))
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK)
      return statSync(place).isFile()
    } catch {
      return false
    }
  })
}
