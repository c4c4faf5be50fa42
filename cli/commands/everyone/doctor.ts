import { diagnose } from "../../chain/diagnosis.ts"
import { exitCodes } from "../../exitCodes.ts"
import type { Session } from "../../session.ts"
import { table } from "../../terminal/output.ts"
import { reading } from "../builders.ts"
import { runPlain } from "../run.ts"

export function doctor(session: Session) {
  return reading("doctor")
    .description("check everything that a host or a renter relies on: chain, escrow, tokens, feeds, gas, clock, key")
    .action((options) =>
      runPlain(session, options, async () => {
        const findings = await diagnose(session, options)
        const isWell = findings.every(({ state }) => state !== "fails")
        const rows = findings.map(({ state, check, detail }) => [state === "fails" ? "FAILS" : state, check, detail])
        return {
          json: { ok: isWell, findings },
          text: table(["", "check", ""], rows),
          code: isWell ? exitCodes.ok : exitCodes.failed,
        }
      }),
    )
}
