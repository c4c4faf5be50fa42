import { expect } from "chai"

import { attacks } from "../../evidence/attacks/attacks.ts"
import { openScene, type Scene } from "../../evidence/attacks/scene.ts"

describe("Evidence: attacks", () => {
  let scene: Scene
  before(async () => {
    scene = await openScene()
  })
  after(() => scene.close())

  for (const { name, play } of attacks) {
    it(`costs what the protocol promises: ${name}`, async () => {
      const { now, holds } = await scene.apart(() => play(scene))

      expect(holds, now).to.equal(true)
    })
  }
})
