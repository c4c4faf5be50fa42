// Whether a machine's hooks can be run: for the owner, before a renter depends on them.
import { accessSync, constants, statSync } from "node:fs"
import { delimiter, isAbsolute, join } from "node:path"

import type { MachineSettings } from "../settings/settingsFile.ts"
import { runCommand } from "./runCommand.ts"

export type HookCheck = { readonly name: string; readonly ok: boolean; readonly detail: string }

const HOOKS = ["onStart", "onStop", "onWipe", "onAccess", "health"] as const

/** Whether each program is there, and whether the health command succeeds now. Nothing is started, stopped or wiped. */
export async function checkHooks(
  { hooks, machine, name }: MachineSettings,
  environment: Readonly<Record<string, string>>,
): Promise<HookCheck[]> {
  const programs = HOOKS.flatMap((hook): HookCheck[] => {
    const argv = hooks[hook]
    if (!argv) return [{ name: hook, ok: true, detail: "None: renters get no SSH access." }]
    const [program = ""] = argv
    const found = findProgram(program, environment["PATH"] ?? "")
    return [{ name: hook, ok: found !== undefined, detail: found ?? `${program} is not a program that can be run.` }]
  })
  if (programs.some(({ ok }) => !ok)) return programs
  const { outcome, stderr } = await runCommand({
    argv: hooks.health,
    env: { ...environment, GPUFLOW_STEP: "health", GPUFLOW_MACHINE: machine, GPUFLOW_MACHINE_NAME: name },
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
