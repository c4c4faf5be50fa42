import { readFile } from "node:fs/promises"
import { join } from "node:path"

import { expect } from "chai"

import { PendingTransactionsError } from "../../scripts/deploy/errors.ts"
import { differs } from "../../scripts/deploy/inspect.ts"
import { clientOf, deploy, nonceOf, openWorld, optionsOf, temporaryFolder, type World } from "../support/deployment.ts"
import { failureOf } from "../support/failureOf.ts"

const STEPS = ["timelock", "escrow", "schedule", "execute", "router", "mandate"] as const

describe("Deployment: a run after one that was killed", () => {
  let world: World
  let restore: () => Promise<void>
  before(async () => {
    world = await openWorld()
  })
  beforeEach(async () => {
    ;({ restore } = await world.networkHelpers.takeSnapshot())
  })
  afterEach(async () => {
    await world.rpc("evm_setAutomine", true)
    await restore()
  })

  /** A client that dies at the transaction with this index: before it is sent, or after, with the answer lost. */
  function dying(at: number, when: "before" | "after") {
    let sent = 0
    let dead = false
    return clientOf(world.rpc, async (method, go) => {
      if (dead) throw new Error("killed")
      if (method !== "eth_sendTransaction" || sent++ < at) return go()
      dead = true
      if (when === "after") {
        await world.rpc("evm_setAutomine", !unmined)
        await go()
      }
      throw new Error("killed")
    })
  }
  let unmined = false

  /** The second run sends what is left, and the third nothing. */
  async function finishes(left: readonly string[], client = world.client) {
    const folder = await temporaryFolder()
    const second = await deploy(world, folder, client)
    const text = await readFile(join(folder, "137.json"), "utf8")
    const third = await deploy(world, folder)
    expect(second.names, "sent by the second run").to.deep.equal(left)
    expect(second.rows.filter(differs), "differences").to.deep.equal([])
    expect(third.sent, "sent by the third run").to.equal(0)
    expect(await readFile(join(folder, "137.json"), "utf8"), "record").to.equal(text)
  }

  for (const [index, step] of STEPS.entries()) {
    it(`behavior: killed before ${step} is sent`, async () => {
      const before = await nonceOf(world, world.deployer)

      expect(String(await failureOf(deploy(world, "/nowhere", dying(index, "before")))), "first").to.include("killed")
      await finishes(STEPS.slice(index))

      expect(await nonceOf(world, world.deployer), "transactions").to.equal(before + STEPS.length)
    })

    it(`behavior: killed when ${step} is mined and nothing knows of it`, async () => {
      const before = await nonceOf(world, world.deployer)

      unmined = false
      expect(String(await failureOf(deploy(world, "/nowhere", dying(index, "after")))), "first").to.include("killed")
      await finishes(STEPS.slice(index + 1))

      expect(await nonceOf(world, world.deployer), "transactions").to.equal(before + STEPS.length)
    })

    it(`behavior: killed when ${step} is sent and not mined: the next run waits for it`, async () => {
      const before = await nonceOf(world, world.deployer)

      unmined = true
      expect(String(await failureOf(deploy(world, "/nowhere", dying(index, "after")))), "first").to.include("killed")
      let [looks, hasMined] = [0, false]
      const waiting = clientOf(world.rpc, async (method, go) => {
        const answer = await go()
        looks += method === "eth_getTransactionCount" ? 1 : 0
        // It has counted what is mined and what is pending.
        if (looks === 2 && !hasMined) {
          hasMined = true
          await world.rpc("evm_mine")
          await world.rpc("evm_setAutomine", true)
        }
        return answer
      })
      await finishes(STEPS.slice(index + 1), waiting)
      expect(looks, "looks").to.be.above(2)

      expect(await nonceOf(world, world.deployer), "transactions").to.equal(before + STEPS.length)
    })
  }

  it("behavior: killed between the last transaction and its record", async () => {
    const [before, folder] = [await nonceOf(world, world.deployer), await temporaryFolder()]
    const first = await deploy(world, folder)

    await finishes([])

    expect(await nonceOf(world, world.deployer), "transactions").to.equal(before + STEPS.length)
    expect((await deploy(world, await temporaryFolder())).record, "record").to.deep.equal(first.record)
  })

  it("behavior: a transaction that no node shows is not sent beside itself: both would have one nonce", async () => {
    const before = await nonceOf(world, world.deployer)
    unmined = true
    await failureOf(deploy(world, "/nowhere", dying(0, "after")))
    const blind = clientOf(async (method, ...params) =>
      world.rpc(
        method,
        ...params.map((word) => (word === "pending" && method === "eth_getTransactionCount" ? "latest" : word)),
      ),
    )

    expect(await failureOf(deploy(world, "/nowhere", blind)), "second").to.be.instanceOf(Error)
    await world.rpc("evm_mine")
    await world.rpc("evm_setAutomine", true)
    await finishes(STEPS.slice(1))

    expect(await nonceOf(world, world.deployer), "transactions").to.equal(before + STEPS.length)
  })

  it("error: transactions that stay in the mempool are named", async () => {
    unmined = true
    await failureOf(deploy(world, "/nowhere", dying(0, "after")))
    const options = optionsOf(world, { wait: { confirmations: 1, stalledAfter: 0.1 } })

    const error = await failureOf(deploy(world, "/nowhere", world.client, options))
    expect(error, "error").to.be.instanceOf(PendingTransactionsError)
  })
})
