// An arbiter's page in a real browser: the inbox, both sides' evidence, the ruling, and one prepared for a Safe.
import { readFile } from "node:fs/promises"

import { getState, submitEvidence } from "@gpuflow/escrow"
import { setMarket } from "@gpuflow/escrow/admin"
import { findOffers } from "@gpuflow/escrow/server"
import type { TestRental } from "@gpuflow/escrow/testing"
import { FIRST_HASH, hashCheck, writeCheck } from "@gpuflow/host/health"
import { expect } from "chai"
import type { Page } from "playwright-core"
import { type Address, concat, type Hash, pad, parseAbi, zeroAddress, zeroHash } from "viem"
import { checksumOf, type SafeBatch } from "../../cli/safe/safeBatch.ts"
import { start } from "../support/commandLine.ts"
import { serveHttp } from "../support/httpServer.ts"
import { programEnvironment } from "../support/programEnvironment.ts"
import { violations } from "./support/axe.ts"
import { connect } from "./support/connect.ts"
import { deploySafe } from "./support/deploySafe.ts"
import { expectToFit } from "./support/expectToFit.ts"
import { inFull } from "./support/inFull.ts"
import { onAppWorld } from "./support/onAppWorld.ts"
import type { AppWorld, Visit, VisitOptions } from "./support/world.ts"

const PATH = "/arbiter"
/** The address that IPFS programs give to a file with the words "hello world". */
const HELLO = "ipfs://bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"
const DAY = 86_400
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name })
const inbox = (page: Page) => page.getByRole("region", { name: /^(By deadline|Par échéance)$/ }).getByRole("listitem")
const shown = (page: Page, name: RegExp) =>
  page.getByRole("table", { name: "Who gets what" }).getByRole("row", { name })

