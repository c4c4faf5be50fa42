// Writes a history until it is killed, and says after each batch that it goes on. A program of its own.
import { createClient, http } from "viem"
import { polygon } from "viem/chains"

import { openDatabase } from "../../server/database/openDatabase.ts"
import { HISTORY_CHANNEL } from "../../server/history/generations.ts"
import { writeHistory } from "../../server/history/writeHistory.ts"
import { silentLog } from "./historyRuns.ts"

const { place, url, escrow } = JSON.parse(process.argv[2] ?? "{}")
const client = createClient({ chain: polygon, transport: http(url, { batch: true }), pollingInterval: 5 })
const database = await openDatabase(place)
await database.listen(HISTORY_CHANNEL, () => process.send?.("batch"))
const options = { database, client, escrow, fromBlock: 0n, log: silentLog, pollingInterval: 5 }
const writer = writeHistory(options)
// So that the chain moves on also where nothing is new.
process.send?.("started")
await writer.ended
