// Every signature of a host for boards with everything that can go wrong on its way: what the page says, and the way on.
import { offerWrites } from "../support/writes/offerTable.ts"
import { onStage, playSignatures } from "../support/writes/playWrites.ts"

describe("the page: what goes wrong with what hosts sign for boards", () => {
  playSignatures(onStage(), offerWrites)
})
