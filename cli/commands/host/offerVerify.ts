import { exitCodes } from "../../exitCodes.ts"
import { checkOffer } from "../../offer/checks.ts"
import { readOffer } from "../../offer/signedOffer.ts"
import type { Session } from "../../session.ts"
import { table } from "../../terminal/output.ts"
import { reading } from "../builders.ts"
import { runReading } from "../run.ts"

export function offerVerify(session: Session) {
  return reading("verify")
    .description("check an offer's signature, and whether it could be taken now")
    .argument("<offer>", "a file, or an http or https address")
    .action((source, options) =>
      runReading(session, options, async (context) => {
        const checks = await checkOffer(context, await readOffer(source))
        const ok = checks.every((check) => check.ok)
        const rows = checks.map((check) => [check.ok ? "ok" : "FAILS", check.check, check.detail])
        return {
          json: { ok, checks },
          text: table(["", "check", ""], rows),
          code: ok ? exitCodes.ok : exitCodes.failed,
        }
      }),
    )
}
