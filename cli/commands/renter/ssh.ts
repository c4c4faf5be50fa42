import { openAccess } from "../../access/openAccess.ts"
import { runSsh } from "../../access/runSsh.ts"
import { sshArguments } from "../../access/sshArguments.ts"
import { openAccountContext } from "../../chain/context.ts"
import type { Session } from "../../session.ts"
import { as, toHash } from "../../text/parse.ts"
import { addAccessOptions, readCommand } from "../builders.ts"

export function ssh(session: Session) {
  return addAccessOptions(readCommand("ssh"))
    .description("Connect to a machine that you rented. Once ssh has started, its exit code is the program's")
    .argument("<id>", "Rental id", as(toHash))
    .argument("[arguments...]", "After --: options of ssh, such as `-L 8888:localhost:8888`, or a command to run there")
    .action(async (id, more, options) => {
      const opened = await openAccess(await openAccountContext(session, options), id, options)
      session.code = await runSsh(session, sshArguments(opened, more))
    })
}
