import { join } from "node:path"

import { expect } from "chai"
import { boundsOf } from "../../cli/statement/earnings.ts"
import { statementPage } from "../../cli/statement/write.ts"
import { as, type Document, onLocalChain, send, type TestWorld } from "../support/commandLine.ts"
import { addressOf } from "../support/parties.ts"
import { readText, rented } from "./steps.ts"

describe("CLI: statement", () => {
  let [world, folder]: [TestWorld | undefined, string] = [undefined, ""]
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  it("default: a month's payouts add up to the unit with what export says, with dollars, fees and gas", async () => {
    if (!world) throw new Error("The chain did not open.")
    const id = await rented(world, folder)
    await send(world, "host", "start", id)
    await world.pass(1_234n)
    await send(world, "renter", "stop", id)
    const second = await rented(world, folder)
    await send(world, "host", "start", second)
    await world.pass(40_000n)
    await send(world, "host", "claim", second)
    const { timestamp } = await world.client.getBlock()
    const month = new Date(Number(timestamp) * 1_000).toISOString().slice(0, 7)
    const [csv, html] = [join(folder, "month.csv"), join(folder, "month.html")]
    const told = await as(world, "host", [
      "statement",
      "--month",
      month,
      "--csv",
      csv,
      "--html",
      html,
      "--json",
      "--no-cache",
    ])
    expect(told.code, told.out).to.equal(0)
    const found = told.json()
    const exported = (await as(world, "host", ["export", "--json", "--no-cache"])).json()["payouts"]
    const rows: Document[] = JSON.parse(JSON.stringify(exported))
    const sum = (name: string) => rows.reduce((total, row) => total + BigInt(String(row[name])), 0n)
    const sums = found["sums"]?.["0"]
    for (const name of ["toHost", "fee", "bondToRenter"]) expect(String(sums?.[name]), name).to.equal(String(sum(name)))
    const record = (await as(world, "host", ["record", addressOf("host"), "--json", "--no-cache"])).json()
    expect(Object.values(record["feesPaid"] ?? {}).map(String), "the record's fees").to.deep.equal([String(sum("fee"))])
    expect(found["unvalued"], "all payments have a price").to.equal(0)
    expect(BigInt(String(found["value"])) > 0n, "value").to.equal(true)
    expect(BigInt(String(found["gas"])) > 0n, "the claim's gas").to.equal(true)
    const lines = (await readText(csv)).trim().split("\n")
    expect(lines.length, "rows").to.equal(Number(found["earnings"]?.length) + 1)
    const page = await readText(html)
    expect(page, "host").to.contain(addressOf("host"))
    expect(page, "no scripts").not.to.match(/<script|src=|href=/)
    const other = await as(world, "host", ["statement", "--month", "2020-01", "--json", "--no-cache"])
    expect(other.json()["earnings"]?.length, "another month").to.equal(0)
  })

  it("behavior: months end at their last second, and what strangers wrote stays text", () => {
    expect(boundsOf("2026-12"), "december").to.deep.equal([1_796_083_200n, 1_798_761_600n])
    const hash = `0x${"12".repeat(32)}` as const
    const [host, token] = [addressOf("host"), addressOf("renter")]
    const earning = {
      time: 0n,
      block: 1n,
      transaction: hash,
      event: "Paid",
      reason: "",
      rental: hash,
      machine: hash,
      token,
    }
    const amounts = { toHost: 1n, fee: 0n, bondToRenter: 0n }
    const statement = {
      ...{ host, month: "1970-01", value: 0n, unvalued: 1, gas: 0n },
      earnings: [{ ...earning, ...amounts, value: undefined }],
      sums: [{ token, ...amounts }],
    }
    const page = statementPage(statement, () => ({ address: token, symbol: `<img onerror="x">`, decimals: 6 }))
    expect(page, "escaped").to.contain("&lt;img onerror=&quot;x&quot;&gt;")
    expect(page, "no element").not.to.contain("<img")
  })

  it("error: a month of another form", async () => {
    if (!world) throw new Error("The chain did not open.")
    const told = await as(world, "host", ["statement", "--month", "2026-13"])
    expect(told.code, "exit code").to.equal(2)
  })
})
