import { writeFile } from "node:fs/promises"
import { join } from "node:path"

import { expect } from "chai"
import { openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { as, DOLLAR, envOf, onLocalChain, send, start, type TestWorld } from "../support/commandLine.ts"
import { accountOf, keyOf } from "../support/parties.ts"
import { until } from "../support/until.ts"
import { readText, rented } from "./steps.ts"

describe("CLI: events, export, record, doctor", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  const linesOf = (out: string) =>
    out
      .trim()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line))

  it("default: watch prints each event once, over several runs with one cursor", async () => {
    const cursor = join(folder, "cursor.json")
    const id = await rented(world, folder)
    const watch = ["watch", "--once", "--host", accountOf("host").address, "--cursor", cursor]
    const first = linesOf((await as(world, undefined, watch)).out)
    expect(
      first.map(({ eventName }) => eventName),
      "first",
    ).to.deep.equal(["Deposited"])
    expect(first[0].args.rental.offer.pricePerHour, "whole numbers").to.equal("1500000")

    await send(world, "host", "start", id)
    await send(world, "renter", "stop", id)
    const second = linesOf((await as(world, undefined, watch)).out)
    expect(
      second.map(({ eventName }) => eventName),
      "second",
    ).to.deep.equal(["Started", "Closed"])
    expect((await as(world, undefined, watch)).out, "third").to.equal("")
    await writeFile(cursor, "{")
    expect((await as(world, undefined, watch)).code, "broken cursor").to.equal(2)
  })

  it("behavior: watch runs until it is stopped", async () => {
    const id = await rented(world, folder)
    const node = await openNodeProxy(world.url)
    const env = { ...envOf(world), GPUFLOW_RPC_URL: node.url }
    const events = start(["watch", "--id", id, "--events", "started,closed"], env)
    // Three blocks tell it where it begins; the next one is a look for news.
    await until(() => (node.state.methods.get("eth_getBlockByNumber") ?? 0) > 3)
    await send(world, "host", "start", id)
    await until(() => events.out() !== "")
    events.stop()
    const { code, out } = await events.done
    await node.close()
    expect(code, "exit code").to.equal(0)
    expect(
      linesOf(out).map(({ type, eventName }) => [type, eventName]),
      "events",
    ).to.deep.equal([["added", "Started"]])
    expect((await as(world, undefined, ["watch", "--events", "stopped"])).code, "no such event").to.equal(2)
  })

  it("behavior: an export adds up to the chain's own figures", async () => {
    const id = await rented(world, folder)
    await send(world, "host", "start", id)
    await world.pass(3_600n)
    await send(world, "host", "refund", id, "30m")
    await world.pass(6n * 3_600n)
    await send(world, "host", "claim", id)

    const file = join(folder, "books.csv")
    const told = (await as(world, "host", ["export", "--to", file, "--json"])).json()
    const sum = (field: string) =>
      Array.from({ length: Number(told["payouts"]?.length) }, (_, row) =>
        BigInt(String(told["payouts"]?.[String(row)]?.[field])),
      ).reduce((total, amount) => total + amount, 0n)
    expect(sum("paidIn"), "paid in").to.equal((3n * DOLLAR) / 2n)
    expect(sum("toHost"), "to the host").to.equal(675_000n)
    expect(sum("fee"), "fee").to.equal(75_000n)
    expect(sum("toRenter"), "to the renter").to.equal(750_000n)

    const [head, ...rows] = (await readText(file)).trim().split("\n")
    expect(head, "columns").to.match(/^time,event,reason,symbol,paidIn,toHost,fee,toRenter/)
    expect(
      rows.map((row) => row.split(",")[1]),
      "rows",
    ).to.deep.equal(["Deposited", "Refunded", "Closed"])
    expect(rows[2], "last row").to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z,Closed,Completed,USDC,0\.00,0\.675,0\.075,0\.00/)
    expect(rows[2], "transaction").to.match(/0x[\da-f]{64}$/)
    const later = await as(world, "host", ["export", "--since", "2100-01-01", "--json"])
    expect(later.json()["payouts"]?.length, "none later").to.equal(0)
  })

  it("behavior: what rentals paid in equals what they paid out, however they ended", async () => {
    const funded = await as(world, "host", ["bond", "fund", "20 USDC", "--yes", "--wait", "1"])
    expect([funded.code, funded.err.includes("hot money")], "funded, with a warning").to.deep.equal([0, true])
    const running = async (...terms: string[]) => {
      const id = await rented(world, folder, "--bond", "5 USDC", ...terms)
      await send(world, "host", "start", id)
      await world.pass(1_800n)
      return id
    }
    await send(world, "host", "interrupt", await rented(world, folder, "--bond", "5 USDC"))
    const interrupted = await running()
    await send(world, "host", "interrupt", interrupted)
    await send(world, "renter", "dispute", interrupted, "--evidence", "ipfs://1")
    await world.pass(86_400n)
    await send(world, "arbiter", "resolve", interrupted, "30%")
    const conceded = await running("--rolling", "--challenge-window", "15m")
    await send(world, "renter", "dispute", conceded, "--evidence", "ipfs://2")
    await world.pass(86_400n)
    await send(world, "renter", "stop", conceded)

    const { payouts } = (await as(world, "host", ["export", "--json"])).json()
    const sum = (field: string) =>
      Array.from({ length: Number(payouts?.length) }, (_, row) =>
        BigInt(String(payouts?.[String(row)]?.[field])),
      ).reduce((total, amount) => total + amount, 0n)
    expect(sum("toHost") > 0n && sum("bondToRenter") > 0n, "both sides got something").to.equal(true)
    expect(sum("toHost") + sum("fee") + sum("toRenter"), "out").to.equal(sum("paidIn") + sum("bondToRenter"))
  })

  it("error: an export that begins after a deposit is refused", async () => {
    const id = await rented(world, folder)
    await send(world, "host", "start", id)
    await send(world, "renter", "dispute", id, "--evidence", "ipfs://1")
    const books = (from: bigint) => as(world, "host", ["export", "--from-block", String(from), "--json"])
    const { payouts } = (await books(0n)).json()
    const deposited = BigInt(String(payouts?.["0"]?.["block"]))
    expect((await books(deposited)).json()["payouts"], "from the deposit on").to.deep.equal(payouts)
    const late = await books(deposited + 1n)
    expect(late.code, "exit code").to.equal(2)
    expect(late.out, "says where to begin").to.include(`was paid in block ${deposited}`)
  })

  it("behavior: a host's record counts its rentals", async () => {
    const id = await rented(world, folder)
    await send(world, "host", "start", id)
    await send(world, "renter", "stop", id)
    const record = (await as(world, undefined, ["record", accountOf("host").address, "--json"])).json()
    expect([record["rentals"], record["completed"], record["open"]], "rentals").to.deep.equal([1, 1, 0])
    expect(record["servedBps"], "reliability").to.equal("10000")
  })

  it("behavior: doctor accepts the chain, the tokens, the feeds and the account", async () => {
    const told = await as(world, "host", ["doctor", "--json"])
    expect(told.code, `exit code: ${told.out}`).to.equal(0)
    const findings = told.json()["findings"]
    const of = (check: string) =>
      Array.from({ length: Number(findings?.length) }, (_, place) => findings?.[String(place)]).find(
        (finding) => String(finding?.["check"]) === check,
      )
    expect(of("USDC")?.["detail"], "USDC").to.equal('Market open, fee 10 %. Permits: domain "USD Coin", version 2.')
    expect(of("POL price")?.["detail"], "POL").to.contain("1 POL = 0.11 dollars")
    expect(of("escrow")?.["state"], "not a known deployment").to.equal("warns")
    expect(of("gas")?.["detail"], "gas").to.contain("25 gwei")
    expect(of("free bond")?.["detail"], "no free bond").to.equal("None.")
    await send(world, "host", "bond", "fund", "5 USDC")
    expect((await as(world, "host", ["doctor"])).out, "a free bond").to.match(
      /free bond +5\.00 USDC\. A free bond is hot/,
    )
  })

  it("error: doctor fails on another chain, a missing contract or a wrong clock", async () => {
    const wrong = await as(world, undefined, ["doctor", "--chain", "amoy", "--json"])
    const missing = await as(world, undefined, ["doctor", "--escrow", accountOf("host").address, "--json"])
    expect([wrong.code, missing.code], "exit codes").to.deep.equal([8, 8])
    expect(wrong.out, "chain").to.contain("Serves chain 137, not chain 80002")
    expect(missing.out, "contract").to.contain("There is no contract at")
    await world.pass(3_600n)
    const ahead = await as(world, undefined, ["doctor", "--json"])
    expect(ahead.code, "clock").to.equal(8)
    expect(ahead.out, "clock").to.contain("this machine's clock is behind")
  })

  /** What doctor finds, by the check. */
  async function diagnosed(env: Record<string, string | undefined>, ...argv: string[]) {
    const told = await start(["doctor", ...argv, "--json"], { ...envOf(world), ...env }).done
    const findings: { check: string; state: string; detail: string }[] = JSON.parse(told.out).findings
    return { ...told, of: Object.fromEntries(findings.map(({ check, ...finding }) => [check, finding])) }
  }
  const CHECKS = ["gas", "escrow", "POL", "USDC", "POL price", "USDC price", "account", "free bond"]

  it("error: doctor makes every other check although the clock differs", async () => {
    await world.pass(3_600n)
    const { code, of } = await diagnosed({ GPUFLOW_PRIVATE_KEY: keyOf("host") })
    expect(code, "exit code").to.equal(8)
    expect([of["endpoint 1"]?.state, of["clock 1"]?.state], "the node, and its clock").to.deep.equal(["ok", "fails"])
    for (const check of CHECKS) expect(of[check]?.state, check).to.be.oneOf(["ok", "warns"])
  })

  it("error: doctor makes every other check although feeds, a token's node and the account fail", async () => {
    const node = await openNodeProxy(world.url, async (request, pass) => {
      const isOfToken = JSON.stringify(request.params)
        .toLowerCase()
        .includes("3c499c542cef5e3811e1192ce70d8cc03d5c3359")
      return request.method === "eth_feeHistory" || isOfToken ? { status: 500, body: "" } : { answer: await pass() }
    })
    try {
      const { code, of, out } = await diagnosed({ GPUFLOW_RPC_URL: node.url, GPUFLOW_PRIVATE_KEY: "0x12" })
      expect(code, "exit code").to.equal(8)
      expect([of["USDC"]?.state, of["account"]?.state], "broken").to.deep.equal(["fails", "fails"])
      expect(of["USDC"]?.detail, "why").to.contain("500 Internal Server Error")
      expect([of["escrow"]?.state, of["POL"]?.state, of["POL price"]?.state], out).to.deep.equal(["warns", "ok", "ok"])
      expect(of["free bond"]?.state, "without an account").to.equal("skipped")
    } finally {
      await node.close()
    }
  })

  it("error: doctor shows the account and the settings although no endpoint answers or is configured", async () => {
    const endpoints = { dead: "http://127.0.0.1:9", none: undefined, invalid: "ftp://here" }
    for (const [name, GPUFLOW_RPC_URL] of Object.entries(endpoints)) {
      const { code, of } = await diagnosed({ GPUFLOW_RPC_URL, GPUFLOW_PRIVATE_KEY: keyOf("host") })
      expect(code, `exit code, ${name}`).to.equal(8)
      expect(of["endpoint 1"]?.state, name).to.equal("fails")
      expect(of["account"]?.detail, name).to.contain(accountOf("host").address)
      expect([of["escrow"]?.state, of["gas"]?.state], name).to.deep.equal(["skipped", "skipped"])
    }
    const { code, of } = await diagnosed({ GPUFLOW_CHAIN: "mars", GPUFLOW_ESCROW: "0x12" })
    expect([code, of["chain"]?.state, of["endpoint 1"]?.state], "settings").to.deep.equal([8, "fails", "ok"])
    const invalid = await diagnosed({ GPUFLOW_ESCROW: "0x12" })
    expect([invalid.code, invalid.of["escrow"]?.state], "escrow").to.deep.equal([8, "fails"])
    expect(invalid.of["escrow"]?.detail, "why").to.contain("GPUFLOW_ESCROW is invalid.")
    expect(invalid.of["POL price"]?.state, "a check that needs no escrow").to.not.equal("skipped")
  })

  it("behavior: doctor goes on with the endpoints that serve the chain", async () => {
    const other = await openNodeProxy(world.url, async ({ id, method }, pass) => ({
      answer: method === "eth_chainId" ? { jsonrpc: "2.0", id, result: "0x1" } : await pass(),
    }))
    try {
      const { code, of } = await diagnosed({ GPUFLOW_RPC_URL: `${other.url},http://127.0.0.1:9,${world.url}` })
      expect(code, "exit code").to.equal(8)
      const states = [1, 2, 3].map((place) => of[`endpoint ${place}`]?.state)
      expect(states, "endpoints").to.deep.equal(["fails", "fails", "ok"])
      expect([of["POL"]?.state, of["account"]?.state], "the rest").to.deep.equal(["ok", "warns"])
    } finally {
      await other.close()
    }
  })
})
