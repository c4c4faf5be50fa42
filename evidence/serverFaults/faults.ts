// Every fault that is played around a server, in the order of the page.
import { boardFaults } from "./board.ts"
import type { Fault } from "./fault.ts"
import { historyFaults } from "./history.ts"
import { databaseFaults, nodeFaults } from "./indexDatabases.ts"

export const faults: readonly Fault[] = [...historyFaults, ...nodeFaults, ...databaseFaults, ...boardFaults]
