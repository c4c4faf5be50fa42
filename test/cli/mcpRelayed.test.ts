// An agent without POL, whose purchases a relayer sends: within the limits of the settings, the relayer's fee included.
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { offerLink, parseOffer } from "@gpuflow/escrow/offer"
import { expect } from "chai"
import { erc20Abi } from "viem"

import { boardItem, serveBoard } from "../support/board.ts"
import { DOLLAR, envOf, send } from "../support/commandLine.ts"
import type { HttpServer } from "../support/httpServer.ts"
import { closeMcp, openMcp } from "../support/mcpClient.ts"
import { addressOf } from "../support/parties.ts"
import { USDC } from "../support/relayer.ts"
import { until } from "../support/until.ts"
import { onRelayedChain, quotesOnly, type Stage } from "./relayed.ts"
import { offered, readText } from "./steps.ts"

describe("CLI: mcp, gasless by a relayer", () => {
  let stage: Stage
  let board: HttpServer | undefined
  onRelayedChain((opened) => {
    stage = opened
  })
  afterEach(async () => {
    await closeMcp()
    await board?.close()
    board = undefined
  })

  const limits = { perHour: "2", perRental: "4", perDay: "6", total: "8" }

  async function open(changes: object = {}) {
    const { world, folder, relayer, env } = stage
    const signed = parseOffer(await readText(await offered(world, folder, "--expires-in", "2h")))
    await board?.close()
    board = await serveBoard(() => [boardItem(signed)])
    const settings = join(folder, "agent.json")
    const content = {
      ledger: join(folder, `${crypto.randomUUID()}.db`),
      boards: [board.url],
      tokens: { USDC: limits },
      accept: ["commitment", "challengeWindow"],
      confirmations: 1,
      relay: { url: relayer.url, maxFee: "0.05 USDC" },
      ...changes,
    }
    await writeFile(settings, JSON.stringify(content))
    const agent = await openMcp({ ...envOf(world, "renter"), ...env() }, { settings })
    const offer = (await agent.call("find", { time: "1h" }))["offers"]?.["0"]?.["offer"]
    const rent = (args: object = {}) => agent.call("rent", { offer, time: "1h", confirm: true, ...args })
    const left = async () => (await agent.call("show"))["limits"]?.["0"]?.["leftInAll"]
    return { agent, rent, left, settings }
  }
  const dollars = () =>
    stage.world.client.readContract({
      address: USDC,
      abi: erc20Abi,
      functionName: "balanceOf",
      args: [addressOf("renter")],
    })

  it("default: rents and extends without POL; price and fee count against the limits", async () => {
    const { agent, rent, left } = await open()
    const before = await dollars()
    const rehearsed = await rent({ confirm: false })
    expect([rehearsed["sent"], await dollars()], JSON.stringify(rehearsed)).to.deep.equal([false, before])
    const rented = await rent({ order: "one" })
    expect(rented["sent"], JSON.stringify(rented)).to.equal(true)
    const paid = before - (await dollars())
    expect(paid > 1_500_000n && paid <= 1_550_000n, `price and fee: ${paid}`).to.equal(true)
    const rental = String(rented["id"])
    await send(stage.world, "host", "start", rental)
    const extended = await agent.call("extend", { rental, total: "2h", confirm: true })
    expect(extended["sent"], JSON.stringify(extended)).to.equal(true)
    const inAll = before - (await dollars())
    expect((await stage.stateOf(rental))?.["duration"], "duration").to.equal("7200")
    expect(await stage.world.client.getBalance({ address: addressOf("renter") }), "POL").to.equal(0n)
    const spent = 8n * DOLLAR - BigInt(Math.round(Number(String(await left()).split(" ")[0]) * 1e6))
    // The most that was signed for, which is a unit more where a price per second is not whole.
    expect(spent - inAll >= 0n && spent - inAll <= 1n, `${spent} counted, ${inAll} paid`).to.equal(true)
  })

  it("behavior: the limits hold with the fee on top, and nothing is signed beyond them", async () => {
    const before = await dollars()
    const refusals: Record<string, unknown> = {}
    for (const name of ["perRental", "perDay", "total"]) {
      // The price alone would fit.
      const { agent, rent } = await open({ tokens: { USDC: { ...limits, [name]: "1.50" } } })
      const refused = await rent()
      refusals[name] = [refused["error"]?.["code"], refused["error"]?.["args"]?.["limit"]]
      await agent.close()
    }
    const limit = (name: string) => ["LimitExceeded", name]
    expect(refusals).to.deep.equal({ perRental: limit("perRental"), perDay: limit("perDay"), total: limit("total") })
    const { rent, left } = await open({ relay: { url: stage.relayer.url, maxFee: "0.000001 USDC" } })
    const dear = await rent()
    expect(dear["error"]?.["message"], "the fee").to.contain("more than --max-fee")
    expect([await left(), await dollars(), await stage.records()], "nothing").to.deep.equal(["8.00 USDC", before, []])
  })

  it("behavior: a signed purchase counts while a relayer may send it, and no longer", async () => {
    const { world, folder, env } = stage
    // It takes the purchase, and never sends it.
    const relay = await quotesOnly(stage.relayer, (response) =>
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ status: "queued" })),
    )
    const { agent, rent, settings } = await open({ relay: { url: relay.url, maxFee: "0.05 USDC" } })
    const before = await dollars()
    const lost = rent().catch(() => undefined)
    await until(async () => (await stage.records()).length > 0)
    process.kill(agent.pid, "SIGKILL")
    await lost
    const second = await openMcp({ ...envOf(world, "renter"), ...env() }, { settings })
    const leftNow = async () =>
      Number(String((await second.call("show"))["limits"]?.["0"]?.["leftInAll"]).split(" ")[0])
    expect((await leftNow()) < 6.5, "price and fee are reserved").to.equal(true)
    // Its time is over: no block can take it any more, and the next payment has all of the limits.
    await world.pass(3_600n)
    await world.client.mine({ blocks: 100 })
    const signed = parseOffer(await readText(await offered(world, folder)))
    const { relay: _, ...bare } = JSON.parse(await readText(settings))
    await writeFile(settings, JSON.stringify({ ...bare, tokens: { USDC: { ...limits, total: "2" } } }))
    await world.fund(addressOf("renter"))
    const third = await openMcp({ ...envOf(world, "renter"), ...env() }, { settings })
    const link = offerLink("https://host.example", signed)
    const rented = await third.call("rent", { offer: link, time: "1h", confirm: true })
    expect(rented["sent"], JSON.stringify(rented)).to.equal(true)
    expect(before - (await dollars()), "paid once").to.equal(1_500_000n)
    await relay.close()
  })
})
