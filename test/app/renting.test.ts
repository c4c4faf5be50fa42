// A rental in a real browser: from its offer over the payment to its end, and all that can go wrong on the way.
import { readFile } from "node:fs/promises"
import { deposit, getRental, start } from "@gpuflow/escrow"
import { parseOffer } from "@gpuflow/escrow/offer"
import { expect } from "chai"
import type { Page } from "playwright-core"
import { erc20Abi, type Hex } from "viem"

import { serveHttp } from "../support/httpServer.ts"
import { until } from "../support/until.ts"
import { violations } from "./support/axe.ts"
import { connect } from "./support/connect.ts"
import { expectToFit } from "./support/expectToFit.ts"
import { inFull } from "./support/inFull.ts"
import { onAppWorld } from "./support/onAppWorld.ts"
import type { AppWorld, VisitOptions } from "./support/world.ts"

type Signed = { readonly offer: { readonly host: string; readonly machine: Hex; readonly startWindow: string } }

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name })
const title = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name })
const dialog = (page: Page) => page.getByRole("dialog")

/** A browser without a screen permits no notifications. This keeps their titles. */
const COUNT_NOTIFICATIONS = `window.notes = []
window.Notification = class {
  static permission = "granted"
  constructor(title) {
    window.notes.push(title)
  }
}`

