// What `record` says of uptime: the logs of an agent's own store, behind a door, held against the chain.
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { getRental } from "@gpuflow/escrow"
import { expect } from "chai"
import fc from "fast-check"
import { type Hash, keccak256 } from "viem"
import { judgeLog, readEvidence } from "../../cli/record/healthClaim.ts"
import { ownTlsIdentity } from "../../host/door/tlsIdentity.ts"
import { type Check, FIRST_HASH, hashCheck, type LoggedCheck } from "../../host/health/healthChain.ts"
import { writeEvidence } from "../../host/send/evidence.ts"
import { type HostStore, openHostStore } from "../../host/store/hostStore.ts"
import { as, onLocalChain, send, type TestWorld } from "../support/commandLine.ts"
import { closeDoors, openTestDoor } from "../support/hostDoor.ts"
import { HOST_KEY } from "../support/machineDoor.ts"
import { addressOf } from "../support/parties.ts"
import { hashOf } from "./steps.ts"

/** The hashes over checks, as an agent makes them. */
function logged(rental: Hash, checks: readonly Check[]): LoggedCheck[] {
  let hash = FIRST_HASH(rental)
  return checks.map((check) => {
    hash = hashCheck(hash, check)
    return { ...check, hash }
  })
}

describe("CLI: record, and what the host says beside it", () => {
  let world: TestWorld
  let folder: string
  let store: HostStore
  /** What the door serves in place of the store's log. */
  let forged: readonly LoggedCheck[] | undefined
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })
  afterEach(async () => {
    await closeDoors()
    store.close()
  })

  /** A machine with a door, rented and started, and the store of its agent. */
  async function stage() {
    forged = undefined
    const { client, escrow } = world
    store = openHostStore(join(folder, "host.db"), { chainId: 137, escrow, account: addressOf("host") })
    const access = {
      find: (rental: Hash) => {
        const workload = store.workload(rental)
        return workload && { renter: workload.rental.renter, phase: workload.phase, endsAt: 0n }
      },
      serves: () => true,
      admit: () => Promise.reject(new Error("not asked")),
      healthAfter: (rental: Hash, place: number) =>
        forged ? { checks: forged.slice(place), place: forged.length } : store.checksAfter(rental, place, 2),
    }
    const identity = await ownTlsIdentity(join(folder, "agent"))
    const door = await openTestDoor(world, { access }, { identity })
    const [document, hostKey] = [join(folder, "machine.json"), join(folder, "host_key.pub")]
    await writeFile(hostKey, HOST_KEY)
    const made = await as(world, undefined, [
      ...["machine", "--name", "rack 3, unit 2", "--gpu", "A100", "--count", "1", "--gpu-memory", "81920"],
      ...["--door", door.url, "--host-key", hostKey, "--certificate", identity.fingerprint, "--to", document],
    ])
    expect(made.code, made.err).to.equal(0)
    const offer = join(folder, "offer.json")
    const terms = ["offer", "--document", document, "--price", "1.50 USDC", "--max-duration", "30d", "--to", offer]
    expect((await as(world, "host", terms)).code, "offered").to.equal(0)
    const rent = ["rent", offer, "--for", "2h", "--accept", "commitment,challengeWindow"]
    const id = hashOf((await send(world, "renter", ...rent))["id"])
    await send(world, "host", "start", id)
    const { rental, state } = await getRental(client, { escrow, id })
    store.addWorkload(id, rental, "running")
    const add = (seconds: bigint, status: Check["status"], boot = "first") =>
      store.addCheck(id, { at: state.since + seconds, status, boot })
    const record = (...more: string[]) => as(world, undefined, ["record", addressOf("host"), "--no-cache", ...more])
    const says = async (...more: string[]) =>
      (await record("--document", document, "--json", ...more)).json()["hostSays"] ?? {}
    return { id, document, add, record, says, door, since: state.since }
  }

  /** An hour in which the machine was down for ten minutes, and was started anew in another minute. */
  async function anHour(add: Awaited<ReturnType<typeof stage>>["add"]) {
    for (let at = 0n; at < 1_200n; at += 60n) add(at, "up")
    add(1_200n, "down")
    for (let at = 1_800n; at <= 3_000n; at += 60n) add(at, "up")
    for (let at = 3_060n; at <= 3_600n; at += 60n) add(at, "up", "second")
    await world.pass(3_600n)
  }

  it("default: shows the log's uptime as the host's word, beside what the chain proves", async () => {
    const { document, add, record, says, id } = await stage()
    await anHour(add)
    await send(world, "host", "refund", id, "10m")
    const found = await says()
    expect([found["rentals"], found["logs"], found["anchored"]], "logs").to.deep.equal([1, 1, 0])
    const seconds = ["watchedSeconds", "downSeconds", "refundedSeconds"].map((name) => found[name])
    expect(seconds, "an hour watched, ten minutes and one down, ten given back").to.deep.equal(["3600", "660", "600"])
    const { out } = await record("--document", document)
    expect(out, "marked as the host's").to.match(
      /host says +up 81\.66 % of 1 h watched, 11 min down, 10 min given back on the chain/,
    )
    expect(out, "what it is worth").to.contain("Nothing on the chain proves the others")
    const silent = await record()
    expect(silent.out, "no door is known").to.match(/host says +not asked\. Pass --server or --document/)
    expect((await record("--document", document, "--logs", "0")).out, "not wanted").not.to.contain("host says")
  })

  it("default: a log with a hash on the chain cannot be changed, and one that goes on from it is the same", async () => {
    const { id, add, says, since } = await stage()
    await anHour(add)
    await send(world, "renter", "dispute", id, "--evidence", "ipfs://slow")
    const context = { options: { state: folder, settings: {} }, store, clock: { now: () => since + 3_600n } }
    await send(world, "host", "evidence", id, writeEvidence(context, { id }))
    add(3_660n, "end", "second")
    const found = await says()
    expect([found["logs"], found["anchored"], found["downSeconds"]], "anchored").to.deep.equal([1, 1, "660"])

    // Written anew with every hash right, and without the outage.
    forged = logged(
      id,
      Array.from({ length: 61 }, (_, minute) => ({ at: since + 60n * BigInt(minute), status: "up", boot: "first" })),
    )
    const changed = await says()
    expect([changed["logs"], changed["refused"]], "written anew").to.deep.equal([0, [{ id, problem: "changed" }]])
    forged = []
    expect((await says())["refused"], "deleted").to.deep.equal([{ id, problem: "changed" }])
    // The renter's own words do not count as the host's.
    forged = undefined
    await send(world, "renter", "evidence", id, `https://evil.example/x.jsonl#head=${keccak256(id)}`)
    expect((await says())["logs"], "of the renter").to.equal(1)
  })

  it("error: a forged line, a log without its door, and a door of someone else", async () => {
    const { id, add, says, record, document } = await stage()
    await anHour(add)
    const log = store.checksOf(id)
    forged = log.map((check) => (check.status === "down" ? { ...check, status: "up" } : check))
    expect((await says())["refused"], "a line").to.deep.equal([{ id, problem: "broken" }])
    const told = await record("--document", document)
    expect(told.out, "said so").to.contain("a hash does not follow from the lines before it")
    forged = log.slice(1)
    expect((await says())["refused"], "without its first line").to.deep.equal([{ id, problem: "broken" }])
    await closeDoors()
    const missing = await says()
    expect([missing["logs"], missing["missing"]?.["0"]?.["reason"]]).to.deep.equal([0, "The door cannot be reached."])
  })
})

