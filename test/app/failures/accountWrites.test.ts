// Every write about an account with everything that can go wrong on its way: what the page says, and the way on.
import { accountWrites } from "../support/writes/accountTable.ts"
import { onStage, playTransactions } from "../support/writes/playWrites.ts"

describe("the page: what goes wrong with credits, claims, bonds, mandates and rulings", () => {
  playTransactions(onStage(), accountWrites)
})
