import { expect } from "chai"

import { databaseKinds, openEmptyDatabase } from "../support/databases.ts"
import { followThroughFault, followTooDeep, indexNodeFaults } from "../support/indexNodeFaults.ts"
import { type RecordedLives, recordLives } from "../support/recordedLives.ts"

describe("the history, behind nodes that fail", () => {
  let lives: RecordedLives
  before(async () => {
    lives = await recordLives({ lives: 100, seed: 31n })
    lives.close()
  })

  for (const fault of Object.keys(indexNodeFaults)) {
    it(`behavior: has the rows of a fresh one after ${fault}`, async () => {
      const database = await openEmptyDatabase("pglite")
      const differences = await followThroughFault({ database, lives, fault, seed: 7, steps: 10 })
      await database.close()
      expect(differences, "tables that differ").to.deep.equal([])
    })
  }

  for (const kind of databaseKinds) {
    it(`behavior: on ${kind}, is built again after a reorganisation that is deeper than what it remembers`, async () => {
      const database = await openEmptyDatabase(kind)
      const differences = await followTooDeep({ database, lives, seed: 8 })
      await database.close()
      expect(differences, "tables that differ").to.deep.equal([])
    })
  }
})