describe("CLI: record, the judgement of a log", () => {
  const rental: Hash = `0x${"ab".repeat(32)}`
  const start = 1_800_000_000n
  const facts = { rental, startedAt: start, ranFor: 3_600n, now: start + 7_200n, heads: [] }
  const up = (at: bigint): Check => ({ at: start + at, status: "up", boot: "b" })

  it("behavior: what is logged after the end, and what nobody watched, does not count", () => {
    const late = judgeLog(facts, logged(rental, [up(0n), up(600n), up(3_000n), up(3_300n), up(3_900n), up(7_000n)]))
    // From 600 to 3000 nobody watched; from 3300 only the time until the end counts.
    expect(late).to.deep.equal({ watchedSeconds: 1_200n, downSeconds: 0n, isAnchored: false })
    const down: Check = { ...up(600n), status: "down" }
    const outage = judgeLog(facts, logged(rental, [up(0n), down]))
    expect(outage, "until the end").to.deep.equal({ watchedSeconds: 3_600n, downSeconds: 3_000n, isAnchored: false })
    expect(judgeLog(facts, []), "empty").to.deep.equal({ watchedSeconds: 0n, downSeconds: 0n, isAnchored: false })
  })

  it("error: times that go back, lie in the future, or before the start", () => {
    for (const checks of [
      [up(60n), up(0n)],
      [up(0n), up(7_400n)],
      [up(-600n), up(0n)],
    ]) {
      expect(judgeLog(facts, logged(rental, checks))).to.equal("impossible")
    }
  })

  it("behavior: no log claims more than the time that passed, and any change of a line is found", () => {
    const check = fc.record({
      at: fc.bigInt({ min: 0n, max: 10_000n }).map((at) => start + at),
      status: fc.constantFrom("up", "down", "end"),
      boot: fc.constantFrom("a", "b"),
    })
    fc.assert(
      fc.property(fc.array(check, { minLength: 1, maxLength: 30 }), fc.nat(), (given, place) => {
        const checks = given.toSorted((a, b) => Number(a.at - b.at))
        const log = logged(rental, checks)
        const judged = judgeLog({ ...facts, now: start + 20_000n }, log)
        if (typeof judged === "string") throw new Error(judged)
        expect(judged.downSeconds <= judged.watchedSeconds && judged.watchedSeconds <= 3_600n).to.equal(true)
        const changed = log.map((one, index) => (index === place % log.length ? { ...one, at: one.at + 1n } : one))
        expect(judgeLog(facts, changed)).to.equal("broken")
        const head = log.at(-1)?.hash ?? rental
        const cut = logged(rental, checks.slice(0, -1))
        expect(judgeLog({ ...facts, heads: [head] }, cut), "shortened").to.equal("changed")
      }),
    )
  })

  it("behavior: only evidence of an agent's form is read", () => {
    const head: Hash = `0x${"cd".repeat(32)}`
    const summary = { kind: "health-log", head, lines: 7, downSeconds: 60 }
    const uriOf = (content: unknown) => `data:application/json,${encodeURIComponent(JSON.stringify(content))}`
    expect(readEvidence(uriOf(summary))).to.deep.equal({ head, downSeconds: 60n })
    expect(readEvidence(`https://host.example/x.jsonl#head=${head}`)).to.deep.equal({ head, downSeconds: undefined })
    const others = [
      "ipfs://slow",
      "",
      "data:application/json,%",
      `x#head=${head}0`,
      uriOf(null),
      uriOf({ ...summary, head: "0x" }),
    ]
    expect(others.map(readEvidence)).to.deep.equal(others.map(() => undefined))
    expect(readEvidence(uriOf({ ...summary, downSeconds: -1 }))?.downSeconds, "not a time").to.equal(undefined)
  })
})
