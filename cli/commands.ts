// The commands, in the order in which help lists them.
import type { CommandUnknownOpts } from "@commander-js/extra-typings"

import { interrupt } from "./commands/interrupt.ts"
import { show } from "./commands/show.ts"
import { start } from "./commands/start.ts"
import { stop } from "./commands/stop.ts"
import type { Session } from "./session.ts"

export const commands: readonly ((session: Session) => CommandUnknownOpts)[] = [show, start, stop, interrupt]