describe("the page: an arbiter's disputes", () => {
  let world: AppWorld
  let older: TestRental
  let newer: TestRental
  const openPage = onAppWorld(async (opened) => {
    world = opened
    const { chain } = world
    const { escrow, wallets } = chain
    // A machine whose description is on the board.
    const { offers } = await findOffers(chain.client, { escrow, boards: [world.server], maxOffers: 1 })
    const [first] = offers
    const terms = first ? { spec: first.signed.offer.spec } : {}
    await chain.rental("resolved", { ...terms, hostBps: 4_000n })
    older = await chain.rental("disputed", terms)
    await submitEvidence(wallets.host, { escrow, rental: older.rental, evidenceURI: "ipfs://power-log" })
    await submitEvidence(wallets.renter, {
      ...{ escrow, rental: older.rental },
      evidenceURI: `data:text/plain;charset=utf-8,${encodeURIComponent("<b>The log</b> has a gap.")}`,
    })
    await chain.warp(DAY + 60)
    newer = await chain.rental("disputed", terms)
    await world.caughtUp()
  })
  const open = (options: VisitOptions = {}): Promise<Visit> =>
    openPage({ path: PATH, privateKey: world.chain.keys.arbiter, ...options })

  async function openInbox(options: VisitOptions = {}): Promise<Visit> {
    const opened = await open(options)
    await connect(opened.page)
    await inbox(opened.page).first().waitFor()
    return opened
  }
  const withoutServers = () => {
    world.site.change({ ...world.config, deployments: [{ ...world.config.deployments[0], servers: [], boards: [] }] })
  }

  inFull("lists disputes by deadline, and quotes what both sides say as text alone", async () => {
    const { page, problems } = await openInbox()
    expect(await inbox(page).count(), "open").to.equal(2)
    const [first = "", second = ""] = await inbox(page).allInnerTexts()
    expect(first)
      .to.match(/both sides have spoken/)
      .and.to.match(/left/)
    expect(second)
      .to.match(/evidence until/)
      .and.to.match(/not before/)
    const renter = page.getByRole("region", { name: "Renter says" })
    await renter.getByText("<b>The log</b> has a gap.").waitFor()
    await page.getByRole("region", { name: "Host says" }).getByText("ipfs://power-log").waitFor()
    expect(await page.locator("blockquote a, blockquote img, blockquote b").count(), "what opens by itself").to.equal(0)
    await button(page, "Closed").click()
    expect(await inbox(page).count(), "closed").to.equal(1)
    await inbox(page).first().getByRole("link").click()
    await page.getByText("Ruled, 40% kept").waitFor()
    expect(problems).to.deep.equal([])
  })

  inFull("asks for the list once, and not again for what a dispute's past holds", async () => {
    const asked: string[] = []
    const { page } = await openInbox({
      prepare: async (opened) => {
        opened.on("request", (request) => void asked.push(request.url()))
      },
    })
    await page.getByRole("region", { name: "Renter says" }).getByText("<b>The log</b> has a gap.").waitFor()
    await page.getByText(/^disputed /).waitFor()
    await page.waitForTimeout(1_500)
    const count = (path: string) => asked.filter((url) => url.startsWith(`${world.server}${path}`)).length
    expect(count("/disputes"), "lists of disputes").to.equal(1)
    expect(count("/hosts/"), "records of hosts").to.equal(1)
  })

  inFull("shows what each side's record has cost, and where that is known from", async () => {
    const { page } = await openInbox()
    for (const side of ["Renter says", "Host says"]) {
      const card = page.getByRole("region", { name: side })
      await card.getByText(/^0\.\d+ USDC in platform fees, on 3 rentals\..* Counted by the index\.$/).waitFor()
    }
    await page
      .getByRole("region", { name: "Host says" })
      .getByText(/Place 1 of all hosts\./)
      .waitFor()
  })

  inFull("counts the same fees from the chain once it is asked, where no index answers", async () => {
    withoutServers()
    const { page } = await openInbox()
    for (const side of ["Renter says", "Host says"]) {
      const card = page.getByRole("region", { name: side })
      await card.getByText("No index answers. The chain knows it, and reading it takes a while.").waitFor()
      await card.getByRole("button", { name: "Count from the chain" }).click()
      await card.getByText(/^0\.\d+ USDC in platform fees, on 3 rentals\. Counted from the chain\.$/).waitFor()
    }
    expect(await violations(page)).to.deep.equal([])
  })

  inFull("says what the chain holds of an evidence, and checks a document against it once it is asked", async () => {
    const { chain } = world
    const { escrow, wallets } = chain
    const { id, rental } = newer
    const first = { at: 100n, status: "up" as const, boot: "f3c1" }
    const line = { ...first, hash: hashCheck(FIRST_HASH(id), first) }
    const host = await serveHttp((_, response) => {
      response.setHeader("access-control-allow-origin", "*").end(`${writeCheck(line)}\n`)
    })
    const asked = () => host.asked.map(({ url }) => url.pathname)
    const uris = [HELLO, `${host.url}/health/${id}.jsonl#head=${line.hash}`, "https://example.com/photos"]
    for (const evidenceURI of uris) await submitEvidence(wallets.host, { escrow, rental, evidenceURI })
    await world.caughtUp()
    const { page, problems } = await open({ path: `${PATH}?dispute=${id}`, hasWallet: false })
    const said = (words: string) =>
      page.getByRole("region", { name: "Host says" }).getByRole("listitem").filter({ hasText: words })
    const [ipfs, log, web] = [said(HELLO), said(`${host.url}/health`), said("example.com")]

    await ipfs.getByText("The address is the hash of the document.").waitFor()
    const give = (text: string) =>
      ipfs.locator("input").setInputFiles({ name: "file", mimeType: "text/plain", buffer: Buffer.from(text) })
    await give("hello world")
    await ipfs.getByText("It matches: this is the document that the chain names.").waitFor()
    await give("hello moon")
    await ipfs.getByText("It does not match what the chain names.").waitFor()

    await web.getByText(/^The chain has no hash of it, only the address\./).waitFor()
    await web.getByRole("button", { name: "Open…" }).click()
    const dialog = page.getByRole("dialog", { name: "Open what this side points to?" })
    const link = dialog.getByRole("link", { name: "Open in a new tab" })
    expect([await link.getAttribute("href"), await link.getAttribute("rel")]).to.deep.equal([
      "https://example.com/photos",
      "noopener noreferrer",
    ])
    expect(await violations(page)).to.deep.equal([])
    await dialog.getByRole("button", { name: "Leave it" }).click()

    await log.getByText("The chain has the hash of this log's last line.").waitFor()
    expect(asked(), "what is asked before a click").to.deep.equal([])
    await log.getByRole("button", { name: "Open…" }).click()
    await dialog.getByRole("button", { name: "Read and check" }).click()
    await log.getByText(/^It matches the chain: 1 check, 0 s of downtime/).waitFor()
    expect(asked(), "what is asked by a click").to.deep.equal([`/health/${id}.jsonl`])
    await host.close()
    await log.getByRole("button", { name: "Open…" }).click()
    await dialog.getByRole("button", { name: "Read and check" }).click()
    await log.getByText(/^It could not be read here\./).waitFor()
    expect(problems.filter((problem) => !/ERR_CONNECTION_REFUSED/.test(problem))).to.deep.equal([])
  })

  inFull("waits for the end of the evidence, and says until when", async () => {
    const { page } = await openInbox()
    await inbox(page).nth(1).getByRole("link").click()
    await page.getByText(/^You may rule from /).waitFor()
    await page.getByText(/^Not before /).waitFor()
    expect(await button(page, /^Rule 50%/).getAttribute("aria-disabled")).to.equal("true")
    await page.getByLabel("Percent").fill("101")
    await page.getByRole("alert").getByText("Enter a share from 0 to 100").waitFor()
  })

  inFull("finds the same disputes on the chain without a server, and one by its id", async () => {
    withoutServers()
    const { page } = await openInbox()
    await page.getByText("This is read from the chain itself.").waitFor()
    expect(await inbox(page).count(), "open").to.equal(2)
    await page.getByRole("region", { name: "Host says" }).getByText("ipfs://power-log").waitFor()
    const { page: bare } = await open({ path: `${PATH}?dispute=${newer.id}`, hasWallet: false })
    await bare.getByText("How far was the promise kept?").first().waitFor()
    await bare.getByText("Only its arbiter can rule.").waitFor()
  })

  inFull("leads an account without disputes, and one without a wallet", async () => {
    const { page } = await open({ privateKey: world.chain.keys.stranger })
    await page.getByRole("heading", { name: "Connect a wallet to see its disputes" }).waitFor()
    await connect(page)
    await page.getByRole("heading", { name: "No open dispute" }).waitFor()
    expect(await violations(page)).to.deep.equal([])
  })

  inFull("is accessible and fits a phone, a tablet and a desk, light and dark, in both languages", async () => {
    for (const width of [360, 768, 1_440] as const) {
      for (const theme of ["light", "dark"] as const) {
        const { page, close } = await openInbox({ width, theme, locale: theme === "dark" ? "fr-FR" : "en-US" })
        await page.getByText("ipfs://power-log").waitFor()
        await expectToFit(page, `${width} px`)
        expect(await violations(page), `${width} px, ${theme}`).to.deep.equal([])
        await close()
      }
    }
  })

  inFull("prepares the ruling for a Safe that is the arbiter", async () => {
    const { chain } = world
    const safe = await deploySafe(chain)
    const { escrow, wallets, tokens } = chain
    await setMarket(wallets.owner, { escrow, token: tokens.USDC, arbiter: safe, feeBps: 1_000n, open: true })
    const { id, rental } = await chain.rental("disputed")
    await chain.warp(DAY + 60)
    await world.caughtUp()
    const { page } = await open({ path: `${PATH}?of=${safe}`, hasWallet: false })
    await page.getByText("Rulings are prepared for the Safe, 2 of 3").waitFor()
    await page.getByLabel("Percent").fill("25")
    await button(page, "For the Safe…").click()
    const dialog = page.getByRole("dialog", { name: "Prepared for the Safe" })
    const data = await dialog.getByTitle(/^0x[\da-f]{400,}$/).getAttribute("title")
    const { prepareRequest } = await import("@gpuflow/escrow/requests")
    const expected = await prepareRequest(chain.client, "resolve", { escrow, rental, hostBps: 2_500n, account: safe })
    expect(data).to.equal(expected.data)
    const hash = await dialog.getByTitle(/^0x[\da-f]{64}$/).getAttribute("title")
    expect(await button(page, /^Rule /).count(), "a ruling of one key").to.equal(0)
    expect(await violations(page)).to.deep.equal([])
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("button", { name: "Save the file" }).click(),
    ])
    const written = await readFile(await saved.path(), "utf8")
    const file: SafeBatch = JSON.parse(written)
    const { meta, transactions } = file
    expect(meta.checksum, "checksum").to.equal(checksumOf(file))
    expect(meta.description).to.contain(`Rule that 25 % of the promise was kept, in the rental ${id}.`)
    const [call] = transactions
    expect([call?.contractMethod.name, call?.contractInputsValues["hostBps"]]).to.deep.equal(["resolve", "2500"])
    // Any owner can prepare it again, by the page or by the command line, at any time, and compare.
    const { out, err } = await start(["resolve", id, "25%", "--safe", safe], {
      ...programEnvironment(),
      GPUFLOW_RPC_URL: chain.url,
      GPUFLOW_ESCROW: escrow,
      GPUFLOW_FROM_BLOCK: String(chain.fromBlock),
    }).done
    expect(err, "the hash of the command line").to.contain(hash)
    expect(out, "the file of the command line").to.equal(written)
    expect(await execute(safe, transactions), "the hash that the owners sign").to.equal(hash)
    expect((await getState(chain.client, { escrow, id })).status, "ruled by the Safe").to.equal("Closed")
    await dialog.getByRole("button", { name: "Close" }).last().click()
    await page.getByText("Ruled, 25% kept").waitFor()
  })

  inFull(
    "leads an arbiter through its whole life: no dispute, evidence, a ruling by keyboard, and what it did",
    async () => {
      const { chain } = world
      const { escrow, wallets, tokens, client, accounts } = chain
      const arbiter = accounts.payer.address
      await setMarket(wallets.owner, { escrow, token: tokens.USDC, arbiter, feeBps: 1_000n, open: true })
      const { page } = await open({ privateKey: chain.keys.payer })
      await connect(page)
      await page.getByRole("heading", { name: "No open dispute" }).waitFor()
      const { id, rental } = await chain.rental("disputed")
      await world.caughtUp()
      await page.reload()
      await inbox(page).first().waitFor()
      await page.getByText(/^You may rule from /).waitFor()
      await submitEvidence(wallets.host, { escrow, rental, evidenceURI: "ipfs://answer" })
      await chain.warp(DAY + 60)
      await world.caughtUp()
      await page.reload()
      await page.getByText("ipfs://answer").waitFor()
      await page.getByText(/^You may rule until /).waitFor()
      const { keyboard } = page
      await page.getByRole("slider").focus()
      await keyboard.press("End")
      for (let step = 0; step < 3; step++) await keyboard.press("PageDown")
      await button(page, "Rule 70%…").focus()
      await keyboard.press("Enter")
      const dialog = page.getByRole("dialog", { name: "Rule on this dispute?" })
      await dialog.getByRole("button", { name: "Rule, 70% kept" }).focus()
      await keyboard.press("Enter")
      await page.getByText("Ruled, 70% kept").waitFor()
      expect((await getState(client, { escrow, id })).status).to.equal("Closed")
      await world.caughtUp()
      await page.reload()
      await page.getByText(/^No open dispute\./).waitFor()
      await button(page, "Closed").focus()
      await keyboard.press("Enter")
      await inbox(page).first().getByRole("link").focus()
      await keyboard.press("Enter")
      await page.getByText("Ruled, 70% kept").waitFor()
      expect(await violations(page)).to.deep.equal([])
    },
  )

  it("shows who would get what, which adds up, and rules after a refusal", async () => {
    const { chain } = world
    const { page, wallet } = await openInbox()
    const slider = page.getByRole("slider", { name: "Share of the promise that was kept" })
    await slider.focus()
    await page.keyboard.press("Home")
    await shown(page, /^Host 0 0 0 0$/).waitFor()
    await page.keyboard.press("PageUp")
    await page.keyboard.press("ArrowRight")
    expect(await slider.getAttribute("aria-valuetext")).to.match(/^11% kept: renter /)
    await page.getByLabel("Percent").fill("12,5")
    await button(page, "Rule 12.5%…").click()
    const dialog = page.getByRole("dialog", { name: "Rule on this dispute?" })
    wallet.behave("reject", { times: 1 })
    await dialog.getByRole("button", { name: "Rule, 12.5% kept" }).click()
    await dialog.getByText("You declined it in your wallet.").waitFor()
    await dialog.getByRole("button", { name: "Rule, 12.5% kept" }).click()
    await page.getByText("Ruled", { exact: true }).waitFor()
    const { status } = await getState(chain.client, { escrow: chain.escrow, id: older.id })
    expect(status).to.equal("Closed")
    await inbox(page).nth(1).waitFor({ state: "detached" })
  })

  /** Two owners of a Safe approve the call of a file, and one executes it. Returns the hash that they approved. */
  async function execute(safe: Address, [call]: SafeBatch["transactions"]): Promise<Hash> {
    const { client, wallets } = world.chain
    if (!call) throw new Error("The file is empty.")
    const abi = parseAbi([
      "function nonce() view returns (uint256)",
      "function approveHash(bytes32 hashToApprove)",
      "function getTransactionHash(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 _nonce) view returns (bytes32)",
      "function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool)",
    ])
    const contract = { address: safe, abi } as const
    const nonce = await client.readContract({ ...contract, functionName: "nonce" })
    const terms = [call.to, BigInt(call.value), call.data, 0, 0n, 0n, 0n, zeroAddress, zeroAddress] as const
    const hash = await client.readContract({ ...contract, functionName: "getTransactionHash", args: [...terms, nonce] })
    const owners = [wallets.renter, wallets.payer]
    for (const owner of owners) {
      const sent = await owner.writeContract({ ...contract, functionName: "approveHash", args: [hash] })
      await client.waitForTransactionReceipt({ hash: sent })
    }
    // What an owner has approved is signed by its address, in the order of the addresses.
    const addresses = owners
      .map(({ account }) => account.address)
      .sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    const signatures = concat(addresses.map((one) => concat([pad(one), zeroHash, "0x01"])))
    const args = [...terms, signatures] as const
    const done = await wallets.payer.writeContract({ ...contract, functionName: "execTransaction", args })
    await client.waitForTransactionReceipt({ hash: done })
    return hash
  }
})
