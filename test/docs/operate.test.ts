import { execFile } from "node:child_process"
import { globSync, readFileSync } from "node:fs"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { getBond, getHost, getMarket } from "@gpuflow/escrow"
import { expect } from "chai"
import { encodeFunctionData, type PrivateKeyAccount, zeroHash } from "viem"

import type { SafeBatch } from "../../cli/safe/safeBatch.ts"
import { timelockAbi } from "../../scripts/deploy/timelock.ts"
import { root } from "../../scripts/support/root.ts"
import { type Contract, serveChain } from "../support/chain.ts"
import { as, DOLLAR, onLocalChain, type TestWorld } from "../support/commandLine.ts"
import { isWrite, unknownParts, wordsOf } from "../support/commandWords.ts"
import { deploy, temporaryFolder, worldOn } from "../support/deployment.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import { deploySafes, sendAsSafe } from "../support/safe.ts"

const pages = globSync("docs/operate/*.md", { cwd: root }).map((page) => page.replaceAll("\\", "/"))
const read = (page: string) => readFileSync(`${root}${page}`, "utf8")

/** A command of the program or of the repository, alone on its line in a block, with or without a prompt. */
const COMMAND = /^(?:\$ )?((?:gpuflow-escrow|npm run) .*)$/
const IN_TEXT = /`((?:gpuflow-escrow|npm run) [^`]+)`/g

function commandsIn(text: string): string[] {
  const blocks = [...text.matchAll(/^```\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) => block.split("\n"))
  return blocks.flatMap((line) => COMMAND.exec(line)?.[1] ?? [])
}

/** The commands below one heading of a page, in their order. */
function commandsOf(page: string, heading: string): string[] {
  const section = read(page)
    .split(/^## /m)
    .find((one) => one.startsWith(`${heading}\n`))
  if (section === undefined) throw new Error(`${page} has no heading ${heading}`)
  return commandsIn(section)
}

describe("Runbooks: every command exists, with its options", () => {
  for (const page of pages) {
    it(page, () => {
      const text = read(page)
      const named = [...commandsIn(text), ...[...text.matchAll(IN_TEXT)].map(([, command = ""]) => command)]

      expect(named.length, "commands").to.be.above(0)
      expect(named.flatMap(unknownParts)).to.deep.equal([], "unknown commands and options")
    })
  }

  it("behavior: each page has its five parts, and the index lists each page", () => {
    const runbooks = pages.filter((page) => !/README|administration/.test(page))
    for (const page of runbooks) {
      const parts = [
        "How to notice.",
        "What can be lost at worst.",
        "What to do",
        "How to check.",
        "What cannot be undone.",
      ]
      expect(parts.filter((part) => !read(page).includes(`**${part}`))).to.deep.equal([], page)
      expect(read("docs/operate/README.md"), "index").to.include(`(${page.split("/").at(-1)})`)
    }
    expect(runbooks, "pages").to.have.length(5)
  })

  it("behavior: a command or an option that does not exist is found", () => {
    const wrong = [
      "gpuflow-escrow fly",
      "gpuflow-escrow bond fund --rocket",
      "npm run admin -- fly polygon",
      "npm run fly",
    ]
    expect(wrong.flatMap(unknownParts)).to.deep.equal([
      "gpuflow-escrow fly",
      "--rocket of gpuflow-escrow bond fund --rocket",
      "npm run admin -- fly polygon",
      "npm run fly",
    ])
  })
})

describe("Runbooks: leaked keys, played as the page says", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  /** Runs a command of the page as the host. */
  async function play(line: string, variables: Readonly<Record<string, string>>) {
    const words = wordsOf(line, variables)
    const told = await as(world, "host", [...words.slice(1), ...(isWrite(words) ? ["--yes", "--wait", "1"] : [])])
    const expected = line.includes("offer verify") ? 8 : 0
    expect(told.code, `exit code of ${line}: ${told.out}${told.err}`).to.equal(expected)
    return told.out
  }

  /** A bond of 20 USDC, and an offer that the signer signed. */
  async function offered(signer: "host" | "signer") {
    const offer = join(folder, "offer.json")
    await as(world, "host", ["bond", "fund", "20 USDC", "--yes", "--wait", "1"])
    const terms = [
      "--price",
      "1.50 USDC",
      "--max-duration",
      "30d",
      "--bond",
      "5 USDC",
      "--expires-in",
      "2h",
      "--to",
      offer,
    ]
    if (signer === "signer") {
      await as(world, "host", ["revoke", "--all", "--signer", addressOf("signer"), "--yes", "--wait", "1"])
    }
    const machine = ["--machine", zeroHash.replace(/0$/, "1"), "--spec", zeroHash.replace(/0$/, "2")]
    const told = await as(world, signer, ["offer", ...machine, "--host", addressOf("host"), ...terms])
    expect(told.code, `${told.out}${told.err}`).to.equal(0)
    expect((await as(world, undefined, ["offer", "verify", offer])).code, "offer before").to.equal(0)
    return offer
  }

  const variables = (offer: string) => ({
    HOST: addressOf("host"),
    NEW_SIGNER: addressOf("operator"),
    COLD_ADDRESS: addressOf("payee"),
    AMOUNT: "15 USDC",
    OLD_OFFER: offer,
  })
  const USDC = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"
  const freeBond = () => getBond(world.client, { escrow: world.escrow, host: addressOf("host"), token: USDC })

  it("a leaked signer: its offers are dead, and the bond is out", async () => {
    const offer = await offered("signer")

    for (const line of commandsOf("docs/operate/keys.md", "Leaked signer")) await play(line, variables(offer))

    const { signer } = await getHost(world.client, { escrow: world.escrow, host: addressOf("host") })
    expect(signer, "signer").to.equal(addressOf("operator"))
    expect(await freeBond(), "free bond").to.equal(5n * DOLLAR)
  })

  it("a leaked operator: every offer that names it is dead, and the signer stays", async () => {
    const offer = await offered("signer")
    const lines = commandsOf("docs/operate/keys.md", "Leaked operator").filter((line) => !line.includes("$ID"))

    for (const line of lines) await play(line, variables(offer))

    expect((await as(world, undefined, ["offer", "verify", offer])).code, "offer").to.equal(8)
    const { signer } = await getHost(world.client, { escrow: world.escrow, host: addressOf("host") })
    expect(signer, "signer").to.equal(addressOf("signer"))
  })

  it("a leaked host key: the bond goes to the cold address", async () => {
    const offer = await offered("host")
    const before = await freeBond()
    const lines = commandsOf("docs/operate/keys.md", "Leaked host key").filter(
      (line) => !line.includes("escrow withdraw"),
    )

    for (const line of lines) await play(line, variables(offer))

    expect(before - (await freeBond()), "withdrawn").to.equal(15n * DOLLAR)
  })
})

