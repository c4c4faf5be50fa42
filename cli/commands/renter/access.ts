import { openAccess } from "../../access/openAccess.ts"
import { type OpenedAccess, sshArguments } from "../../access/sshArguments.ts"
import { openAccountContext } from "../../chain/context.ts"
import type { Session } from "../../session.ts"
import type { Result } from "../../terminal/output.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { facts } from "../../terminal/table.ts"
import { as, toHash } from "../../text/parse.ts"
import { formatLocal } from "../../text/times.ts"
import { addAccessOptions, readCommand } from "../builders.ts"
import { runPlain } from "../run.ts"

export function access(session: Session) {
  return addAccessOptions(readCommand("access"))
    .description("Let your SSH key into a machine that you rented, and show how to connect")
    .argument("<id>", "Rental id", as(toHash))
    .action((id, options) =>
      runPlain(session, options, async () => {
        const context = await openAccountContext(session, options)
        return describe(session, await openAccess(context, id, options))
      }),
    )
}

function describe(session: Session, opened: OpenedAccess): Result {
  const { rental, host, port, user, hostKey, endsAt, identity, knownHosts } = opened
  const ssh = ["ssh", ...sshArguments(opened, [])]
  return {
    json: { rental, host, port, user, hostKey, endsAt, identity: identity.path, knownHosts, ssh },
    text: facts(columnsOf(session.stdout), [
      ["machine", `${user}@${host}, port ${port}`],
      ["host key", hostKey],
      ["your key", identity.path],
      ["known hosts", knownHosts],
      ["until", formatLocal(endsAt)],
      ["connect", `gpuflow-escrow ssh ${rental}`],
    ]),
  }
}
