// The commands, in the groups and in the order in which help lists them.
import type { CommandUnknownOpts } from "@commander-js/extra-typings"

import type { Session } from "../session.ts"
import { disputes } from "./arbiter/disputes.ts"
import { resolve } from "./arbiter/resolve.ts"
import { books } from "./everyone/books.ts"
import { claim } from "./everyone/claim.ts"
import { claimable } from "./everyone/claimable.ts"
import { doctor } from "./everyone/doctor.ts"
import { evidence } from "./everyone/evidence.ts"
import { exportPayouts } from "./everyone/export.ts"
import { keep } from "./everyone/keep.ts"
import { list } from "./everyone/list.ts"
import { mandates } from "./everyone/mandates.ts"
import { notify } from "./everyone/notify.ts"
import { record } from "./everyone/record.ts"
import { relay } from "./everyone/relay.ts"
import { revoke } from "./everyone/revoke.ts"
import { show } from "./everyone/show.ts"
import { tx } from "./everyone/tx.ts"
import { watch } from "./everyone/watch.ts"
import { withdraw } from "./everyone/withdraw.ts"
import { bond } from "./host/bond.ts"
import { hostAgent } from "./host/hostAgent.ts"
import { interrupt } from "./host/interrupt.ts"
import { machine } from "./host/machine.ts"
import { offer } from "./host/offer.ts"
import { refund } from "./host/refund.ts"
import { start } from "./host/start.ts"
import { statement } from "./host/statement.ts"
import { access } from "./renter/access.ts"
import { dispute } from "./renter/dispute.ts"
import { extend } from "./renter/extend.ts"
import { mcp } from "./renter/mcp.ts"
import { offers } from "./renter/offers.ts"
import { rent } from "./renter/rent.ts"
import { ssh } from "./renter/ssh.ts"
import { stop } from "./renter/stop.ts"

type MakeCommand = (session: Session) => CommandUnknownOpts

export const commandGroups: readonly (readonly [heading: string, commands: readonly MakeCommand[]])[] = [
  ["Host commands:", [hostAgent, machine, offer, bond, start, interrupt, refund, statement]],
  ["Renter commands:", [offers, rent, access, ssh, extend, stop, dispute, mcp]],
  ["Arbiter commands:", [disputes, resolve]],
  [
    "Commands for everyone:",
    [
      doctor,
      show,
      tx,
      list,
      claimable,
      claim,
      withdraw,
      evidence,
      record,
      watch,
      notify,
      exportPayouts,
      mandates,
      revoke,
      books,
      keep,
      relay,
    ],
  ],
]
