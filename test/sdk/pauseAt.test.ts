import { expect } from "chai"

import { pauseAt } from "../../sdk/core/server/pauseAt.ts"

describe("SDK: pauses in long work", () => {
  const { setTimeout: timer } = globalThis
  afterEach(() => {
    globalThis.setTimeout = timer
    Reflect.deleteProperty(globalThis, "document")
  })
  /** How many pauses twenty items have. */
  const pauses = async () => {
    let count = 0
    globalThis.setTimeout = ((done: () => void) => {
      count += 1
      return timer(done)
    }) as typeof setTimeout
    for (let index = 0; index < 20; index += 1) await pauseAt(index)
    return count
  }

  it("come before every eighth item", async () => {
    expect(await pauses()).to.equal(3)
  })

  it("are left out in a page that is not in front, where a timer takes a second", async () => {
    Object.assign(globalThis, { document: { hidden: true } })
    expect(await pauses()).to.equal(0)
  })
})
