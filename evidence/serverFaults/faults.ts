// Every fault that is played around a server, in the order of the page.
import type { Fault } from "./fault.ts"
import { historyFaults } from "./history.ts"

export const faults: readonly Fault[] = [...historyFaults]
