import { exitCodes } from "../../exitCodes.ts"
import { readAgentSettings, stateFolder } from "../../host/agentSettings.ts"
import { checkChain } from "../../host/checkChain.ts"
import { checkBoards, checkDoor } from "../../host/checkPlaces.ts"
import type { HostFinding } from "../../host/finding.ts"
import { hookEnvironment } from "../../host/hookEnvironment.ts"
import type { Session } from "../../session.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { table } from "../../terminal/table.ts"
import { plainCommand } from "../builders.ts"
import { runPlain } from "../run.ts"
import { settingsOption } from "./settingsOption.ts"

export function hostCheck(session: Session) {
  return plainCommand("check")
    .description(
      "Check the agent's settings, its nodes, clock, account and bonds, the boards and the door, and each machine's commands; starts nothing",
    )
    .addOption(settingsOption())
    .action((options) =>
      runPlain(session, options, async () => {
        const findings = await check(session, options)
        const ok = findings.every(({ state }) => state !== "FAILED")
        const rows = findings.map(({ state, check: what, detail }) => [state, what, detail])
        return {
          json: { ok, findings },
          text: table(columnsOf(session.stdout), ["result", "check", "details"], rows),
          code: ok ? exitCodes.ok : exitCodes.failed,
        }
      }),
    )
}

async function check(session: Session, options: { readonly settings?: string | undefined }): Promise<HostFinding[]> {
  const settings = await readAgentSettings(session, options)
  const { checkHooks } = await import("@gpuflow/host")
  const state = stateFolder(session, settings)
  const count = `${settings.machines.length} machine${settings.machines.length === 1 ? "" : "s"}`
  const findings: HostFinding[] = [
    { state: "ok", check: "settings", detail: `${settings.path}: ${count}.` },
    { state: "ok", check: "state", detail: state },
  ]
  const [chain, boards, door] = await Promise.all([
    checkChain(session, settings),
    checkBoards(session, settings),
    checkDoor(settings, state),
  ])
  findings.push(...chain, ...boards, ...door)
  for (const machine of settings.machines) {
    for (const { name, ok, detail } of await checkHooks(machine, hookEnvironment(session), state)) {
      findings.push({ state: ok ? "ok" : "FAILED", check: `${machine.name}: ${name}`, detail })
    }
  }
  return findings
}
