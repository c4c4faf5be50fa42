import { exitCodes } from "../../exitCodes.ts"
import { readOffer } from "../../offer/offerSource.ts"
import { verifySignedOffer } from "../../offer/verifySignedOffer.ts"
import type { Session } from "../../session.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { table } from "../../terminal/table.ts"
import { readCommand } from "../builders.ts"
import { runRead } from "../run.ts"

export function offerVerify(session: Session) {
  return readCommand("verify")
    .description("Check an offer's signature, and whether it can be rented now")
    .argument("<offer>", "File, or http or https URL, of a signed offer, or an offer's link")
    .action((source, options) =>
      runRead(session, options, async (context) => {
        const verified = await verifySignedOffer(context, await readOffer(source))
        const { ok, checks } = verified
        const rows = checks.map((check) => [check.ok ? "ok" : "FAILED", check.check, check.detail])
        return {
          json: verified,
          text: table(columnsOf(session.stdout), ["result", "check", "details"], rows),
          code: ok ? exitCodes.ok : exitCodes.failed,
        }
      }),
    )
}
