import { join } from "node:path"

import { expect } from "chai"
import { formatEther, parseEther, parseUnits } from "viem"
import { boundsOf } from "../../cli/statement/earnings.ts"
import { statementPage } from "../../cli/statement/write.ts"
import { as, type Document, onLocalChain, send, type TestWorld } from "../support/commandLine.ts"
import { addressOf, type Role } from "../support/parties.ts"
import { readText, rented } from "./steps.ts"

/** The statements of the months since a time. There may be two of them: what a test plays can go over the end of one. */
async function statements(world: TestWorld, folder: string, since: bigint) {
  const { timestamp } = await world.client.getBlock()
  const months = new Set([since, timestamp].map((time) => new Date(Number(time) * 1_000).toISOString().slice(0, 7)))
  const found: { readonly json: Document; readonly csv: readonly string[]; readonly page: string }[] = []
  for (const month of months) {
    const [csv, html] = [join(folder, `${month}.csv`), join(folder, `${month}.html`)]
    const argv = ["statement", "--month", month, "--csv", csv, "--html", html, "--json", "--no-cache"]
    const told = await as(world, "host", argv)
    expect(told.code, told.out).to.equal(0)
    found.push({ json: told.json(), csv: (await readText(csv)).trim().split("\n"), page: await readText(html) })
  }
  const all = (name: string): Document[] => found.flatMap(({ json }) => JSON.parse(JSON.stringify(json[name])))
  const sum = (name: string) => found.reduce((total, { json }) => total + BigInt(String(json[name])), 0n)
  return { found, all, sum, rows: found.flatMap(({ csv }) => csv.slice(1)), head: found[0]?.csv[0] ?? "" }
}

const sumOf = (rows: readonly Document[], name: string) =>
  rows.reduce((total, row) => total + BigInt(String(row[name])), 0n)

describe("CLI: statement", () => {
  let [world, folder]: [TestWorld | undefined, string] = [undefined, ""]
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  it("default: a month's payouts add up to the unit with what export says, with dollars, fees and gas", async () => {
    if (!world) throw new Error("The chain did not open.")
    const { timestamp: since } = await world.client.getBlock()
    const id = await rented(world, folder)
    await send(world, "host", "start", id)
    await world.pass(1_234n)
    await send(world, "renter", "stop", id)
    const second = await rented(world, folder)
    await send(world, "host", "start", second)
    await world.pass(40_000n)
    await send(world, "host", "claim", second)
    const told = await statements(world, folder, since)
    const exported = (await as(world, "host", ["export", "--json", "--no-cache"])).json()["payouts"]
    const rows: Document[] = JSON.parse(JSON.stringify(exported))
    for (const name of ["toHost", "fee", "bondToRenter"]) {
      expect(sumOf(told.all("sums"), name), name).to.equal(sumOf(rows, name))
    }
    const record = (await as(world, "host", ["record", addressOf("host"), "--json", "--no-cache"])).json()
    const fees = Object.values(record["feesPaid"] ?? {}).map(String)
    expect(fees, "the record's fees").to.deep.equal([String(sumOf(rows, "fee"))])
    expect(told.sum("unvalued"), "all payments have a price").to.equal(0n)
    expect(told.sum("value") > 0n, "value").to.equal(true)
    expect(told.rows.length, "rows").to.equal(told.all("earnings").length + told.all("gasCosts").length)
    for (const { page } of told.found) {
      expect(page, "host").to.contain(addressOf("host"))
      expect(page, "no scripts").not.to.match(/<script|src=|href=/)
    }
    const other = await as(world, "host", ["statement", "--month", "2020-01", "--json", "--no-cache"])
    expect(other.json()["earnings"]?.length, "another month").to.equal(0)
  })

  it("behavior: gas is what the host and the operator spent on these rentals, to the wei", async () => {
    if (!world) throw new Error("The chain did not open.")
    const { client } = world
    const spent = async (role: Role, work: () => Promise<unknown>) => {
      const before = await client.getBalance({ address: addressOf(role) })
      await work()
      return before - (await client.getBalance({ address: addressOf(role) }))
    }
    const chain = world
    const { timestamp: since } = await client.getBlock()
    // What touches no rental is not in a statement.
    await send(chain, "host", "bond", "fund", "5 USDC")
    const first = await rented(chain, folder)
    let byHost = await spent("host", async () => {
      await send(chain, "host", "start", first)
      await chain.pass(600n)
      await send(chain, "host", "refund", first, "5m")
    })
    await send(chain, "renter", "stop", first)
    const second = await rented(chain, folder, "--operator", addressOf("operator"))
    const byOperator = await spent("operator", () => send(chain, "operator", "start", second))
    await chain.pass(40_000n)
    byHost += await spent("host", () => send(chain, "host", "claim", second))
    // A stranger's claim costs the host nothing.
    const third = await rented(chain, folder)
    byHost += await spent("host", () => send(chain, "host", "start", third))
    await chain.pass(40_000n)
    await send(chain, "keeper", "claim", third)

    const told = await statements(chain, folder, since)
    expect(told.sum("gas"), "gas").to.equal(byHost + byOperator)
    const costs = told.all("gasCosts")
    const events = costs.map((cost) => JSON.parse(JSON.stringify(cost["events"])).join(" "))
    expect(events, "transactions").to.deep.equal(["Started", "Refunded", "Started", "Closed", "Started"])
    expect(costs[2]?.["sender"], "the operator's").to.equal(addressOf("operator"))
    expect(told.sum("gasUnvalued"), "each has a price").to.equal(0n)

    const column = (name: string) => told.rows.map((row) => row.split(",")[told.head.split(",").indexOf(name)] ?? "")
    const wei = column("gasPol").reduce((sum, text) => sum + parseEther(text || "0"), 0n)
    expect(wei, "the column's sum").to.equal(byHost + byOperator)
    const millionths = column("gasDollars").reduce((sum, text) => sum + parseUnits(text || "0", 6), 0n)
    expect(millionths, "dollars of the column").to.equal(told.sum("gasValue"))
    // The chain's feed says 0.11 dollars for 1 POL; each transaction is rounded down.
    const exact = ((byHost + byOperator) * 11n) / 10n ** 14n
    expect(exact - millionths >= 0n && exact - millionths <= 5n, `${millionths} of ${exact}`).to.equal(true)
    expect(column("time").toSorted(), "by time").to.deep.equal(column("time"))
    for (const { page, json } of told.found) {
      expect(page, "the page's sum").to.contain(`${formatEther(BigInt(String(json["gas"])))} POL`)
    }
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
      ...{ host, month: "1970-01", value: 0n, unvalued: 1, gas: 1n, gasValue: 0n, gasUnvalued: 1 },
      gasCosts: [
        {
          ...{ time: 0n, block: 1n, transaction: hash, sender: host, events: ["<img>"], wei: 1n },
          value: undefined,
        },
      ],
      earnings: [{ ...earning, ...amounts, value: undefined }],
      sums: [{ token, ...amounts }],
    }
    const page = statementPage(statement, () => ({ address: token, symbol: `<img onerror="x">`, decimals: 6 }))
    expect(page, "escaped").to.contain("&lt;img onerror=&quot;x&quot;&gt;")
    expect(page, "without a price").to.contain("have no known price")
    expect(page, "no element").not.to.contain("<img")
  })

  it("error: a month of another form", async () => {
    if (!world) throw new Error("The chain did not open.")
    const told = await as(world, "host", ["statement", "--month", "2026-13"])
    expect(told.code, "exit code").to.equal(2)
  })
})
