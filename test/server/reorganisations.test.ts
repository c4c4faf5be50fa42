import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { expect } from "chai"

import { databaseKinds, openEmptyDatabase } from "../support/databases.ts"
import { playKills, playReorganisations } from "../support/historyFaults.ts"
import { postgresUrl } from "../support/postgresServer.ts"
import { type RecordedLives, recordLives } from "../support/recordedLives.ts"

describe("the history: whatever happened, its rows are those of a fresh one", () => {
  let lives: RecordedLives
  before(async () => {
    lives = await recordLives({ lives: 60, seed: 24n })
    lives.close()
  })

  for (const kind of databaseKinds) {
    it(`behavior: on ${kind}, after reorganisations`, async () => {
      const database = await openEmptyDatabase(kind)
      const plan = { seed: 1, reorganisations: 20, maxDepth: 40, compareEvery: 5 }
      const report = await playReorganisations({ ...lives, ...plan, database })
      await database.close()
      expect(report.differences, "tables that differ").to.deep.equal([])
      expect(report.compared, "comparisons").to.equal(4)
    })
  }

  it("behavior: on pglite, after kills in the middle", async () => {
    const parent = mkdtempSync(join(tmpdir(), "gpuflow-kills-"))
    const report = await playKills({ ...lives, place: { folder: join(parent, "history") }, seed: 2, kills: 2 })
    rmSync(parent, { recursive: true, force: true })
    expect(report.differences, "tables that differ").to.deep.equal([])
  })

  it("behavior: on postgres, after kills in the middle", async () => {
    const report = await playKills({ ...lives, place: { url: await postgresUrl() }, seed: 3, kills: 3 })
    expect(report.differences, "tables that differ").to.deep.equal([])
  })
})
