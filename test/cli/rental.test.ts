import { join } from "node:path"

import { expect } from "chai"
import { as, DOLLAR, NOBODY, onLocalChain, send, type TestWorld } from "../support/commandLine.ts"
import { accountOf } from "../support/parties.ts"
import { hashOf, offered, rented } from "./steps.ts"

const HOUR = 3_600n
const DAY = 24n * HOUR

describe("CLI: a rental", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  const read = async (...argv: string[]) => (await as(world, "host", [...argv, "--json"])).json()
  const statusOf = async (id: string) => (await read("show", id))["state"]?.["status"]
  const eventsOf = (told: Awaited<ReturnType<typeof send>>) => {
    const events = told["transactions"]?.[String(Number(told["transactions"]?.length) - 1)]?.["events"]
    return Array.from({ length: Number(events?.length) }, (_, place) => events?.[String(place)])
  }
  const eventOf = (told: Awaited<ReturnType<typeof send>>, name: string) =>
    eventsOf(told).find((event) => String(event?.["eventName"]) === name)?.["args"]

  it("default: commands offer, rent, start, show and stop a rental", async () => {
    const offer = await offered(world, folder)
    const verified = await as(world, undefined, ["offer", "verify", offer, "--json"])
    expect(verified.code, "verified").to.equal(0)

    const { id } = await send(world, "renter", "rent", offer, "--for", "8h", "--order", "order 17")
    const key = hashOf(id)
    expect(await statusOf(key), "after the deposit").to.equal("Funded")
    await send(world, "host", "start", key)
    await world.pass(3n * HOUR - 1n)
    expect(String((await read("show", key))["accrued"]), "meter").to.match(/^4(499|500)\d{3}$/)

    const stopped = await send(world, "renter", "stop", key)
    const closed = eventOf(stopped, "Closed")
    expect(closed?.["reason"], "reason").to.equal("Released")
    const [toHost, fee, toRenter] = ["toHost", "fee", "toRenter"].map((part) => BigInt(String(closed?.[part])))
    expect((toHost ?? 0n) + (fee ?? 0n) + (toRenter ?? 0n), "all of it").to.equal(12n * DOLLAR)
    expect(Number(toHost), "to the host").to.be.closeTo(4_050_000, 5_000)
    expect(await statusOf(key), "at the end").to.equal("Closed")

    const again = await as(world, "renter", ["rent", offer, "--for", "8h", "--order", "order 17", "--yes", "--json"])
    expect([again.code, again.json()["error"]?.["code"]], "the same order again").to.deep.equal([3, "RentalExists"])
  })

  it("behavior: a rental that was extended and partly refunded is claimed once it is due", async () => {
    const id = await rented(world, folder)
    await send(world, "host", "start", id)
    await send(world, "renter", "extend", id, "1h")
    await world.pass(HOUR)
    await send(world, "host", "refund", id, "30m")
    const early = await as(world, "host", ["claim", "--all", "--yes", "--json"])
    expect(early.code, "nothing to do").to.equal(5)
    expect(early.json()["results"]?.["0"]?.["why"], "why not").to.match(/^due 20/)
    expect((await as(world, "host", ["claimable"])).out, "when").to.contain("in 6 h 59 min")

    await world.pass(HOUR + 6n * HOUR)
    const due = (await read("claimable"))["claims"]?.["0"]
    expect(due?.["isDue"], "due").to.equal(true)
    const claimed = await send(world, "host", "claim", "--all", "--wait", "1")
    expect(claimed["results"]?.["0"]?.["toHost"], "paid").to.equal(String((225n * DOLLAR * 9n) / 1_000n))
    expect((await as(world, "host", ["claim", id, "--yes"])).code, "claimed before").to.equal(5)
  })

  it("behavior: several rentals are claimed in one transaction, with an outcome for each", async () => {
    const file = join(folder, "offer.json")
    for (const [machine, hours] of [
      ["a", "1h"],
      ["b", "10h"],
      ["c", "1h"],
    ] as const) {
      const word = `0x${machine.repeat(64)}`
      const terms = ["--price", "1.50 USDC", "--max-duration", "1d", "--start-window", "0s", "--to", file]
      await as(world, "host", ["offer", "--machine", word, "--spec", word, ...terms])
      await send(world, "renter", "rent", file, "--for", hours)
    }
    await world.pass(7n * HOUR)
    const claimed = await send(world, "host", "claim", "--all")
    const results = ["0", "1", "2"].map((place) => claimed["results"]?.[place])
    expect(
      results.map((result) => result?.["settled"]),
      "settled",
    ).to.deep.equal([true, true, false])
    expect(results[2]?.["why"], "the one that runs").to.match(/^due 20/)
    expect(claimed["transactions"]?.length, "transactions").to.equal(1)
    expect(results[0]?.["hash"], "hash").to.equal(claimed["transactions"]?.["0"]?.["hash"])
  })

  it("behavior: after a no-show, the renter claims the refund with a part of the bond", async () => {
    await send(world, "host", "bond", "fund", "5 USDC")
    const id = await rented(world, folder, "--bond", "5 USDC")
    await world.pass(1_800n)
    const claimed = await send(world, "renter", "claim", id)
    expect(claimed["results"]?.["0"]?.["toRenter"], "back").to.equal(String((3n * DOLLAR) / 2n))
    expect(String((await read("bond"))["bonds"]?.["0"]?.["free"]), "bond after the wait").to.equal(String(4_250_000n))
    const record = await read("record", accountOf("host").address)
    expect([record["noShows"], record["rentals"]], "record").to.deep.equal([1, 1])
  })

  it("behavior: a dispute with evidence from both sides is resolved", async () => {
    const id = await rented(world, folder)
    await send(world, "host", "start", id)
    await world.pass(HOUR)
    const disputed = await send(world, "renter", "dispute", id, "--evidence", "ipfs://slow")
    const stake = BigInt(String(eventOf(disputed, "Disputed")?.["stake"]))
    expect(stake, "stake, by a permit").to.equal((3n * DOLLAR) / 2n / 20n)
    await send(world, "host", "evidence", id, "ipfs://fast")

    const hasty = await as(world, "arbiter", ["resolve", id, "50%", "--yes", "--json"])
    expect([hasty.code, hasty.json()["error"]?.["code"]], "too early").to.deep.equal([3, "EvidenceWindowOpen"])
    await world.pass(DAY)
    const resolved = await send(world, "arbiter", "resolve", id, "62.5%")
    expect(eventOf(resolved, "Resolved")?.["hostBps"], "share").to.equal("6250")
    expect(await statusOf(id), "status").to.equal("Closed")
  })

  it("behavior: a stranger's text cannot control the terminal", async () => {
    const id = await rented(world, folder)
    await send(world, "host", "start", id)
    const evidence = "ipfs://1\n\u001b[2J\u009b1m\u202eSend? yes"
    const spelled = "ipfs://1\\u000a\\u001b[2J\\u009b1m\\u202eSend? yes"
    const disputed = await as(world, "renter", ["dispute", id, "--evidence", evidence, "--yes", "--wait", "1"])
    expect(disputed.code, `dispute: ${disputed.err}`).to.equal(0)
    const watched = await as(world, undefined, ["watch", "--once", "--events", "Disputed,EvidenceSubmitted"])
    expect(watched.code, `watch: ${watched.err}`).to.equal(0)
    expect(disputed.out, "for people").to.contain(spelled)
    const told = watched.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
    expect(
      told.map(({ args }) => args.evidenceURI),
      "for programs, what it is",
    ).to.include(evidence)
    expect(`${disputed.err}${disputed.out}${watched.out}`, "hidden characters").not.to.match(/[^\P{C}\n]/u)
  })

  it("behavior: a host interrupts, and the renter disputes and concedes", async () => {
    const id = await rented(world, folder)
    await send(world, "host", "start", id)
    await world.pass(HOUR / 2n)
    const interrupted = await send(world, "host", "interrupt", id)
    expect(Number(eventOf(interrupted, "Interrupted")?.["billedSeconds"]), "billed").to.be.closeTo(1_800, 5)
    await send(world, "renter", "dispute", id, "--evidence", "ipfs://gone")
    const conceded = await send(world, "renter", "stop", id)
    expect(eventOf(conceded, "Closed")?.["reason"], "reason").to.equal("Conceded")
  })

  it("behavior: a repeated total extends and refunds once", async () => {
    const id = await rented(world, folder)
    await send(world, "host", "start", id)
    const extending = ["extend", id, "--total", "2h"]
    const planned = await as(world, "renter", [...extending, "--dry-run", "--json"])
    expect(planned.json()["transactions"]?.["0"]?.["sentence"], "both figures").to.match(
      /by 1 h, to 2 h in all, for 1\.50 USDC\./,
    )
    await send(world, "renter", ...extending)
    const again = await as(world, "renter", [...extending, "--yes", "--json"])
    expect([again.code, again.json()["error"]?.["code"]], "extended before").to.deep.equal([5, "NothingToExtend"])
    expect((await read("show", id))["state"]?.["duration"], "once").to.equal("7200")

    await world.pass(HOUR)
    await send(world, "host", "refund", id, "10m")
    const refunding = ["refund", id, "--total", "15m"]
    const refunded = await send(world, "host", ...refunding)
    expect(eventOf(refunded, "Refunded")?.["refundedSeconds"], "in all").to.equal("900")
    expect((await as(world, "host", [...refunding, "--yes"])).code, "refunded before").to.equal(5)
    const both = await as(world, "host", [...refunding, "5m", "--yes"])
    const neither = await as(world, "host", ["refund", id, "--yes"])
    expect([both.code, neither.code], "one of the two").to.deep.equal([2, 2])
  })

  it("behavior: stop and interrupt show their bounds, and fail if more would be paid", async () => {
    await send(world, "host", "bond", "fund", "5 USDC")
    const id = await rented(world, folder, "--bond", "5 USDC")
    const sentenceOf = async (role: "host" | "renter", ...argv: string[]) => {
      const told = await as(world, role, [...argv, "--dry-run", "--json"])
      return String(told.json()["transactions"]?.["0"]?.["sentence"])
    }
    expect(await sentenceOf("renter", "stop", id), "a cancellation").to.contain("fails if the host would get anything")
    expect(await sentenceOf("host", "interrupt", id), "a decline").to.match(
      /0\.75 USDC of the bond for waiting\. The transaction fails if more than 0\.75 USDC/,
    )
    await send(world, "host", "start", id)
    await world.pass(HOUR / 2n)
    expect(await sentenceOf("renter", "stop", id), "now, and at most").to.match(
      /would get 0\.67\d* USDC now, after the fee\. The transaction fails if that is more than 0\.72\d* USDC/,
    )
    const cheap = await as(world, "renter", ["stop", id, "--max-to-host", "0", "--yes", "--json"])
    const late = await as(world, "host", ["interrupt", id, "--max-from-bond", "0.75 USDC", "--yes", "--json"])
    for (const told of [cheap, late]) {
      expect([told.code, told.json()["error"]?.["code"]], "refused").to.deep.equal([3, "TooMuch"])
    }
    expect(await statusOf(id), "still").to.equal("Active")
    await send(world, "renter", "stop", id, "--max-to-host", "0.70 USDC")
    expect(await statusOf(id), "stopped").to.equal("Closed")
  })

  it("behavior: the price of conceding is shown, and a refund in the dispute makes it free for a day", async () => {
    const id = await rented(world, folder)
    await send(world, "host", "start", id)
    await world.pass(HOUR)
    await send(world, "renter", "dispute", id, "--evidence", "ipfs://slow")
    const sentence = async () =>
      String(
        (await as(world, "renter", ["stop", id, "--dry-run", "--json"])).json()["transactions"]?.["0"]?.["sentence"],
      )
    // 5 % of 1.50 dollars, of which a tenth is lost at once.
    expect(await sentence(), "charged").to.match(/0\.0075\d* USDC of your stake of 0\.075 USDC, which grows/)
    expect((await read("show", id))["concession"]?.["freeUntil"], "not free").to.equal("0")
    expect((await as(world, "renter", ["show", id])).out, "shown").to.match(
      /to concede +0\.0075\d* USDC of the stake now/,
    )

    await world.pass(2n * HOUR)
    await send(world, "host", "refund", id, "30m")
    expect(await sentence(), "free").to.match(/whole stake of 0\.0375 USDC back, which is so until 20/)
    expect((await as(world, "renter", ["show", id])).out, "shown").to.match(/to concede +until 20.*in 1 d/)
    const everything = await as(world, "host", ["refund", id, "--total", "1h", "--dry-run", "--json"])
    expect(everything.json()["transactions"]?.["0"]?.["sentence"], "a warning").to.contain("Leave a second contested")
    const conceded = await send(world, "renter", "stop", id)
    const released = eventsOf(conceded).filter((event) => String(event?.["eventName"]) === "StakeReleased")
    expect(
      released.map((event) => event?.["args"]?.["to"]),
      "the stake comes back",
    ).to.deep.equal([accountOf("renter").address])
  })

  it("behavior: both sides list their rentals, and a host withdraws its bond", async () => {
    const id = await rented(world, folder)
    for (const [role, side] of [
      ["host", "--host"],
      ["renter", "--renter"],
    ] as const) {
      const listed = (await as(world, role, ["list", side, "--open", "--json"])).json()
      expect(listed["rentals"]?.["0"]?.["id"], `as ${role}`).to.equal(id)
    }
    expect((await as(world, "host", ["list", "--host"])).out, "table").to.contain("Funded")

    await send(world, "host", "bond", "fund", "5 USDC")
    await send(world, "host", "bond", "withdraw", "2.50 USDC")
    expect((await read("bond", "--token", "USDC"))["bonds"]?.["0"]?.["free"], "left").to.equal("2500000")
    expect((await as(world, "host", ["withdraw", "--yes"])).code, "no credit").to.equal(5)
  })

  it("behavior: POL that a payee refuses is credited to it", async () => {
    const payee = `0x${"be".repeat(20)}` as const
    // Reverts every call.
    await world.client.setCode({ address: payee, bytecode: "0x60006000fd" })
    const offer = await offered(world, folder, "--payee", payee, "--price", "2 POL", "--start-window", "0s")
    const { id } = await send(world, "renter", "rent", offer, "--for", "1h")
    await world.pass(HOUR)
    const stopped = await send(world, "renter", "stop", hashOf(id))
    expect(eventOf(stopped, "Credited")?.["amount"], "credited").to.equal("1800000000000000000")

    const withdraw = ["withdraw", "--token", "POL", "--owner", payee]
    const refused = await as(world, "host", [...withdraw, "--yes", "--json"])
    expect(refused.code, "still refused").to.equal(3)
    const foreign = await as(world, "host", [...withdraw, "--to", accountOf("host").address, "--yes"])
    expect(foreign.code, "to another account").to.equal(2)
    await world.client.setCode({ address: payee, bytecode: "0x" })
    const rehearsed = await as(world, "host", [...withdraw, "--dry-run", "--json"])
    expect([rehearsed.code, rehearsed.json()["dryRun"]], "dry run").to.deep.equal([0, true])
    const withdrawn = await send(world, "host", ...withdraw)
    expect(eventOf(withdrawn, "Withdrawn")?.["to"]?.toString().toLowerCase(), "to its owner").to.equal(payee)
    expect(await world.client.getBalance({ address: payee }), "balance").to.equal(1_800_000_000_000_000_000n)
  })

  it("behavior: revoked offers are refused", async () => {
    const offer = await offered(world, folder)
    await send(world, "host", "revoke", "--name", "rack 3, unit 2")
    expect((await as(world, undefined, ["offer", "verify", offer])).code, "verified").to.equal(8)
    const one = await as(world, "renter", ["rent", offer, "--for", "1h", "--yes", "--json"])
    expect(one.json()["error"]?.["code"], "one machine's").to.equal("WrongNonce")
    await send(world, "host", "revoke", "--all")
    const all = await as(world, "renter", ["rent", offer, "--for", "1h", "--yes", "--json"])
    expect(all.json()["error"]?.["code"], "all").to.equal("WrongEpoch")
  })

  it("behavior: once a host has set a signer, only the signer can sign its offers", async () => {
    const [host, signer] = [accountOf("host").address, accountOf("operator").address]
    await send(world, "host", "revoke", "--all", "--signer", signer)
    const asked = ["offer", "--document", join(folder, "machine.json"), "--price", "1.50 USDC", "--max-duration", "1d"]
    const machine = ["machine", "--name", "m", "--gpu", "A100", "--count", "1", "--gpu-memory", "81920"]
    await as(world, undefined, [...machine, "--to", join(folder, "machine.json")])
    const to = ["--to", join(folder, "offer.json")]
    const own = await as(world, "host", [...asked, ...to, "--json"])
    expect(own.json()["error"]?.["code"], "the host itself").to.equal("ForeignSigner")
    const signed = await as(world, "operator", [...asked, ...to, "--host", host, "--json"])
    expect(signed.json()["offer"]?.["host"], "the signer").to.equal(host)
    expect((await as(world, undefined, ["offer", "verify", join(folder, "offer.json")])).code, "verified").to.equal(0)
  })

  it("error: risky terms are named and must be accepted", async () => {
    const offer = await offered(world, folder, "--min-duration", "1h")
    const refused = await as(world, "renter", ["rent", offer, "--for", "2h", "--yes", "--json"])
    expect([refused.code, refused.json()["error"]?.["args"]?.["term"]], "refused").to.deep.equal([2, "commitment"])
    const accepted = await send(world, "renter", "rent", offer, "--for", "2h", "--accept", "commitment")
    expect(accepted["summary"]?.["commitment"], "commitment").to.equal("1500000")
  })

  it("error: a price above --max-price is refused", async () => {
    const offer = await offered(world, folder)
    const rent = (most: string) =>
      as(world, "renter", [
        "rent",
        offer,
        "--for",
        "1h",
        "--max-price",
        most,
        "--accept",
        "challengeWindow",
        "--dry-run",
      ])
    const told = await rent("1.499999 USDC")
    expect(told.code, "above it").to.equal(2)
    expect(told.err, "what it asks for").to.contain("costs 1.50 USDC per hour")
    expect((await rent("1 POL")).code, "in another token").to.equal(2)
    expect((await rent("1.50")).code, "at it").to.equal(0)
  })

  it("error: a transaction that the contract rejects has exit code 3", async () => {
    const id = await rented(world, folder)
    const stranger = await as(world, "arbiter", ["start", id, "--yes", "--json"])
    expect([stranger.code, stranger.json()["error"]?.["code"]], "a stranger").to.deep.equal([3, "NotHostOrOperator"])
    expect((await as(world, "renter", ["stop", NOBODY, "--yes"])).code, "an unknown rental").to.equal(2)
  })
})
