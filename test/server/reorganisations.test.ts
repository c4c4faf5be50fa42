import { expect } from "chai"
import { openPlaces } from "../support/databasePlaces.ts"
import { databaseKinds, openEmptyDatabase } from "../support/databases.ts"
import { playKills, playReorganisations } from "../support/historyFaults.ts"
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

  for (const kind of databaseKinds) {
    it(`behavior: on ${kind}, after kills of the server at the start, in a transaction, in a rebuild, and at work`, async () => {
      const places = openPlaces(kind)
      const report = await playKills({ ...lives, openPlace: places.open, seed: 2, kills: 4, compareEvery: 4 })
      places.remove()
      expect(report.differences, "tables that differ").to.deep.equal([])
      expect(Object.values(report.moments), "kills of each kind").to.deep.equal([1, 1, 1, 1])
      expect(report.broken, "folders that could not be opened").to.equal(0)
    })
  }
})
