// What happens to the index: branches that come and go, and ends of its process at any moment.

import { openPlaces } from "../../test/support/databasePlaces.ts"
import { openEmptyDatabase } from "../../test/support/databases.ts"
import { playKills, playReorganisations } from "../../test/support/historyFaults.ts"
import type { Fault } from "./fault.ts"
import { figure } from "./figure.ts"
import { lives } from "./recordedLives.ts"

const REORGANISATIONS = 1_000
const DEEPEST = 256
const KILLS = 200

export const historyFaults: readonly Fault[] = (["pglite", "postgres"] as const).flatMap((kind): Fault[] => [
  {
    name: "the chain replaces its latest blocks",
    database: kind,
    async play({ seed, size }) {
      const database = await openEmptyDatabase(kind)
      const reorganisations = Math.ceil(REORGANISATIONS * size)
      const sizes = { reorganisations, maxDepth: DEEPEST, compareEvery: Math.ceil(50 * size) }
      const report = await playReorganisations({ ...(await lives()), ...sizes, database, seed })
      await database.close()
      return {
        played: `${figure(report.faults)} times, up to ${report.deepest} blocks, compared ${report.compared} times`,
        wrong: report.differences.map((table) => `${table} differs from a fresh history`),
      }
    },
  },
  {
    name: "kill -9 of the server",
    database: kind,
    async play({ seed, size }) {
      const places = openPlaces(kind)
      const kills = Math.ceil(KILLS * size)
      const run = { openPlace: places.open, seed, kills, compareEvery: 20 }
      const { moments, compared, broken, differences } = await playKills({ ...(await lives()), ...run })
      places.remove()
      const counts = Object.entries(moments).map(([moment, count]) => `${count} ${moment}`)
      return {
        played: `${kills} times: ${counts.join(", ")}; compared ${compared} times`,
        wrong: [
          ...differences.map((table) => `${table} differs from a fresh history`),
          ...(broken === 0 ? [] : [`${broken} folders could not be opened afterwards`]),
        ],
      }
    },
  },
])
