import { readFile } from "node:fs/promises"
import { parsePurchase } from "@gpuflow/escrow/router"
import { expect } from "chai"
import { as, NOBODY, send } from "../support/commandLine.ts"
import { addressOf } from "../support/parties.ts"
import { USDC } from "../support/relayer.ts"
import { tokenAbi } from "../support/rentals.ts"
import { until } from "../support/until.ts"
import { ACCEPTED, onRelayedChain, PAYING, quotesOnly, type Stage } from "./relayed.ts"
import { offered, rented } from "./steps.ts"

const HOUR = 3_600

describe("CLI: extend --gasless", () => {
  let stage: Stage
  let id: string
  onRelayedChain((opened) => {
    stage = opened
  })
  beforeEach(async () => {
    const offer = await offered(stage.world, stage.folder, "--start-window", "0s")
    const told = await stage.run("rent", offer, "--for", "1h", ...ACCEPTED, ...PAYING)
    expect(told.code, `${told.out}${told.err}`).to.equal(0)
    id = String(told.json()["id"])
  })

  const extend = (...argv: string[]) => stage.run("extend", id, ...argv)
  const durationNow = async () => Number((await stage.stateOf(id))?.["duration"])
  const dollars = () =>
    stage.world.client.readContract({
      address: USDC,
      abi: tokenAbi,
      functionName: "balanceOf",
      args: [addressOf("renter")],
    })

  for (const [name, argv] of [
    ["an hour more", ["1h"]],
    ["two hours in all", ["--total", "2h"]],
  ] as const) {
    it(`default: an account without POL buys ${name}, and sees price, fee, and what it signs`, async () => {
      const before = await dollars()

      const told = await extend(...argv, ...PAYING)

      expect(told.code, `${told.out}${told.err}`).to.equal(0)
      expect(await durationNow(), "duration").to.equal(2 * HOUR)
      const { id: extended, fee } = told.json()
      expect(extended, "id").to.equal(id)
      expect(told.err, "what is bought").to.include(`Extend rental ${id} by 1 h, to 2 h in all.`)
      expect(told.err, "price and fee").to.match(/Price 1\.50 USDC, fee of the relayer 0\.00\d+ USDC, in all at most/)
      expect(told.err, "what is signed")
        .to.match(/may take exactly 1\.50\d+ USDC, once, for this extension\./)
        .and.to.include("It returns what it does not need in the same transaction.")
      expect(before - (await dollars()), "paid").to.equal(1_500_000n + BigInt(String(fee)))
      expect(await stage.world.client.getBalance({ address: addressOf("renter") }), "POL").to.equal(0n)
      expect(await stage.records(), "records").to.deep.equal([])
    })
  }

  it("behavior: the text of a terminal says what was bought, and for which fee", async () => {
    const { code, out } = await as(
      stage.world,
      "renter",
      ["extend", id, "1h", "--gasless", "--wait", "1", ...PAYING],
      stage.env(),
    )
    expect(code, out).to.equal(0)
    expect(out, "text").to.include(`Extended: ${id}\nFee of the relayer: 0.00`)
  })

  it("behavior: stopped after the signature, the same command continues and extends once", async () => {
    await stage.world.rpc("evm_setAutomine", false)
    const running = stage.begin(["extend", id, "1h", ...PAYING])
    await until(() => stage.relayer.logged("sending transaction").length === 2)
    running.stop()
    const stopped = await running.done
    expect([stopped.code, stopped.out.includes("Run the same command again")], stopped.out).to.deep.equal([6, true])
    expect(await stage.records(), "records").to.have.length(1)
    await stage.world.rpc("evm_setAutomine", true)
    await stage.world.client.mine({ blocks: 1 })

    const again = await extend("1h", ...PAYING)

    expect(again.code, `${again.out}${again.err}`).to.equal(0)
    expect(again.err, "what it says").to.include("It continues with it.")
    expect(await durationNow(), "duration").to.equal(2 * HOUR)
    expect(stage.relayer.logged("purchase accepted").length, "purchases").to.equal(2)
    expect(await stage.records(), "records").to.deep.equal([])
    expect((await extend("1h", ...PAYING)).code, "another hour").to.equal(0)
    expect(await durationNow(), "duration after another hour").to.equal(3 * HOUR)
  })

  it("behavior: what the first relayer refuses, another one extends to the same end", async () => {
    await stage.replaceRelayer({ minimumTime: 3_000 })
    const refused = await extend("1h", ...PAYING)
    expect([refused.code, refused.json()["error"]?.["code"]], refused.out).to.deep.equal([3, "PurchaseExpired"])
    const [path = ""] = await stage.records()
    const [order] = parsePurchase(await readFile(path, "utf8")).orders
    await stage.replaceRelayer({ name: "other relayer" })

    const again = await extend("1h", ...PAYING)

    expect(again.code, `${again.out}${again.err}`).to.equal(0)
    expect([await durationNow(), order?.duration], "duration").to.deep.equal([2 * HOUR, BigInt(2 * HOUR)])
    expect(again.err, "why it signs again").to.include("It is signed again. At most one of the two is paid.")
  })

  it("behavior: what another account has bought meanwhile is not paid again", async () => {
    const silent = await quotesOnly(stage.relayer)
    const running = stage.begin(["extend", id, "1h", ...PAYING], silent.url)
    await until(() => silent.seen.length > 2)
    const before = await dollars()
    await send(stage.world, "host", "extend", id, "--total", "2h")

    const told = await running.done

    expect([told.code, told.json()["error"]?.["code"]], told.out).to.deep.equal([5, "AlreadyPaid"])
    expect(await dollars(), "dollars").to.equal(before)
    expect(await stage.records(), "records").to.deep.equal([])
    await silent.close()
  })

  it("behavior: a dry run shows what would be signed, and signs nothing", async () => {
    const told = await extend("1h", "--dry-run")

    expect(told.code, `${told.out}${told.err}`).to.equal(0)
    expect(told.json(), "result").to.deep.include({ dryRun: true, ids: [id], way: "authorization", price: "1500000" })
    expect(await durationNow(), "duration").to.equal(HOUR)
    expect(await stage.records(), "records").to.deep.equal([])
  })

  it("error: what the rental, its offer or the options do not allow, before anything is signed", async () => {
    const cases: readonly (readonly [argv: readonly string[], code: number, words: string])[] = [
      [["--total", "1h", ...PAYING], 5, "already lasts 1 h"],
      [["31d", ...PAYING], 2, "allows 30 d in all"],
      [["1h", "--total", "2h", ...PAYING], 2, "not both"],
      [["1h", "--yes"], 2, "needs --max-fee"],
      [["1h", "--yes", "--max-fee", "0.000001 USDC"], 2, "more than --max-fee"],
      [["1h", ...PAYING, "--relay", "relay.example"], 2, "not an http or https URL"],
    ]
    for (const [argv, code, words] of cases) {
      const told = await extend(...argv)
      expect([told.code, told.out.includes(words)], `${argv.join(" ")}: ${told.out}`).to.deep.equal([code, true])
    }
    const alone = await as(stage.world, "renter", ["extend", id, "1h", "--yes", "--max-fee", "1 USDC"])
    expect([alone.code, alone.err.includes("work only with --gasless")], alone.err).to.deep.equal([2, true])
    const unknown = await stage.run("extend", NOBODY, "1h", ...PAYING)
    expect([unknown.code, unknown.json()["error"]?.["code"]], "no rental").to.deep.equal([2, "RentalNotFound"])
    expect([await stage.records(), await durationNow()], "nothing is signed").to.deep.equal([[], HOUR])
  })

  it("error: a rental that has not started, and one that is paid in POL", async () => {
    const { world, folder } = stage
    await world.fund(addressOf("renter"))
    for (const [terms, code] of [
      [[], "WrongStatus"],
      [["--start-window", "0s", "--price", "1 POL"], "NativeCoin"],
    ] as const) {
      await send(world, "renter", "stop", id)
      id = await rented(world, folder, ...terms)
      const told = await extend("1h", ...PAYING)
      expect(told.json()["error"]?.["code"], `${terms.join(" ")}: ${told.out}`).to.equal(code)
    }
    expect(await stage.records(), "nothing is signed").to.deep.equal([])
  })
})
