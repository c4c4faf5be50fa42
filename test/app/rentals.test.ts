// A renter's list in a real browser: what is open, what it cost, credits, top-ups, and what stands in the way.

import { readFile } from "node:fs/promises"
import { interrupt, type Rental, stop } from "@gpuflow/escrow"
import { expect } from "chai"
import type { Page } from "playwright-core"
import { createTestClient, http, zeroAddress } from "viem"

import { violations } from "./support/axe.ts"
import { connect } from "./support/connect.ts"
import { expectToFit } from "./support/expectToFit.ts"
import { inFull } from "./support/inFull.ts"
import { onAppWorld } from "./support/onAppWorld.ts"
import type { AppWorld, Visit, VisitOptions } from "./support/world.ts"

const PATH = "/rentals"
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name })
const rows = (page: Page, table: string) => page.getByRole("table", { name: table }).locator("tbody").getByRole("row")

describe("the page: a renter's rentals", () => {
  let world: AppWorld
  let disputed: Rental
  const openPage = onAppWorld(async (opened) => {
    world = opened
    const { chain } = world
    await chain.rental("settled", { duration: 7_200n })
    await chain.rental("stopped")
    ;({ rental: disputed } = await chain.rental("disputed"))
    await chain.rental("active", { duration: 28_800n })
    await chain.rental("active", { duration: 172_800n, maxDuration: 172_800n })
    await chain.rental("funded")
    await world.caughtUp()
  })
  const open = (options: VisitOptions = {}): Promise<Visit> => openPage({ path: PATH, ...options })

  async function openRentals(options: VisitOptions = {}): Promise<Visit> {
    const opened = await open(options)
    await connect(opened.page)
    await rows(opened.page, options.locale === "fr-FR" ? "En cours" : "Open")
      .first()
      .waitFor()
    return opened
  }
  /** What `config.json` says, with changes to its escrow. */
  const withDeployment = (changes: object) => ({
    ...world.config,
    deployments: [{ ...world.config.deployments[0], ...changes }],
  })

  inFull("asks for a wallet first, and signs nothing", async () => {
    const { page, wallet } = await open()
    await page.getByRole("heading", { name: "Connect a wallet to see its rentals" }).waitFor()
    await connect(page)
    await rows(page, "Open").first().waitFor()
    const asked = wallet.requests.filter(({ method }) => /sign|send/i.test(method))
    expect(asked, "signatures and transactions").to.deep.equal([])
  })

  it("lists what is open by its next deadline, with what would come back", async () => {
    const { page } = await openRentals()
    const texts = await rows(page, "Open").allInnerTexts()
    expect(texts.length, "open").to.equal(4)
    const states = texts.map((text) => /Paid|Running|Disputed/.exec(text)?.[0])
    expect(states).to.deep.equal(["Paid", "Running", "Disputed", "Running"])
    expect(texts[0]).to.contain("1.50 back if cancelled")
    expect(texts[1])
      .to.match(/of 12\.00 USDC/)
      .and.to.contain("back if stopped")
    expect(texts[2]).to.contain("Evidence until")
    await page.getByText("2 running, 1 disputed").waitFor()
    const ended = await rows(page, "Ended").allInnerTexts()
    expect(ended.map((text) => /Used in full|Stopped by the renter/.exec(text)?.[0])).to.have.members([
      "Used in full",
      "Stopped by the renter",
    ])
  })

  inFull("sums up what was billed as a chart and as a table, and saves every rental", async () => {
    const { page } = await openRentals()
    const image = page.getByRole("img", { name: /billed in .* days/ })
    await image.waitFor()
    expect(await image.getAttribute("aria-label")).to.match(/^\$3\.7\d billed/)
    await page.getByRole("group", { name: "Show as" }).getByRole("button", { name: "Table" }).click()
    const sum = (await rows(page, "Billed, by the day of UTC").allInnerTexts())
      .map((text) => Number(/\$([\d.]+)/.exec(text)?.[1]))
      .reduce((a, b) => a + b, 0)
    expect(sum).to.be.within(3.7, 3.8)
    const [saved] = await Promise.all([page.waitForEvent("download"), button(page, "CSV").click()])
    const lines = (await readFile(await saved.path(), "utf8")).split("\r\n")
    expect(lines[0]).to.match(/^Rental,Host,Renter/)
    expect(lines.length, "lines").to.equal(1 + 6)
    expect(lines.filter((line) => line.includes(",Completed,"))).to.have.length(1)
  })

  inFull("reads the chain where no server is named, and says so", async () => {
    world.site.change(withDeployment({ servers: [], boards: [] }))
    const { page } = await openRentals()
    await page.getByText("This is read from the chain itself.").waitFor()
    expect(await rows(page, "Open").count(), "open").to.equal(4)
    expect(await rows(page, "Ended").count(), "ended").to.equal(2)
    // The same sum, from the chain's events; dollars of past days are the index's.
    await page.getByText(/^3\.7\d USDC$/).waitFor()
  })

  inFull("reads another server's lie from the chain, and goes on while none answers", async () => {
    world.site.change(withDeployment({ servers: ["http://127.0.0.1:1"] }))
    const { page } = await openRentals()
    await page.getByText("No server answers, so this is read from the chain itself.").waitFor()
    expect(await rows(page, "Open").count(), "open").to.equal(4)
  })

  inFull("does not show a rental as it was before what its renter just did", async () => {
    const { page } = await openRentals()
    const before = await rows(page, "Ended").count()
    const { chain } = world
    const { rental } = await chain.rental("active", { duration: 3_600n })
    await rows(page, "Open").nth(4).waitFor()
    await stop(chain.wallets.renter, { escrow: chain.escrow, rental })
    await rows(page, "Open").nth(4).waitFor({ state: "detached" })
    await rows(page, "Ended").nth(before).waitFor()
    await page.getByText("Stopped by the renter").first().waitFor()
  })

  it("withdraws a credit after the figures, once the wallet agrees", async () => {
    const { chain } = world
    const renter = chain.accounts.renter.address
    const { rental } = await chain.rental("funded", { token: zeroAddress, pricePerHour: 10n ** 18n, bond: 0n })
    // An account that refuses coins, until it has no code any more.
    const node = createTestClient({ mode: "hardhat", chain: chain.chain, transport: http(chain.url) })
    await node.setCode({ address: renter, bytecode: "0xfe" })
    await interrupt(chain.wallets.host, { escrow: chain.escrow, rental })
    await node.setCode({ address: renter, bytecode: "0x" })
    await world.caughtUp()
    const { page, wallet } = await openRentals()
    await page.getByText("1.00 POL waits for you.").waitFor()
    await button(page, "Withdraw").click()
    const dialog = page.getByRole("dialog", { name: "Withdraw 1.00 POL?" })
    await dialog.getByLabel("To this address").fill("0x12")
    await dialog.getByText("Enter an address: 0x and 40 characters.").first().waitFor()
    await dialog.getByLabel("To this address").fill(chain.accounts.payer.address)
    wallet.behave("reject", { times: 1 })
    await dialog.getByRole("button", { name: "Withdraw: 1.00 POL" }).click()
    await page.getByText("You declined it in your wallet.").waitFor()
    const before = await chain.client.getBalance({ address: chain.accounts.payer.address })
    await dialog.getByRole("button", { name: "Withdraw: 1.00 POL" }).click()
    await page.getByText("Withdrawn, 1.00 POL").waitFor()
    await page.getByText("1.00 POL waits for you.").waitFor({ state: "detached" })
    const after = await chain.client.getBalance({ address: chain.accounts.payer.address })
    expect(after - before).to.equal(10n ** 18n)
  })

  inFull("ends all top-ups at once, and says what a pasted mandate is not", async () => {
    const { page } = await openRentals()
    await button(page, "Look at one").click()
    await page.getByLabel("The mandate, as it was saved").fill("{}")
    await page.getByText("This is not a mandate.").waitFor()
    await page.keyboard.press("Escape")
    await button(page, "End all").click()
    const dialog = page.getByRole("dialog", { name: "End all top-ups?" })
    await dialog.getByRole("button", { name: "End all" }).click()
    await page.getByText("Mandate revoked").waitFor()
  })

  inFull("shows another account's rentals without anything to sign", async () => {
    const { page } = await open({ path: `${PATH}?of=${disputed.renter}`, hasWallet: false })
    await page.getByRole("heading", { level: 1, name: "Rentals of this account" }).waitFor()
    await rows(page, "Open").first().waitFor()
    expect(await button(page, "End all").count(), "end all").to.equal(0)
  })

  inFull("leads an account without rentals to the market", async () => {
    const { page } = await open({ privateKey: world.chain.keys.arbiter })
    await connect(page)
    await page.getByRole("heading", { name: "No rentals yet" }).waitFor()
    await page.getByRole("link", { name: "To the market" }).click()
    await page.getByRole("heading", { level: 1, name: "Rent a GPU" }).waitFor()
  })

  inFull("is accessible and fits a phone, a tablet and a desk, light and dark, in both languages", async () => {
    for (const width of [360, 768, 1_440] as const) {
      for (const theme of ["light", "dark"] as const) {
        const { page, close } = await openRentals({ width, theme, locale: theme === "dark" ? "fr-FR" : "en-US" })
        await expectToFit(page, `${width} px`)
        expect(await violations(page), `${width} px, ${theme}`).to.deep.equal([])
        await close()
      }
    }
  })
})
