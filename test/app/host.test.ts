// A host's page in a real browser: earnings, what is due, bonds, the calendar, and offers.

import { readFile } from "node:fs/promises"
import { getBond } from "@gpuflow/escrow"
import { expect } from "chai"
import type { Page } from "playwright-core"

import { violations } from "./support/axe.ts"
import { connect } from "./support/connect.ts"
import { expectToFit } from "./support/expectToFit.ts"
import { inFull } from "./support/inFull.ts"
import { onAppWorld } from "./support/onAppWorld.ts"
import type { AppWorld, Visit, VisitOptions } from "./support/world.ts"

const PATH = "/host"
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name })
const rows = (page: Page, table: string) => page.getByRole("table", { name: table }).locator("tbody").getByRole("row")

describe("the page: a host's machines", () => {
  let world: AppWorld
  const openPage = onAppWorld(async (opened) => {
    world = opened
    const { chain } = world
    await chain.rental("settled", { duration: 7_200n })
    await chain.rental("stopped")
    await chain.rental("due")
    await chain.rental("disputed")
    await chain.rental("active", { duration: 28_800n })
    await world.caughtUp()
  })
  const open = (options: VisitOptions = {}): Promise<Visit> =>
    openPage({ path: PATH, privateKey: world.chain.keys.host, ...options })

  async function openHost(options: VisitOptions = {}): Promise<Visit> {
    const opened = await open(options)
    await connect(opened.page)
    await rows(opened.page, options.locale === "fr-FR" ? "Dû plus tard" : "Due later")
      .first()
      .waitFor()
    return opened
  }

  inFull("begins with what was earned, what can be taken, and when the next is due", async () => {
    const { page } = await openHost()
    // 3.00 and 0.75, less the fee of 10 %.
    await page
      .getByText(/^\$3\.3\d$/)
      .first()
      .waitFor()
    await page.getByText("1.35 USDC", { exact: true }).first().waitFor()
    await page.getByText(/^next /).waitFor()
    await page.getByRole("img", { name: /^\$3\.3\d earned, in 14 bars/ }).waitFor()
    await button(page, "Token").click()
    await page.getByRole("img", { name: /: USDC\. The table/ }).waitFor()
    await page.getByRole("group", { name: "Show as" }).getByRole("button", { name: "Table" }).click()
    expect(await rows(page, "Earnings by day").count(), "days").to.be.above(0)
    const [saved] = await Promise.all([page.waitForEvent("download"), button(page, "CSV").click()])
    const text = await readFile(await saved.path(), "utf8")
    expect(text.split("\r\n")[0]).to.equal("Day (UTC),Machine,Name,Token,Gross,Fee,Net,Net in dollars")
    expect(text).to.match(/,USDC,3,0\.3,2\.7,/)
  })

  it("takes all that is due in one transaction, after its cost, and shows the result at once", async () => {
    const { page, wallet } = await openHost()
    await button(page, /^Take all: 1\.35 USDC/).click()
    const dialog = page.getByRole("dialog", { name: "Take what is due?" })
    await dialog.getByText("Network fee, at most").waitFor()
    wallet.behave("reject", { times: 1 })
    await dialog.getByRole("button", { name: "Take all: 1.35 USDC" }).click()
    await page.getByText("You declined it in your wallet.").waitFor()
    await dialog.getByRole("button", { name: "Take all: 1.35 USDC" }).click()
    await page.getByText(/^Nothing is due yet/).waitFor()
    expect(await button(page, /^Take all/).count(), "button").to.equal(0)
    await page
      .getByText(/^\$4\.7\d$/)
      .first()
      .waitFor()
  })

  inFull("adds to the bond with the fewest confirmations, and takes out of it", async () => {
    const { chain } = world
    const token = chain.tokens.USDC
    const host = chain.accounts.host.address
    const bond = () => getBond(chain.client, { escrow: chain.escrow, host, token })
    await chain.mint(token, host, 100_000_000n)
    const before = await bond()
    const { page } = await openHost()
    await page.getByRole("region", { name: "Bonds" }).getByLabel("Token").selectOption({ label: "USDC" })
    await button(page, "Add").click()
    const adding = page.getByRole("dialog", { name: "Add USDC to your bond" })
    await adding.getByLabel("Amount").fill("twelve")
    await adding.getByText("Enter a number, such as 12.50.").waitFor()
    await adding.getByLabel("Amount").fill("12,50")
    await adding.getByRole("button", { name: "Add 12.50 USDC" }).click()
    await page.getByText("12.50 USDC added to the bonds").waitFor()
    expect((await bond()) - before).to.equal(12_500_000n)
    await button(page, "Take out").click()
    const taking = page.getByRole("dialog", { name: "Take USDC out of your bond" })
    await taking.getByLabel("Amount").fill("1000000")
    await taking.getByText(/^At most .* is free\.$/).waitFor()
    await taking.getByLabel("Amount").fill("2.5")
    await taking.getByRole("button", { name: "Take out 2.50 USDC" }).click()
    await page.getByText("2.50 USDC taken out of the bonds").waitFor()
    expect((await bond()) - before).to.equal(10_000_000n)
  })

  it("signs an offer in the browser, which the board lists, and takes it down again", async () => {
    const { page, wallet } = await openHost()
    await button(page, "Sign an offer").click()
    const dialog = page.getByRole("dialog", { name: "Sign an offer" })
    await dialog.getByLabel("Name of the machine").fill("rack 3, slot 2")
    await dialog.getByLabel("GPU", { exact: true }).fill("RTX 4090")
    await dialog.getByText("Fill in every field.").waitFor()
    await dialog.getByLabel("Memory of each").fill("24")
    await dialog.getByLabel("Place").fill("Lyon, FR")
    await dialog.getByLabel("Paid in").selectOption({ label: "USDC" })
    await dialog.getByLabel("Price per hour").fill("0.65")
    await dialog.getByLabel("Bond", { exact: true }).fill("2")
    await dialog.getByText("Bond that the longest rental locks").waitFor()
    await dialog.getByRole("button", { name: "Sign and publish" }).click()
    await page.getByText("has taken it.").waitFor()
    expect(wallet.requests.filter(({ method }) => method === "eth_sendTransaction").length, "transactions").to.equal(0)
    const listed = async () => {
      const answer = await fetch(`${world.server}/offers?host=${world.chain.accounts.host.address}&limit=100`)
      const { items } = (await answer.json()) as {
        readonly items: readonly { readonly document?: { readonly name?: string } }[]
      }
      return JSON.stringify(items).includes("rack 3, slot 2")
    }
    expect(await listed(), "on the board").to.equal(true)
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click()
    const more = page.getByRole("region", { name: "Live offers" }).getByRole("button", { name: /^All / })
    if (await more.count()) await more.click()
    await button(page, "Take down: rack 3, slot 2").click()
    await page.getByRole("dialog").getByRole("button", { name: "Take down" }).click()
    await button(page, "Take down: rack 3, slot 2").waitFor({ state: "detached" })
    expect(await listed(), "after it was taken down").to.equal(false)
  })

  inFull("shows machines as a calendar that leads to their rentals, and open disputes", async () => {
    const { page } = await openHost()
    const calendar = page.getByRole("region", { name: "Calendar of machines" })
    await calendar.getByRole("link", { name: /^8 h: / }).waitFor()
    await calendar.getByRole("link", { name: /^disputed: / }).waitFor()
    await calendar.focus()
    const [dispute = ""] = await rows(page, "Disputes").allInnerTexts()
    expect(dispute).to.contain("Evidence until").and.to.contain("3.00 USDC")
    const address = await calendar.getByRole("link", { name: /^8 h: / }).getAttribute("href")
    expect(address).to.match(/^#\/rental\/0x[\da-f]{64}$/)
  })

  inFull("shows another host's page without anything to sign, from the chain alone", async () => {
    const { servers: _, boards: __, ...deployment } = world.config.deployments[0]
    world.site.change({ ...world.config, deployments: [deployment] })
    const { page } = await open({ path: `${PATH}?of=${world.chain.accounts.host.address}`, hasWallet: false })
    await page.getByRole("heading", { level: 1, name: "Machines of this account" }).waitFor()
    await page.getByText("This is read from the chain itself.").waitFor()
    await rows(page, "Due later").first().waitFor()
    await page
      .getByText(/ USDC earned|^\d+\.\d+ USDC$/)
      .first()
      .waitFor()
    expect(await button(page, "Sign an offer").count(), "sign").to.equal(0)
    expect(await button(page, "Take out").count(), "take out").to.equal(0)
  })

  inFull("leads an account without a machine to its first offer", async () => {
    const { page } = await open({ privateKey: world.chain.keys.arbiter })
    await connect(page)
    await page.getByRole("heading", { name: "No machine yet" }).waitFor()
    await button(page, "Sign an offer").click()
    await page.getByRole("dialog", { name: "Sign an offer" }).waitFor()
    expect(await violations(page)).to.deep.equal([])
  })

  inFull("is accessible and fits a phone, a tablet and a desk, light and dark, in both languages", async () => {
    for (const width of [360, 768, 1_440] as const) {
      for (const theme of ["light", "dark"] as const) {
        const { page, close } = await openHost({ width, theme, locale: theme === "dark" ? "fr-FR" : "en-US" })
        await expectToFit(page, `${width} px`)
        expect(await violations(page), `${width} px, ${theme}`).to.deep.equal([])
        await close()
      }
    }
  })
})
