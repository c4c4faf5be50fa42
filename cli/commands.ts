// The commands, in the order in which help lists them.
import type { CommandUnknownOpts } from "@commander-js/extra-typings"

import { bond } from "./commands/bond.ts"
import { claim } from "./commands/claim.ts"
import { claimable } from "./commands/claimable.ts"
import { dispute } from "./commands/dispute.ts"
import { doctor } from "./commands/doctor.ts"
import { evidence } from "./commands/evidence.ts"
import { exportPayouts } from "./commands/export.ts"
import { extend } from "./commands/extend.ts"
import { interrupt } from "./commands/interrupt.ts"
import { keep } from "./commands/keep.ts"
import { list } from "./commands/list.ts"
import { machine } from "./commands/machine.ts"
import { offer } from "./commands/offer.ts"
import { record } from "./commands/record.ts"
import { refund } from "./commands/refund.ts"
import { rent } from "./commands/rent.ts"
import { resolve } from "./commands/resolve.ts"
import { revoke } from "./commands/revoke.ts"
import { show } from "./commands/show.ts"
import { start } from "./commands/start.ts"
import { stop } from "./commands/stop.ts"
import { watch } from "./commands/watch.ts"
import { withdraw } from "./commands/withdraw.ts"
import type { Session } from "./session.ts"

export const commands: readonly ((session: Session) => CommandUnknownOpts)[] = [
  doctor,
  machine,
  offer,
  rent,
  show,
  list,
  start,
  stop,
  interrupt,
  extend,
  refund,
  claimable,
  claim,
  bond,
  withdraw,
  dispute,
  evidence,
  resolve,
  revoke,
  record,
  watch,
  exportPayouts,
  keep,
]
