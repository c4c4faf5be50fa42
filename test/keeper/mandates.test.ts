import { execFile } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { PassThrough } from "node:stream"
import { promisify } from "node:util"

import { getState } from "@gpuflow/escrow"
import { prepareMandate } from "@gpuflow/escrow/mandate"
import { prepareRequest } from "@gpuflow/escrow/requests"
import { expect } from "chai"
import { erc20Abi, parseGwei } from "viem"

import { runKeeper } from "../../keeper/keeper.ts"
import { type KeeperOptions, KeeperOptionsError } from "../../keeper/keeperOptions.ts"
import { type ServedChain, serveChain } from "../support/chain.ts"
import { type DueMandates, EXTEND_BEFORE, openDueMandates, STEP } from "../support/dueMandates.ts"
import { newDatabase, removeDatabase } from "../support/keeperProcess.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import { until } from "../support/until.ts"

const execute = promisify(execFile)

type Line = { readonly msg: string; readonly [fact: string]: unknown }

describe("Keeper: mandates", () => {
  let chain: ServedChain
  let world: DueMandates
  let database: string
  before(async () => {
    chain = await serveChain()
    await chain.fund(accountNamed("keeper").address, 10n ** 20n)
  })
  beforeEach(async () => {
    world = await openDueMandates(chain)
    database = newDatabase()
  })
  afterEach(() => {
    world.close()
    removeDatabase(database)
  })
  after(() => chain.close())

  /** Keeps until `done` is true of the log. */
  async function keep(done: (lines: readonly Line[]) => boolean | Promise<boolean>, more: Partial<KeeperOptions> = {}) {
    const { escrow, fromBlock, folder, mandateContract } = world
    const stop = new AbortController()
    const output = new PassThrough({ encoding: "utf8" })
    const lines: Line[] = []
    output.on("data", (text: string) =>
      lines.push(
        ...text
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line)),
      ),
    )
    const kept = runKeeper({
      ...{ rpcUrls: [chain.url], escrow, fromBlock, database, port: 0, account: accountNamed("keeper") },
      ...{ mandates: folder, mandateContract, mandateTipPercent: 0, work: ["mandates"] },
      ...{ pollInterval: 30, confirmations: 1, logLevel: "debug", output, signal: stop.signal, ...more },
    })
    await Promise.race([until(() => done(lines)), kept])
    stop.abort()
    await kept
    return lines
  }
  const polls = (lines: readonly Line[]) => lines.filter(({ msg }) => msg === "poll finished").length
  const named = (lines: readonly Line[], name: string) => lines.filter(({ msg }) => msg === name)
  const endOf = async (id: `0x${string}`) => {
    const { since, duration } = await getState(chain.client, { escrow: world.escrow, id })
    return since + duration
  }

  it("default: extends what is due, once for each need, and earns the tips", async () => {
    for (let made = 0; made < 3; ++made) await world.addNext()
    const keeper = accountNamed("keeper").address
    const token = { address: world.token, abi: erc20Abi }
    const earned = async () => chain.client.readContract({ ...token, functionName: "balanceOf", args: [keeper] })

    const early = await keep((lines) => polls(lines) >= 3)
    expect(named(early, "sending transaction"), "too early").to.deep.equal([])
    for (const round of [1n, 2n]) {
      const before = await earned()
      await chain.pass(round === 1n ? STEP - EXTEND_BEFORE + 60n : STEP)
      expect(await world.unpaid(), "due").to.have.length(3)
      const lines = await keep(async (said) => polls(said) >= 3 && (await world.unpaid()).length === 0)
      expect(named(lines, "sending transaction"), `transactions of round ${round}`).to.have.length(3)
      expect((await earned()) - before, "tips").to.equal(3n * 1_234n)
    }
    expect(await world.mispaid(), "wrong").to.deep.equal([])
  })

  it("behavior: a file that is put into the folder is seen, and one that is removed is forgotten", async () => {
    const [first, second] = [await world.addNext(), await world.addNext()]
    const text = readFileSync(second.file, "utf8")
    rmSync(second.file)
    await world.makeDue()

    const before = (await endOf(first.id)) + STEP
    await keep(async (lines) => {
      const isExtended = (await endOf(first.id)) === before
      if (isExtended && !existsSync(second.file)) {
        rmSync(first.file)
        writeFileSync(second.file, text)
      }
      return polls(lines) >= 3 && (await world.unpaid()).length === 0
    })

    await chain.pass(STEP)
    await keep(async (lines) => polls(lines) >= 5 && (await world.unpaid()).length === 1)
    expect(
      (await world.unpaid()).map(({ id }) => id),
      "without a file",
    ).to.deep.equal([first.id])
  })

  it("behavior: a renter without an allowance is warned when the mandate is read, again nearer the end, and no more", async () => {
    const poor = await world.addNext()
    await world.setAllowance(poor, 0n)

    const lines = await keep(async (said) => {
      const warnings = named(said, "extension will be refused").length
      // Due in a while, due, and at half of `extendBefore`.
      if (warnings === 1 && polls(said) >= 3 && (await endOf(poor.id)) - (await chain.now()) > 2_000n) {
        await chain.pass(1_830n)
      } else if (warnings === 2 && (await endOf(poor.id)) - (await chain.now()) > 900n) await chain.pass(900n)
      return warnings === 3 && polls(said) >= 20
    })
    const [warning, ...later] = named(lines, "extension will be refused")
    const { renter } = poor.signed.mandate
    expect(warning, "warning").to.deep.include({ renter, rental: poor.id, file: `${poor.id}.json` })
    expect(String(warning?.["reasons"]), "reason").to.match(/^allowance: /)
    expect(warning?.["dueAt"], "due").to.equal(String((await endOf(poor.id)) + 1n - EXTEND_BEFORE))
    expect(later, "later warnings").to.have.length(2)
    expect(named(lines, "sending transaction"), "sent").to.deep.equal([])

    await world.setAllowance(poor, 10n ** 12n)
    await keep(async (said) => polls(said) >= 2 && (await world.unpaid()).length === 0)
    expect(await world.mispaid(), "wrong").to.deep.equal([])
  })

  it("behavior: what can never be executed is named once: broken, foreign, revoked, and over", async () => {
    const mandates = [await world.addNext(), await world.addNext(), await world.addNext()]
    const [revoked, good, stopped] = mandates
    if (!revoked || !good || !stopped) throw new Error("They are missing.")
    const { mandateContract, folder } = world
    const { renter, salt } = revoked.signed.mandate
    const request = prepareMandate(chain.client, "revokeMandate", { mandateContract, salt })
    await chain.transact({ from: renter, ...request })
    const stopping = { escrow: world.escrow, rental: stopped.rental, account: stopped.rental.renter }
    await chain.transact({ from: stopped.rental.renter, ...(await prepareRequest(chain.client, "stop", stopping)) })
    const text = readFileSync(good.file, "utf8")
    writeFileSync(join(folder, "broken.json"), text.slice(0, 300))
    writeFileSync(join(folder, "foreign.json"), text.replaceAll(mandateContract, addressOf("host")))
    writeFileSync(join(folder, "long.json"), text.padEnd(70_000))
    mkdirSync(join(folder, "folder.json"))
    await execute("mkfifo", [join(folder, "pipe.json")])
    symlinkSync("/dev/zero", join(folder, "endless.json"))
    writeFileSync(join(folder, "notes.txt"), "not a mandate")

    const lines = await keep((said) => polls(said) >= 8)

    const files = (name: string) => named(lines, name).map(({ file }) => file)
    expect(files("mandate unreadable"), "unreadable").to.have.members([
      "broken.json",
      "endless.json",
      "folder.json",
      "long.json",
      "pipe.json",
    ])
    expect(named(lines, "mandate of another keeper"), "foreign").to.have.length(1)
    expect(named(lines, "mandate of another keeper")[0], "what differs").to.deep.include({
      file: "foreign.json",
      differs: ["mandateContract"],
    })
    expect(files("mandate cannot be executed"), "revoked").to.deep.equal([`${revoked.id}.json`])
    expect(files("mandate is over"), "over").to.deep.equal([`${stopped.id}.json`])
    expect(files("extension will be refused"), "others").to.deep.equal([])
    expect(existsSync(join(folder, "broken.json")), "files stay").to.equal(true)
  })

  it("behavior: a tip is lowered to what is left, and a mandate that is used up is named before its end", async () => {
    const one = await world.addNext({ extensions: 1n, maxTip: 2_000n, missing: 1_500n })
    await world.makeDue()
    const lines = await keep(async (said) => {
      return (await world.unpaid()).length === 0 && named(said, "extension will be refused").length > 0
    })

    const [warning] = named(lines, "extension will be refused")
    expect(warning?.["mandate"], "mandate").to.be.a("string")
    expect(String(warning?.["reasons"]), "reason").to.match(/^exhausted: /)
    const balance = await chain.read({ address: world.token, abi: erc20Abi }, "balanceOf", [one.rental.renter])
    expect(balance, "what the renter paid").to.equal(10n ** 12n - one.signed.mandate.maxTotal)
  })

  it("behavior: without a tip that pays for the gas nothing is sent, and the renter is warned", async () => {
    await world.addNext()
    await world.makeDue()

    const lines = await keep((said) => polls(said) >= 4, { mandateTipPercent: 100 })

    expect(named(lines, "sending transaction"), "sent").to.deep.equal([])
    const [warning] = named(lines, "extension will be refused")
    expect(String(warning?.["reasons"]), "reason").to.match(/^tip: The tip cannot be compared with the cost of gas/)
  })

  it("behavior: of two mandates for one rental, one is executed for one need", async () => {
    const { file, signed, rental } = await world.addNext()
    const other = await world.sign(rental, { step: 2n * STEP, salt: `0x${"22".repeat(32)}` })
    writeFileSync(file.replace(".json", "-2.json"), other)
    await world.makeDue()

    const before = await chain.client.getTransactionCount({ address: accountNamed("keeper").address })
    await keep(async (said) => polls(said) >= 6 && (await world.unpaid()).length === 0)

    const after = await chain.client.getTransactionCount({ address: accountNamed("keeper").address })
    expect(after - before, "transactions").to.equal(1)
    expect(signed.mandate.step, "step").to.equal(STEP)
  })

  it("error: a folder that cannot be read is a wrong option", async () => {
    const failure = await keep(() => true, { mandates: join(world.folder, "missing") }).catch((error: unknown) => error)

    expect(failure, "failure").to.be.instanceOf(KeeperOptionsError)
    expect(Object(failure).message, "message").to.match(/^mandates: is not a folder that can be read: ENOENT/)
  })

  it("behavior: a dry run names the extension that it would send", async () => {
    await world.addNext()
    await world.makeDue()

    const lines = await keep((said) => named(said, "keeper stopped").length > 0, { dryRun: true })

    expect(named(lines, "would send"), "plan").to.have.length(1)
    expect(named(lines, "would send")[0], "work").to.include({ work: "extend" })
    expect(await world.unpaid(), "still due").to.have.length(1)
  })

  it("behavior: fees above the limit hold extensions back", async () => {
    await world.addNext()
    await world.makeDue()

    const lines = await keep((said) => named(said, "transaction held back").length > 0, {
      maxFeePerGas: parseGwei("30"),
      minTip: parseGwei("30"),
    })

    expect(named(lines, "transaction held back")[0], "limit").to.include({ limit: "fee", work: "extend" })
  })
})