describe("the page: a rental, from its offer to its end", () => {
  let world: AppWorld
  const open = onAppWorld((opened) => {
    world = opened
  })

  const taken = new Set<Hex>()
  /** An offer of the board that no other test takes: one that starts at once, or one that its host starts. */
  async function someOffer({ isInstant }: { isInstant: boolean }): Promise<Signed> {
    const answer = await fetch(`${world.server}/offers?limit=100&token=${world.chain.tokens.USDC}`)
    const { items } = (await answer.json()) as { readonly items: readonly { readonly signed: Signed }[] }
    const found = items.find(
      ({ signed: { offer } }) => (offer.startWindow === "0") === isInstant && !taken.has(offer.machine),
    )
    if (!found) throw new Error("The board has no such offer left.")
    taken.add(found.signed.offer.machine)
    return found.signed
  }
  const pathOf = ({ offer: { host, machine } }: Signed) => `/offer/${host}/${machine}?hours=2`
  /** Opens an offer with a wallet that is ready to pay. */
  async function openOffer(wanted: { isInstant: boolean }, options: VisitOptions = {}) {
    const signed = await someOffer(wanted)
    const opened = await open({ path: pathOf(signed), ...options })
    await opened.page.getByRole("heading", { name: "The machine" }).waitFor()
    await connect(opened.page)
    await opened.page.getByRole("heading", { name: "What your wallet will ask" }).waitFor()
    return { ...opened, signed }
  }
  const pay = (page: Page) => button(page, /^Pay \d/).click()
  const idIn = (page: Page) => page.url().split("/").at(-1) as Hex
  async function openRental(
    state: "active" | "ended" | "due" | "noShow" | "disputed" | "funded",
    options: VisitOptions = {},
  ) {
    const rental = await world.chain.rental(state, { duration: 8n * 3_600n })
    const opened = await open({ path: `/rental/${rental.id}`, ...options })
    await opened.page.getByRole("heading", { name: "What you can do now" }).waitFor()
    await connect(opened.page)
    return { ...opened, rental }
  }

  /** Lets an hour pass, and waits until the page shows it. */
  async function serveAnHour(page: Page): Promise<void> {
    await world.chain.warp(3_600)
    await page.getByTestId("billed").filter({ hasText: /^1\.5/ }).waitFor()
  }

  it("pays with one signature and one transaction, waits for the host, and shows the running machine", async () => {
    const { page, wallet } = await openOffer({ isInstant: false })
    await page.getByText("1 free signature, 1 transaction").waitFor()
    await pay(page)
    await title(page, "Paid. The host is starting your machine.").waitFor()
    const asked = wallet.questions.map(({ method }) => method)
    expect(asked, "what the wallet was asked").to.include.members(["eth_signTypedData_v4", "eth_sendTransaction"])
    const { client, escrow, wallets } = world.chain
    const { rental } = await getRental(client, { escrow, id: idIn(page) })
    await start(wallets.operator, { escrow, rental })
    await title(page, "It runs. Here is your way in.").waitFor()
    await page.getByRole("heading", { name: "Your way in", level: 2 }).waitFor()
  })

  inFull("pays and copies on a page that comes without TLS", async () => {
    const { page, problems } = await openOffer({ isInstant: true }, { isSecure: false })
    await page.getByRole("button", { name: /^Copy/ }).first().click()
    await page.getByText("Copied", { exact: true }).first().waitFor()
    await pay(page)
    await title(page, "It runs. Here is your way in.").waitFor()
    expect(problems, "the browser's console").to.deep.equal([])
  })

  it("says so where the payment is declined, and pays nothing", async () => {
    const { page, wallet } = await openOffer({ isInstant: true })
    wallet.behave("reject", { times: 1 })
    await pay(page)
    await title(page, "It did not work.").waitFor()
    await page.getByText("You declined it in your wallet. Nothing was paid.").waitFor()
    await button(page, "Back to the offer").click()
    await page.getByRole("heading", { name: "What your wallet will ask" }).waitFor()
    await pay(page)
    await title(page, "It runs. Here is your way in.").waitFor()
  })

  inFull("finds the payment again after a reload in the middle", async () => {
    const { page, wallet } = await openOffer({ isInstant: true })
    wallet.behave("hang")
    await pay(page)
    await title(page, "Confirm in your wallet.").waitFor()
    await page.reload()
    await page.getByText("If your wallet still asks, you can confirm there.").waitFor()
    wallet.behave("approve")
    await page.goBack()
    await page.getByRole("heading", { name: "What your wallet will ask" }).waitFor()
    await pay(page)
    await title(page, "It runs. Here is your way in.").waitFor()
    await page.reload()
    await title(page, "It runs. Here is your way in.").waitFor()
  })

  inFull("says so where somebody was faster", async () => {
    const { page, signed, wallet } = await openOffer({ isInstant: true })
    wallet.behave("hang")
    await pay(page)
    await title(page, "Confirm in your wallet.").waitFor()
    const { offer, hostSignature } = parseOffer(JSON.stringify(signed))
    const { chain } = world
    const payer = chain.wallets.payer
    await payer.writeContract({
      address: offer.token,
      abi: erc20Abi,
      functionName: "approve",
      args: [chain.escrow, 10n ** 12n],
    })
    const rental = { offer, renter: chain.accounts.payer.address, salt: `0x${"7".repeat(64)}` } as const
    await deposit(payer, { escrow: chain.escrow, rental, duration: 7_200n, hostSignature })
    wallet.behave("approve")
    wallet.answer("approve")
    await page.getByText("Somebody was faster.").waitFor()
    await button(page, "Similar offers").click()
    await title(page, "Rent a GPU").waitFor()
  })

  it("keeps a payment that the chain takes back and includes again", async () => {
    const { page } = await openOffer({ isInstant: true })
    await world.chain.fault("reorg", { times: 1 })
    await pay(page)
    await title(page, "It runs. Here is your way in.").waitFor()
  })

  inFull("says so where the wallet replaces the payment, and where the network drops it", async () => {
    const { page } = await openOffer({ isInstant: true })
    await world.chain.fault("replace", { times: 1, by: "cancellation" })
    await pay(page)
    await page.getByText("Replaced in your wallet.").waitFor()
    await world.chain.heal()
    await world.chain.fault("drop", { times: 1 })
    await button(page, "Back to the offer").click()
    await page.getByRole("heading", { name: "What your wallet will ask" }).waitFor()
    await pay(page)
    await page.getByText("The network dropped it.").waitFor()
  })

  inFull("does not pay on another network, and says what a board has changed", async () => {
    const { page, wallet } = await openOffer({ isInstant: true })
    wallet.switchChain(1)
    await page.getByText("Your wallet is on Ethereum.").waitFor()
    expect(await button(page, /^Pay \d/).getAttribute("aria-disabled"), "Pay").to.equal("true")

    const signed = await someOffer({ isInstant: true })
    const forged = { signed: { ...signed, offer: { ...signed.offer, pricePerHour: "1000" } } }
    const liar = await serveHttp((_, response) => {
      response.writeHead(200, { "content-type": "application/json", "access-control-allow-origin": "*" })
      response.end(JSON.stringify(forged))
    })
    try {
      world.site.change({
        ...world.config,
        deployments: [{ ...world.config.deployments[0], boards: [liar.url], servers: [] }],
      })
      const second = await open({ path: pathOf(signed) })
      await second.page.getByText("This offer is not what its host signed.").waitFor()
      await second.page.context().grantPermissions(["clipboard-read", "clipboard-write"])
      await button(second.page, "Copy a report").click()
      await button(second.page, "Copied").waitFor()
      const report = JSON.parse(await second.page.evaluate<string>("navigator.clipboard.readText()"))
      expect(report.board, "board").to.equal(liar.url)
      expect(report.signed.offer.pricePerHour, "price that was served").to.equal("1000")
      expect(report.chain[0].code, "what the chain says").to.equal("InvalidSignature")
    } finally {
      await liar.close()
    }
  })

  inFull("goes from an offer to the running machine by keyboard alone", async () => {
    const { page } = await openOffer({ isInstant: true })
    await page.getByLabel("How long").first().focus()
    const reach = async (name: RegExp) => {
      for (let presses = 0; presses < 60; presses += 1) {
        const label = await page.evaluate<string>("document.activeElement?.textContent ?? ''")
        if (name.test(label)) return
        await page.keyboard.press("Tab")
      }
      throw new Error(`Tab does not lead to ${name}.`)
    }
    await reach(/^Pay \d/)
    await page.keyboard.press("Enter")
    await title(page, "It runs. Here is your way in.").waitFor()
  })

  inFull("has no violation of accessibility, and fits each screen, light and dark", async () => {
    const signed = await someOffer({ isInstant: false })
    const rental = await world.chain.rental("active", { duration: 8n * 3_600n })
    const paths = [pathOf(signed), `/pay/${rental.id}`, `/rental/${rental.id}`]
    for (const [width, theme] of [
      [360, "dark"],
      [768, "light"],
      [1_440, "light"],
    ] as const) {
      for (const path of paths) {
        const { page, close } = await open({ path, width, theme, locale: width === 360 ? "fr-FR" : "en-US" })
        await page.getByRole("heading", { level: 2 }).nth(1).waitFor()
        await expectToFit(page, `${path} at ${width} px`)
        expect(await violations(page), `${path} at ${width} px`).to.deep.equal([])
        await close()
      }
    }
  })

  it("shows the figures of a stop before it is signed, and pays them out", async () => {
    const { page, rental } = await openRental("active")
    await serveAnHour(page)
    await button(page, "Stop…").click()
    await dialog(page).getByText("Keep it running").waitFor()
    const before = await balance(rental.rental.renter)
    const written = await dialog(page)
      .getByRole("button", { name: /^Stop, / })
      .innerText()
    await dialog(page)
      .getByRole("button", { name: /^Stop, / })
      .click()
    await page.getByRole("heading", { name: "Stopped by the renter" }).waitFor()
    const back = Number((await balance(rental.rental.renter)) - before) / 1e6
    expect(back, written).to.be.within(10.4, 10.5)
    expect(written).to.match(/^Stop, 10\.\d\d back$/)
  })

  inFull("declines a stop in the dialog, and tries again", async () => {
    const { page, wallet } = await openRental("active")
    await button(page, "Stop…").click()
    wallet.behave("reject", { times: 1 })
    await dialog(page)
      .getByRole("button", { name: /^Stop, / })
      .click()
    await dialog(page).getByText("You declined it in your wallet.").waitFor()
    await dialog(page).getByRole("button", { name: "Try again" }).click()
    await page.getByRole("heading", { name: "Stopped by the renter" }).waitFor()
  })

  inFull("reminds of the end by a calendar's file, and by a notification where it is permitted", async () => {
    const { page, rental } = await openRental("active")
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      button(page, "Add the end to a calendar").click(),
    ])
    const entry = await readFile(await saved.path(), "utf8")
    expect(entry).to.contain(`BEGIN:VALARM`).and.to.contain("TRIGGER:-PT15M")
    expect(entry.replaceAll("\r\n ", ""), "id").to.contain(`UID:${rental.id}@gpuflow`)
    for (const line of entry.split("\r\n")) expect(Buffer.byteLength(line), line).to.be.at.most(75)
    await page.addInitScript(COUNT_NOTIFICATIONS)
    await page.reload()
    await page.getByText("This page notifies you 15 minutes before, while it is open.").waitFor()
    await world.chain.warp(8n * 3_600n - 600n)
    await until(() => page.evaluate<boolean>("window.notes.length === 1"))
  })

  inFull("shows in the account's button and dialog what the wallet has", async () => {
    const { page } = await openRental("active")
    const account = page.getByRole("button", { name: /^Account.* \d[\d,]*\.\d\d USDC$/ })
    await account.click()
    await dialog(page)
      .getByText(/^[\d,]+\.\d\d POL$/)
      .first()
      .waitFor()
    await dialog(page)
      .getByText(/^[\d,]+\.\d\d USDC$/)
      .first()
      .waitFor()
    expect(await violations(page)).to.deep.equal([])
  })

  inFull("extends a rental by the hours of the slider", async () => {
    const { page } = await openRental("active")
    await button(page, "Extend…").click()
    await dialog(page).getByRole("slider", { name: "How long" }).press("ArrowRight")
    await dialog(page).getByRole("button", { name: "Extend for 7.50 USDC" }).click()
    await page.getByText("7.50 USDC, 13 h in all").waitFor()
  })

  inFull("disputes with words and a stake, adds evidence, and gives the dispute up", async () => {
    const { page } = await openRental("active")
    await serveAnHour(page)
    await button(page, "Dispute…").click()
    const confirm = dialog(page).getByRole("button", { name: /^Dispute, stake / })
    expect(await confirm.getAttribute("aria-disabled"), "without words").to.equal("true")
    await dialog(page).getByLabel("What was not as promised?").fill("The card ran at 210 MHz.")
    await dialog(page).getByText("1. Sign").or(confirm).first().waitFor()
    await confirm.click()
    await page.getByText("The card ran at 210 MHz.").waitFor()
    await button(page, "Add evidence…").click()
    await dialog(page).getByLabel("What shall the arbiter know?").fill("The log has a gap.")
    await dialog(page).getByRole("button", { name: "Add", exact: true }).click()
    await page.getByText("The log has a gap.").waitFor()
    await button(page, "Give up the dispute…").click()
    await dialog(page)
      .getByRole("button", { name: /^Give up, / })
      .click()
    await page.getByRole("heading", { name: "Dispute given up" }).waitFor()
  })

  inFull("lets a host start, give time back, and end early, each with its figures", async () => {
    const { page } = await openRental("funded", { privateKey: world.chain.keys.host })
    await button(page, "Start…").click()
    await dialog(page).getByRole("button", { name: "Start", exact: true }).click()
    await page.getByText("Running since").waitFor()
    await serveAnHour(page)
    await button(page, "Give time back…").click()
    await dialog(page)
      .getByRole("button", { name: /^Give 0\.37 USDC back$/ })
      .click()
    await page.getByText("Time given back").first().waitFor()
    await button(page, "End early…").click()
    await dialog(page)
      .getByRole("button", { name: /^End, 2\.\d\d from the bond$/ })
      .click()
    await page.getByText("Ended by the host").first().waitFor()
  })

  inFull("gives the money back where the host did not start, and pays out what is due", async () => {
    const noShow = await openRental("noShow")
    await noShow.page.getByText(/^The host had until .+ to start, and did not\.$/).waitFor()
    await button(noShow.page, "Take it back…").click()
    await dialog(noShow.page).getByRole("button", { name: "Take it back" }).click()
    await noShow.page.getByRole("heading", { name: "The host never started" }).waitFor()
    await noShow.close()
    const due = await openRental("due", { privateKey: world.chain.keys.host })
    await button(due.page, "Take what is due…").click()
    await dialog(due.page).getByRole("button", { name: "Take what is due" }).click()
    await due.page.getByRole("heading", { name: "Used in full" }).waitFor()
  })

  function balance(account: Hex): Promise<bigint> {
    const { client, tokens } = world.chain
    return client.readContract({ address: tokens.USDC, abi: erc20Abi, functionName: "balanceOf", args: [account] })
  }
})
