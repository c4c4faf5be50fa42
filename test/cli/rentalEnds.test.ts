import { expect } from "chai"
import { envOf, onLocalChain, send, start, type TestWorld } from "../support/commandLine.ts"
import { until } from "../support/until.ts"
import { rented } from "./steps.ts"

describe("CLI: watch and the end of a rented time", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  const endsIn = (out: string) => out.split("\n").filter((line) => line.includes('"type":"ended"'))

  it("behavior: a rented time that ends is reported once, although nobody settles the rental", async () => {
    const id = await rented(world, folder)
    await send(world, "host", "start", id)
    const argv = ["watch", "--host", "--from-block", String(world.fromBlock)]
    const watching = start(argv, envOf(world, "host"))
    await until(() => watching.out().includes("Started"))
    expect(endsIn(watching.out()), "while it runs").to.deep.equal([])
    await world.pass(3_600n)
    await until(() => endsIn(watching.out()).length > 0)
    await send(world, "host", "refund", id, "1m")
    await until(() => watching.out().includes("Refunded"))
    watching.stop()
    await watching.done
    const lines = endsIn(watching.out())
    expect(lines, "once").to.have.lengthOf(1)
    const ended = JSON.parse(lines[0] ?? "{}")
    expect(ended.id, "which").to.equal(id)
    expect(BigInt(ended.endsAt) <= BigInt(ended.now), "by the chain's clock").to.equal(true)
  })
})
