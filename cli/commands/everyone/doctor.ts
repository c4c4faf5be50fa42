import { diagnose, type Finding } from "../../chain/diagnosis.ts"
import { exitCodes } from "../../exitCodes.ts"
import type { Session } from "../../session.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { table } from "../../terminal/table.ts"
import { readCommand } from "../builders.ts"
import { runPlain } from "../run.ts"

const results: Readonly<Record<Finding["state"], string>> = {
  ok: "ok",
  warns: "warning",
  fails: "FAILED",
  skipped: "skipped",
}

export function doctor(session: Session) {
  return readCommand("doctor")
    .description("Check your set-up: endpoints, clock, gas, escrow, tokens, price feeds, servers and account")
    .action((options) =>
      runPlain(session, options, async () => {
        const findings = await diagnose(session, options)
        const ok = findings.every(({ state }) => state !== "fails")
        const rows = findings.map(({ state, check, detail }) => [results[state], check, detail])
        return {
          json: { ok, findings },
          text: table(columnsOf(session.stdout), ["result", "check", "details"], rows),
          code: ok ? exitCodes.ok : exitCodes.failed,
        }
      }),
    )
}
