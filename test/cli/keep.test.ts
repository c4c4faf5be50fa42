import { join } from "node:path"

import { expect } from "chai"
import { as, envOf, onLocalChain, start, type TestWorld } from "../support/commandLine.ts"
import { accountOf } from "../support/parties.ts"
import { until } from "../support/until.ts"
import { rented } from "./steps.ts"

describe("CLI: keep", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  const quick = { GPUFLOW_KEEPER_PORT: "0", GPUFLOW_KEEPER_POLL_SECONDS: "0.1" }
  const keep = () => ["keep", "--database", join(folder, "keeper.db")]
  const statusOf = async (id: string) =>
    String((await as(world, undefined, ["show", id, "--json"])).json()["state"]?.["status"])
  /** A no-show: paid, never started, and overdue. */
  const overdue = async () => {
    const id = await rented(world, folder)
    await world.pass(3_600n)
    return id
  }
  const linesOf = (out: string): Record<string, unknown>[] =>
    out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))

  it("default: settles due rentals until stopped, and logs each step as a JSON line", async () => {
    const id = await overdue()

    const running = start(keep(), { ...envOf(world, "keeper"), ...quick })
    await until(async () => (await statusOf(id)) === "Closed")
    running.stop()
    const { code, out, err } = await running.done

    expect([code, err], "exit code, errors").to.deep.equal([0, ""])
    expect(await statusOf(id), "status").to.equal("Closed")
    const said = linesOf(out).map(({ msg }) => msg)
    expect([said.at(0), said.includes("sending transaction"), said.at(-1)], "log").to.deep.equal([
      "keeper started",
      true,
      "keeper stopped",
    ])
  })

  it("behavior: a dry run logs what it would send, and sends nothing", async () => {
    const id = await overdue()

    const { code, out } = await as(world, "keeper", [...keep(), "--dry-run"], quick)

    const lines = linesOf(out).filter(({ msg }) => msg === "would send")
    expect(code, "exit code").to.equal(0)
    expect(
      lines.map(({ work, items }) => [work, items]),
      "jobs",
    ).to.deep.equal([["settle", [id]]])
    expect(await statusOf(id), "status").to.equal("Funded")
    const { address } = accountOf("keeper")
    expect(await world.client.getTransactionCount({ address }), "transactions").to.equal(0)
  })

  it("error: invalid options, another account's database, no key", async () => {
    const wrong = await as(world, "keeper", keep(), { ...quick, GPUFLOW_KEEPER_BATCH: "301" })
    expect([wrong.code, wrong.err], "too large a batch").to.deep.equal([
      2,
      "Usage: GPUFLOW_KEEPER_BATCH: Too big: expected number to be <=300\n",
    ])

    await as(world, "keeper", [...keep(), "--dry-run"], quick)
    const other = await as(world, "host", [...keep(), "--dry-run"], quick)
    expect([other.code, other.err.includes("another")], "another account's database").to.deep.equal([2, true])

    const nobody = await as(world, undefined, keep(), quick)
    expect([nobody.code, nobody.err.includes("GPUFLOW_KEYSTORE")], "no key").to.deep.equal([2, true])
  })
})
