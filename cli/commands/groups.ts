// The commands, in the order in which help lists them.
import type { CommandUnknownOpts } from "@commander-js/extra-typings"
import type { Session } from "../session.ts"
import { resolve } from "./arbiter/resolve.ts"
import { claim } from "./everyone/claim.ts"
import { claimable } from "./everyone/claimable.ts"
import { doctor } from "./everyone/doctor.ts"
import { evidence } from "./everyone/evidence.ts"
import { exportPayouts } from "./everyone/export.ts"
import { keep } from "./everyone/keep.ts"
import { list } from "./everyone/list.ts"
import { record } from "./everyone/record.ts"
import { show } from "./everyone/show.ts"
import { watch } from "./everyone/watch.ts"
import { withdraw } from "./everyone/withdraw.ts"
import { bond } from "./host/bond.ts"
import { interrupt } from "./host/interrupt.ts"
import { machine } from "./host/machine.ts"
import { offer } from "./host/offer.ts"
import { refund } from "./host/refund.ts"
import { revoke } from "./host/revoke.ts"
import { start } from "./host/start.ts"
import { dispute } from "./renter/dispute.ts"
import { extend } from "./renter/extend.ts"
import { rent } from "./renter/rent.ts"
import { stop } from "./renter/stop.ts"

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