describe("Runbooks: the guardian's action, played as the page says", () => {
  const PAGE = "docs/operate/guardian.md"
  const guards = [accountNamed("guard")]
  const proposers = [accountNamed("first owner")]
  const thieves = [accountNamed("thief")]
  let chain: Awaited<ReturnType<typeof serveChain>>
  let world: Awaited<ReturnType<typeof worldOn>>
  let [guardian, proposer, stolen]: Contract[] = []
  let record: string
  let deployed: Awaited<ReturnType<typeof deploy>>["record"]
  before(async () => {
    chain = await serveChain()
    const empty = await worldOn(chain)
    const safes = await deploySafes(chain)
    const opened = [
      await safes.open(guards, 1n),
      await safes.open(proposers, 1n),
      await safes.open(thieves, 1n),
    ] as const
    ;[guardian, proposer, stolen] = opened
    const [guard, own, other] = opened.map(({ address }) => address) as [`0x${string}`, `0x${string}`, `0x${string}`]
    const roles = { proposers: [own, other], executors: [own], cancellers: [guard, other] }
    const config = { ...empty.config, guardian: guard, timelock: { delay: 172_800n, ...roles } }
    world = { ...empty, config }
    const folder = await temporaryFolder()
    ;({ record: deployed } = await deploy(world, folder))
    record = join(folder, "137.json")
  })
  after(() => chain.close())

  /** Runs a command of the page on the local chain, and returns what it printed and the file that it wrote. */
  async function play(line: string, variables: Readonly<Record<string, string>> = {}) {
    const [, , script = "", , command = "", , ...rest] = wordsOf(line, variables)
    const file = join(await temporaryFolder(), "batch.json")
    const writes = command === "queued" ? [] : ["--to", file]
    const args = [`scripts/${script}.ts`, command, "local", ...rest, "--record", record, ...writes]
    const env = { ...process.env, LOCAL_RPC_URL: chain.url }
    const told = await new Promise<{ code: unknown; out: string }>((resolve) => {
      execFile(process.execPath, args, { cwd: root, env }, (error, out, err) =>
        resolve({ code: error ? error.code : 0, out: out + err }),
      )
    })
    expect(told.code, `exit code of ${line}: ${told.out}`).to.equal(0)
    return { out: told.out, batch: async (): Promise<SafeBatch> => JSON.parse(await readFile(file, "utf8")) }
  }

  /** The Safe that a file names sends it. */
  async function sendFile(batch: SafeBatch, safe: Contract | undefined, owners: readonly PrivateKeyAccount[]) {
    if (!safe) throw new Error("There is no such Safe.")
    expect(batch.meta.createdFromSafeAddress, "Safe of the file").to.equal(safe.address)
    for (const { to, data, value } of batch.transactions) {
      await sendAsSafe(chain, safe, { to, data, value: BigInt(value) }, owners)
    }
  }

  it("a market is closed at once, and the proposers can open it again", async () => {
    const [close = "", , reopen = ""] = commandsOf(PAGE, "Close a market")
    const market = () => getMarket(world.client, { escrow: deployed.address, token: world.token })
    expect((await market()).open, "before").to.equal(true)

    const { batch } = await play(close)
    await sendFile(await batch(), guardian, guards)

    expect((await market()).open, "after").to.equal(false)
    const opening = await play(`${reopen} --safe ${proposer?.address}`, { ARBITER: world.arbiter })
    expect(opening.out, "effect of opening").to.include("from closed to open")
  })

  it("a hostile operation is seen in the queue, cancelled, and its proposer scheduled for removal", async () => {
    const [queued = "", json = "", cancel = "", remove = ""] = commandsOf(PAGE, "Cancel a hostile operation")
    const data = encodeFunctionData({
      abi: timelockAbi,
      functionName: "scheduleBatch",
      args: [[world.stranger], [0n], ["0xdeadbeef"], zeroHash, zeroHash, 172_800n],
    })
    if (!stolen) throw new Error("There is no such Safe.")
    await sendAsSafe(chain, stolen, { to: deployed.timelock.address, value: 0n, data }, thieves)

    expect((await play(queued)).out, "queue").to.match(/WARNING: 1 open[\s\S]*UNKNOWN CALL of 0x\w+:\s+0xdeadbeef/)
    const { operations } = JSON.parse((await play(json)).out)
    const open: { id: string; state: string } = operations.find(({ state }: { state: string }) => state === "pending")
    const variables = {
      OPERATION: open.id,
      GUARDIAN: guardian?.address ?? "",
      PROPOSER: proposer?.address ?? "",
      STOLEN: stolen.address,
    }
    await sendFile(await (await play(cancel, variables)).batch(), guardian, guards)
    const removal = await play(remove, variables)
    await sendFile(await removal.batch(), proposer, proposers)

    expect(removal.out, "effect").to.include("loses the proposer role")
    const queue = (await play(queued)).out
    expect(queue, "cancelled").to.match(new RegExp(`cancelled\\s+${open.id}`))
    expect(queue, "removal").to.match(/pending +0x\w{64}/)
  })

  it("error: a file that exists is not replaced, and a wrong call ends with its usage", async () => {
    const file = join(await temporaryFolder(), "batch.json")
    await writeFile(file, "{}")
    await expectFailure(["close-market", "local", "USDC", "--to", file], /FileExistsError/)
    expect(await readFile(file, "utf8"), "file").to.equal("{}")
    await expectFailure(["schedule", "local", "setHostFee 13%"], /InvalidCallError.*setHostFee <host> <fee\|none>/)
  })

  async function expectFailure(args: readonly string[], message: RegExp) {
    const env = { ...process.env, LOCAL_RPC_URL: chain.url }
    const told = await new Promise<string>((resolve) => {
      const all = ["scripts/admin.ts", ...args, "--record", record]
      execFile(process.execPath, all, { cwd: root, env }, (error, out, err) => resolve(`${error?.code} ${out}${err}`))
    })
    expect(told, args.join(" ")).to.match(/^1 /).and.match(message)
  }
})
