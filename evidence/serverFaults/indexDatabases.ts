// What happens to the databases of an index, and to the nodes that it reads.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { openEmptyDatabase } from "../../test/support/databases.ts"
import {
  folderDamages,
  playFolderDamage,
  playLaterVersion,
  playLostDatabase,
  playTwoWriters,
  prepareFolder,
} from "../../test/support/indexDatabaseFaults.ts"
import { followThroughFault, followTooDeep, indexNodeFaults } from "../../test/support/indexNodeFaults.ts"
import { postgresUrl } from "../../test/support/postgresServer.ts"
import type { Fault } from "./fault.ts"
import { lives } from "./recordedLives.ts"

const differs = (table: string) => `${table} differs from a fresh history`

export const nodeFaults: readonly Fault[] = [
  ...Object.keys(indexNodeFaults).map(
    (fault): Fault => ({
      name: fault,
      database: "pglite",
      async play({ seed, size }) {
        const database = await openEmptyDatabase("pglite")
        const steps = Math.ceil(200 * size)
        const wrong = await followThroughFault({ database, lives: await lives(), fault, seed, steps })
        await database.close()
        return { played: `while the chain changed ${steps} times`, wrong: wrong.map(differs) }
      },
    }),
  ),
  ...(["pglite", "postgres"] as const).map(
    (kind): Fault => ({
      name: "the chain replaces more blocks than are remembered",
      database: kind,
      async play({ seed }) {
        const database = await openEmptyDatabase(kind)
        const wrong = await followTooDeep({ database, lives: await lives(), seed })
        await database.close()
        return { played: "100 blocks, of which 16 were remembered", wrong: wrong.map(differs) }
      },
    }),
  ),
]

export const databaseFaults: readonly Fault[] = [
  {
    name: "a folder that is damaged is moved aside, or its index built again beside",
    database: "pglite",
    async play() {
      const parent = mkdtempSync(join(tmpdir(), "gpuflow-damage-"))
      const recording = await lives()
      const prepared = await prepareFolder(join(parent, "healthy"), recording)
      const wrong: string[] = []
      const damages = Object.keys(folderDamages)
      for (const [place, damage] of damages.entries()) {
        const found = await playFolderDamage(prepared, join(parent, String(place)), damage)
        wrong.push(...found.map((sentence) => `${damage}: ${sentence}`))
      }
      wrong.push(...(await playLaterVersion(prepared)))
      rmSync(parent, { recursive: true, force: true })
      return { played: [...damages, "its tables are of a later version"].join("; "), wrong }
    },
  },
  {
    name: "PostgreSQL stops and starts while the index follows",
    database: "postgres",
    async play({ size }) {
      const stops = Math.ceil(10 * size)
      const wrong = await playLostDatabase(await postgresUrl(), await lives(), stops)
      return { played: `${stops} times`, wrong: wrong.map(differs) }
    },
  },
  {
    name: "two writers on one database: one waits, and goes on when the other ends",
    database: "postgres",
    async play({ size }) {
      const changes = Math.ceil(10 * size)
      const wrong = await playTwoWriters(await postgresUrl(), await lives(), changes)
      return { played: `${changes} changes of the writer`, wrong }
    },
  },
]
