import { readAgentSettings, stateFolder } from "../../host/agentSettings.ts"
import type { Session } from "../../session.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { table } from "../../terminal/table.ts"
import { formatMoment } from "../../text/times.ts"
import { plainCommand } from "../builders.ts"
import { runPlain } from "../run.ts"
import { settingsOption } from "./settingsOption.ts"

export function hostStatus(session: Session) {
  return plainCommand("status")
    .description("Show what the agent knows of its machines and rentals; works beside a running agent")
    .addOption(settingsOption())
    .action((options) =>
      runPlain(session, options, async () => {
        const settings = await readAgentSettings(session, options)
        const { readHostStatus } = await import("@gpuflow/host")
        const status = readHostStatus(stateFolder(session, settings))
        const machines = settings.machines.map(({ name, machine }) => ({
          name,
          machine,
          rentals: (status?.rentals ?? []).filter((rental) => rental.machine === machine),
        }))
        const now = BigInt(Math.floor(Date.now() / 1_000))
        const rows = machines.flatMap(({ name, rentals }) => {
          if (rentals.length === 0) return [[name, "free", "", ""]]
          return rentals.map(({ phase, phaseSince, failures, health, rental, keys }) => [
            name,
            failures > 0 ? `${phase}, ${failures} failed` : phase,
            phaseSince === 0n ? "" : formatMoment(phaseSince, now),
            [rental, health && `health ${health.status}`, keys > 0 && `${keys} SSH keys`].filter(Boolean).join("\n"),
          ])
        })
        const text = table(columnsOf(session.stdout), ["machine", "phase", "since", "rental"], rows)
        return { json: { lastBlock: status?.lastBlock, machines }, text }
      }),
    )
}
