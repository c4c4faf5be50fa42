// An agent that extends a renter's rental by the renter's own mandate: from the account of the server to the escrow.
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { getState } from "@gpuflow/escrow"
import { expect } from "chai"
import { erc20Abi, type Hash } from "viem"

import { as, DOLLAR, envOf, onLocalChain, type TestWorld } from "../support/commandLine.ts"
import { closeMcp, openMcp } from "../support/mcpClient.ts"
import { addressOf, type Role } from "../support/parties.ts"
import { USDC } from "../support/relayer.ts"
import { hashOf, offered } from "./steps.ts"

describe("CLI: mcp, extend by a mandate", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })
  afterEach(closeMcp)

  /** A rental of two hours whose mandate allows two hours more, and a server for an agent with another account. */
  async function stage(changes: object = {}) {
    const mandates = join(folder, "mandates")
    const contract = { GPUFLOW_MANDATE_CONTRACT: world.mandate }
    const offer = await offered(world, folder, "--start-window", "0s")
    const argv = ["rent", offer, "--for", "2h", "--auto-extend", "--max-total", "3 USDC", "--step", "1h"]
    const extending = ["--extend-before", "30m", "--mandates", mandates, "--max-tip", "0.01 USDC"]
    const sending = ["--accept", "startWindow", "--yes", "--wait", "1", "--json"]
    const told = await as(world, "renter", [...argv, ...extending, ...sending], contract)
    expect(told.code, `${told.out}${told.err}`).to.equal(0)
    const id = hashOf(told.json()["id"])
    const settings = join(folder, "agent.json")
    const limits = { perHour: "0.01", perRental: "0.01", perDay: "0.01", total: "0.01" }
    const content = {
      ledger: join(folder, "ledger.db"),
      tokens: { USDC: limits },
      confirmations: 1,
      mandates,
      ...changes,
    }
    await writeFile(settings, JSON.stringify(content))
    const agent = await openMcp({ ...envOf(world, "keeper"), ...contract }, { settings })
    const extend = (args: object = { confirm: true }) => agent.call("extend", { rental: id, byMandate: true, ...args })
    return { id, agent, extend, settings, contract }
  }
  const durationOf = async (id: Hash) => (await getState(world.client, { escrow: world.escrow, id })).duration
  const dollarsOf = (role: Role) =>
    world.client.readContract({ address: USDC, abi: erc20Abi, functionName: "balanceOf", args: [addressOf(role)] })
  const HOUR = 3_600n

  it("default: the renter pays step by step, never more than it signed, and the agent pays gas alone", async () => {
    const { id, extend } = await stage()
    const [renter, agent] = [await dollarsOf("renter"), await dollarsOf("keeper")]
    const early = await extend()
    expect(early["error"]?.["code"], JSON.stringify(early)).to.not.equal(undefined)
    expect(await durationOf(id), "too early").to.equal(2n * HOUR)

    await world.pass(91n * 60n)
    const rehearsed = await extend({})
    expect(rehearsed["sent"], JSON.stringify(rehearsed)).to.equal(false)
    expect(await durationOf(id), "a rehearsal").to.equal(2n * HOUR)
    const done = await extend()
    expect(done["sent"], JSON.stringify(done)).to.equal(true)
    expect(await durationOf(id), "one step").to.equal(3n * HOUR)
    const again = await extend()
    expect(again["error"]?.["code"], "one step is enough for now").to.not.equal(undefined)

    await world.pass(HOUR)
    expect((await extend())["sent"], "the second step").to.equal(true)
    await world.pass(HOUR)
    const over = await extend()
    expect(over["error"]?.["code"], "the mandate's total").to.not.equal(undefined)
    expect(await durationOf(id), "no third step").to.equal(4n * HOUR)
    // Two steps at the price, and no tip, which would be the agent's own gain.
    expect(renter - (await dollarsOf("renter")), "the renter paid").to.equal(3n * DOLLAR)
    expect(await dollarsOf("keeper"), "the agent").to.equal(agent)
  })

  it("behavior: the limit of transactions holds, for a second server on the ledger too", async () => {
    const { id, extend, settings, contract } = await stage({ actionsPerDay: 1 })
    await world.pass(91n * 60n)
    expect((await extend())["sent"], "the first").to.equal(true)
    await world.pass(HOUR)
    const refused = await extend()
    expect([refused["error"]?.["code"], refused["error"]?.["args"]?.["limit"]]).to.deep.equal([
      "LimitExceeded",
      "actionsPerDay",
    ])
    const other = await openMcp({ ...envOf(world, "keeper"), ...contract }, { settings })
    const elsewhere = await other.call("extend", { rental: id, byMandate: true, confirm: true })
    expect(elsewhere["error"]?.["args"]?.["limit"], "another server").to.equal("actionsPerDay")
    expect(await durationOf(id), "one step").to.equal(3n * HOUR)
  })

  it("error: settings without mandates, a rental without one, and one that the renter revoked", async () => {
    const { id, agent, extend, contract } = await stage()
    await world.pass(91n * 60n)
    const unknown = await agent.call("extend", { rental: `0x${"12".repeat(32)}`, byMandate: true, confirm: true })
    expect([unknown["error"]?.["code"], unknown["error"]?.["message"]]).to.deep.equal([
      "Usage",
      `There is no signed mandate for rental 0x${"12".repeat(32)}.`,
    ])
    const own = await agent.call("extend", { rental: id, total: "3h", confirm: true })
    expect(own["error"]?.["code"], "at the agent's own cost").to.equal("LimitExceeded")
    const revoked = await as(world, "renter", ["revoke", "--all-mandates", "--yes", "--wait", "1"], contract)
    expect(revoked.code, revoked.err).to.equal(0)
    const late = await extend()
    expect(late["error"]?.["code"], JSON.stringify(late)).to.not.equal(undefined)
    expect(await durationOf(id), "not extended").to.equal(2n * HOUR)
    const bare = join(folder, "bare.json")
    const limits = { perHour: "2", perRental: "4", perDay: "6", total: "8" }
    await writeFile(bare, JSON.stringify({ ledger: join(folder, "bare.db"), tokens: { USDC: limits } }))
    const without = await openMcp({ ...envOf(world, "keeper"), ...contract }, { settings: bare })
    const refused = await without.call("extend", { rental: id, byMandate: true, confirm: true })
    expect(refused["error"]?.["code"], "without mandates").to.equal("Usage")
  })
})
