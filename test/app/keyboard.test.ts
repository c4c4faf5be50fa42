// Each role's whole life by keyboard alone. Nothing is clicked: a person presses Tab until the focus is on what they want,
// sees it on the way, and never loses it.
import { readFile } from "node:fs/promises"

import { getRental, getState, interrupt, submitEvidence } from "@gpuflow/escrow"
import { setMarket } from "@gpuflow/escrow/admin"
import { getMandateStatus, parseMandate } from "@gpuflow/escrow/mandate"
import { buildOffer, hashDocument, serializeOffer, signOffer } from "@gpuflow/escrow/offer"
import { expect } from "chai"
import type { Locator, Page } from "playwright-core"
import { createTestClient, type Hex, http, keccak256, parseUnits, toHex, zeroAddress } from "viem"

import { payAsYouGo } from "../../examples/mandate.ts"
import { putOffers } from "../../scripts/dev/offers.ts"
import { deploySafe } from "./support/deploySafe.ts"
import { inFull } from "./support/inFull.ts"
import { enter, expectFocus, expectKept, focusStop, reach, walk, write } from "./support/keyboard.ts"
import { onAppWorld } from "./support/onAppWorld.ts"
import type { AppWorld } from "./support/world.ts"

const HOUR = 3_600n
const DAY = 86_400
/** Milliseconds in which the rest of a page arrives. */
const ARRIVING = 1_500
/** Milliseconds for which a page is listened to while nothing happens but time. */
const LISTENED = 4_000

/** A machine with a door, of a model that no other offer has. */
const DOCUMENT = {
  version: 1,
  name: "unit with a door",
  gpu: { model: "L40S", count: 1, memoryMiB: 48 * 1_024 },
  location: "Lyon, FR",
  access: { endpoint: "https://door.example", hostKey: `SHA256:${"A".repeat(43)}` },
}

const button = (scope: Page | Locator, name: string | RegExp) => scope.getByRole("button", { name })
const link = (scope: Page | Locator, name: string | RegExp) => scope.getByRole("link", { name })
const heading = (page: Page, name?: string | RegExp) => page.getByRole("heading", { level: 1, ...(name && { name }) })
const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true })
const dialog = (page: Page, name?: string | RegExp) => page.getByRole("dialog", name ? { name } : {})
/** A button that can be pressed by now. */
const ready = (found: Locator) => found.and(found.page().locator(":not([aria-disabled])"))

/** Keeps what a reader of the screen hears. */
const LISTEN = `window.heard = []
new MutationObserver((changes) => {
  const said = changes.map(({ target }) => {
    const near = target.nodeType === 1 ? target : target.parentElement
    const live = near?.closest("[aria-live], [role=status], [role=alert]")
    return live && live.getAttribute("aria-live") !== "off" ? live.innerText.trim() : ""
  })
  heard.push(...new Set(said.filter(Boolean)))
}).observe(document.body, { childList: true, characterData: true, subtree: true })`

describe("the page, by keyboard alone", () => {
  let world: AppWorld
  const open = onAppWorld((opened) => {
    world = opened
  })

  /** Connects the test wallet, and is back where it was. */
  async function connect(page: Page, name: string | RegExp = "Connect"): Promise<void> {
    await enter(page, button(page, name))
    await enter(page, button(dialog(page, "Connect a wallet"), "Test Wallet"))
    await dialog(page).waitFor({ state: "detached" })
    await button(page, /^Account/).waitFor()
  }

  async function openRental(state: "active" | "funded", privateKey?: Hex) {
    const played = await world.chain.rental(state, { duration: 8n * HOUR, maxDuration: 48n * HOUR })
    const opened = await open({ path: `/rental/${played.id}`, ...(privateKey && { privateKey }) })
    await heading(opened.page).waitFor()
    await connect(opened.page)
    await region(opened.page, "What you can do now").waitFor()
    return { ...opened, ...played }
  }

  /** The toast that says it, reached by F8 and closed, after which the focus is back. */
  async function readToast(page: Page, words: string | RegExp): Promise<void> {
    const toasts = region(page, "Transactions")
    await toasts.getByText(words).waitFor()
    const close = button(toasts, "Close").first()
    await close.waitFor()
    const before = await focusStop(page)
    await page.keyboard.press("F8")
    await expectFocus(page, toasts)
    while (await close.count()) await enter(page, close)
    expect((await focusStop(page))?.what, "what has the focus again").to.equal(before?.what)
  }

  it("connects a wallet and disconnects it, and gives the focus back to what opened the dialog", async () => {
    const { page } = await open({ path: "/settings" })
    await heading(page, "Settings").waitFor()
    await enter(page, link(page, "Skip to content"))
    await expectFocus(page, page.locator("main"))
    await page.keyboard.press("Tab")
    await expectFocus(page, button(page, "As the device"))
    await reach(page, button(page, "Connect"), { key: "Shift+Tab" })
    await page.keyboard.press("Enter")
    await reach(page, button(dialog(page), "Test Wallet"))
    await page.keyboard.press("Escape")
    await expectFocus(page, button(page, "Connect"))
    await page.keyboard.press("Enter")
    await enter(page, button(dialog(page), "Test Wallet"))
    await expectFocus(page, button(page, /^Account/))
    await page.keyboard.press("Enter")
    await enter(page, link(dialog(page), "Settings"))
    await dialog(page).waitFor({ state: "detached" })
    await enter(page, button(page, /^Account/), { key: "Shift+Tab" })
    await enter(page, button(dialog(page), "Disconnect"))
    await expectFocus(page, button(page, "Connect"))
  })

  it("stops a rental, keeps the focus where its button was, and reads the toast", async () => {
    const { page, id } = await openRental("active")
    await page.evaluate(LISTEN)
    await enter(page, button(page, "Stop…"))
    await expectFocus(page, button(dialog(page), "Keep it running"))
    await page.keyboard.press("Escape")
    await expectFocus(page, button(page, "Stop…"))
    await page.keyboard.press("Enter")
    await enter(page, ready(button(dialog(page), /^Stop, /)))
    await page.getByRole("heading", { name: "Stopped by the renter" }).waitFor()
    await button(page, "Stop…").waitFor({ state: "detached" })
    await expectKept(page)
    expect(await page.locator("main:focus, main :focus").count(), "the focus is in the page").to.equal(1)
    await readToast(page, /^Stopped, /)
    const heard = await page.evaluate<readonly string[]>("heard.filter((one) => one.startsWith('Stopped, '))")
    expect(new Set(heard).size, `each of ${heard.join(" | ")} is heard once`).to.equal(heard.length)
    expect((await getState(world.chain.client, { escrow: world.chain.escrow, id })).status).to.equal("Closed")
  })

  inFull("finds an offer by filters, pays, copies the way in, extends, and goes on to the rental", async () => {
    const id = await putOfferWithDoor()
    const { page, problems } = await open()
    await enter(page, button(page, /^L40S 48 GB/))
    await write(page, page.getByLabel("At most, per GPU and hour"), "5")
    await button(page, /^up to \$5/).waitFor()
    await reach(page, page.getByRole("checkbox", { name: /^Free now/ }))
    await page.keyboard.press("Space")
    await button(page, /^Free now/).waitFor()
    await enter(page, link(page.getByRole("list", { name: "Offers" }), /^L40S/))
    await expectFocus(page, heading(page, /^L40S 48 GB/))

    const slider = page.getByRole("slider", { name: "How long" })
    await reach(page, slider)
    await page.keyboard.press("ArrowLeft")
    await page.getByText("7.00 USDC").first().waitFor()
    await reach(page, page.getByLabel("Or until"))
    // Behind month, day, and year. The field has no seconds.
    for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowUp"]) await page.keyboard.press(key)
    const price = /(7\.9\d|8\.00) USDC/
    await page.getByText(price).first().waitFor()
    await connect(page, "Connect a wallet to pay")
    await page.getByRole("heading", { name: "What your wallet will ask" }).waitFor()
    await enter(page, ready(button(page, price)), { key: "Shift+Tab" })
    await expectFocus(page, heading(page))
    await heading(page, "It runs. Here is your way in.").waitFor()

    await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
    const way = region(page, "Your way in")
    await enter(page, button(way, "Copy"))
    await button(way, "Copied").waitFor()
    const paid = page.url().split("/").at(-1)
    expect(await page.evaluate("navigator.clipboard.readText()")).to.equal(`gpuflow-escrow ssh ${paid}`)
    await enter(page, link(page, "Open the rental"))
    await expectFocus(page, heading(page))

    const { client, escrow } = world.chain
    const read = () => getRental(client, { escrow, id: paid as Hex })
    const { state: before } = await read()
    await enter(page, button(page, "Extend…"))
    await expectFocus(page, dialog(page).getByRole("textbox", { name: "How long" }))
    await write(page, dialog(page).getByRole("textbox", { name: "How long" }), "2")
    await enter(page, ready(button(dialog(page), "Extend for 2.00 USDC")))
    await expectFocus(page, button(page, "Extend…"))
    await readToast(page, "Extended for 2.00 USDC")
    const { rental, state } = await read()
    expect(rental.offer.machine, "machine").to.equal(id)
    expect(state.duration - before.duration, "more time").to.equal(2n * HOUR)
    expect(problems, "the browser's console").to.deep.equal([])
  })

  inFull("withdraws a credit, ends a mandate, and ends all of them", async () => {
    const { chain } = world
    const { escrow, wallets, client, accounts } = chain
    const { rental } = await chain.rental("funded", { token: zeroAddress, pricePerHour: 10n ** 18n, bond: 0n })
    // An account that refuses coins, until it has no code any more.
    const node = createTestClient({ mode: "hardhat", chain: chain.chain, transport: http(chain.url) })
    await node.setCode({ address: accounts.renter.address, bytecode: "0xfe" })
    await interrupt(wallets.host, { escrow, rental })
    await node.setCode({ address: accounts.renter.address, bytecode: "0x" })
    const running = await chain.rental("active", { duration: 8n * HOUR, maxDuration: 48n * HOUR })
    const mandate = await payAsYouGo(wallets.renter, {
      ...{ escrow, mandateContract: chain.mandate, rental: running.rental, until: 16n * HOUR, maxTip: 0n },
      show: () => undefined,
    })
    await world.caughtUp()

    const { page } = await open({ path: "/rentals" })
    await heading(page).waitFor()
    await connect(page)
    await enter(page, button(page, "Withdraw"))
    await expectFocus(page, dialog(page).getByLabel("To this address"))
    await enter(page, ready(button(dialog(page), "Withdraw: 1.00 POL")))
    await page.getByText("1.00 POL waits for you.").waitFor({ state: "detached" })
    await expectKept(page)

    await enter(page, button(page, "Look at one"))
    const text = page.getByLabel("The mandate, as it was saved")
    await expectFocus(page, text)
    await page.keyboard.type("{}")
    await page.getByRole("alert").getByText("This is not a mandate.").waitFor()
    await page.keyboard.press("Escape")
    await expectFocus(page, button(page, "Look at one"))
    await page.keyboard.press("Enter")
    await expectFocus(page, text)
    await page.keyboard.insertText(mandate)
    await enter(page, ready(button(dialog(page), "End it")))
    await expectFocus(page, button(page, "Look at one"))
    await readToast(page, "Mandate revoked")
    const { mandateContract, mandate: signed } = parseMandate(mandate)
    const status = await getMandateStatus(client, { mandateContract, renter: signed.renter, salt: signed.salt })
    expect(status.revoked, "ended").to.equal(true)

    await enter(page, button(page, "End all"))
    await expectFocus(page, button(dialog(page), "Keep them"))
    await enter(page, ready(button(dialog(page), "End all")))
    await expectFocus(page, button(page, "End all"))
    await readToast(page, "Mandate revoked")
  })

  inFull("takes what is due, puts up a bond, signs an offer, takes it down, and saves the earnings", async () => {
    const { chain } = world
    await chain.rental("settled")
    await chain.rental("due")
    await world.caughtUp()
    const { page } = await open({ path: "/host", privateKey: chain.keys.host })
    await heading(page).waitFor()
    await connect(page)
    const saving = page.waitForEvent("download")
    await button(page, "CSV").waitFor()
    await enter(page, ready(button(page, "CSV")))
    expect(await readFile(await (await saving).path(), "utf8")).to.match(/^Day \(UTC\),Machine,/)

    const bonds = region(page, "Bonds")
    await reach(page, bonds.getByLabel("Token"))
    await page.keyboard.press("ArrowDown")
    await region(page, "USDC").waitFor({ state: "detached" })
    await page.keyboard.press("ArrowUp")
    await region(page, "USDC").waitFor()
    const add = bonds.getByRole("button", { name: "Add", exact: true })
    await enter(page, add)
    await expectFocus(page, dialog(page).getByLabel("Amount"))
    await page.keyboard.type("12.50")
    await enter(page, ready(button(dialog(page), "Add 12.50 USDC")))
    await expectFocus(page, add)
    await readToast(page, "12.50 USDC added to the bonds")

    await enter(page, button(page, /^Take all/))
    await expectFocus(page, button(dialog(page), "Not now"))
    await enter(page, ready(button(dialog(page), /^Take all/)))
    await page.getByText(/^Nothing is due/).waitFor()
    await expectKept(page)

    await enter(page, button(page, "Sign an offer"))
    const form = dialog(page, "Sign an offer")
    await expectFocus(page, form.getByLabel("Name of the machine"))
    await page.keyboard.type("rack 4, slot 1")
    await write(page, form.getByLabel("GPU", { exact: true }), "RTX 4090")
    await write(page, form.getByLabel("Memory of each"), "24")
    await write(page, form.getByLabel("Place"), "Lyon, FR")
    await reach(page, form.getByLabel("Paid in"))
    const token = () => form.getByLabel("Paid in").locator("option:checked").innerText()
    await page.keyboard.press("Home")
    for (let press = 0; press < 8 && (await token()) !== "USDC"; press += 1) await page.keyboard.press("ArrowDown")
    expect(await token(), "token").to.equal("USDC")
    await write(page, form.getByLabel("Price per hour"), "0.65")
    await write(page, form.getByLabel("Bond", { exact: true }), "2")
    await enter(page, ready(button(form, "Sign and publish")))
    await page.getByText("has taken it.").waitFor()
    await enter(page, button(dialog(page), "Close").last())
    await expectFocus(page, button(page, "Sign an offer"))

    // While a toast stands in the corner.
    const takeDown = button(page, "Take down: rack 4, slot 1")
    await region(page, "Transactions").getByText("Offer signed").waitFor()
    await enter(page, takeDown)
    await expectFocus(page, button(dialog(page), "Keep it"))
    await enter(page, ready(button(dialog(page), "Take down")))
    // It is said for some seconds only, and the list may follow later.
    await region(page, "Transactions").getByText("Signed, to take the offer down").waitFor()
    await takeDown.waitFor({ state: "detached" })
    await expectKept(page)
    expect(await page.locator("main:focus, main :focus").count(), "the focus is in the page").to.equal(1)
  })

  inFull("goes from the calendar to a rental, gives time back, and starts one and declines another", async () => {
    const { chain } = world
    await chain.rental("active", { duration: 9n * HOUR })
    await world.caughtUp()
    const { page, close } = await open({ path: "/host", privateKey: chain.keys.host })
    await heading(page).waitFor()
    await connect(page)
    const calendar = region(page, "Calendar of machines")
    await reach(page, calendar, { presses: 80 })
    await enter(page, link(calendar, /^9 h: /).first())
    await expectFocus(page, heading(page))
    await chain.warp(HOUR)
    await enter(page, button(page, "Give time back…"))
    await expectFocus(page, dialog(page).getByRole("textbox"))
    await enter(page, ready(button(dialog(page), "Give 0.37 USDC back")))
    await expectFocus(page, button(page, "Give time back…"))
    await readToast(page, / given back$/)
    await close()
    for (const [verb, confirm, end] of [
      ["Start…", "Start", /^Running since/],
      ["Decline…", /^Decline, /, "Declined by the host"],
    ] as const) {
      const funded = await openRental("funded", chain.keys.host)
      await enter(funded.page, button(funded.page, verb))
      await enter(funded.page, ready(dialog(funded.page).getByRole("button", { name: confirm, exact: true })))
      await funded.page.getByText(end).first().waitFor()
      await button(funded.page, verb).waitFor({ state: "detached" })
      await expectKept(funded.page)
      await funded.close()
    }
  })

  inFull("rules on a dispute from the inbox, and saves a ruling for a Safe", async () => {
    const { chain } = world
    const { escrow, wallets, tokens, client } = chain
    const { rental, id } = await chain.rental("disputed")
    await submitEvidence(wallets.host, { escrow, rental, evidenceURI: "ipfs://power-log" })
    await chain.warp(DAY + 60)
    await world.caughtUp()
    const { page, close } = await open({ path: "/arbiter", privateKey: chain.keys.arbiter })
    await heading(page).waitFor()
    await connect(page)
    await enter(page, page.locator(`a[href*="${id}"]`).first())
    await page.getByText("ipfs://power-log").waitFor()
    const slider = page.getByRole("slider", { name: "Share of the promise that was kept" })
    await reach(page, slider)
    for (const key of ["End", "PageDown", "PageDown", "ArrowLeft"]) await page.keyboard.press(key)
    expect(await slider.getAttribute("aria-valuetext")).to.match(/^79% kept: renter /)
    await enter(page, ready(button(page, "Rule 79%…")))
    await expectFocus(page, dialog(page).locator("[data-first]"))
    await enter(page, ready(button(dialog(page), "Rule, 79% kept")))
    await page.getByText("Ruled, 79% kept").waitFor()
    await button(page, "Rule 79%…").waitFor({ state: "detached" })
    await expectKept(page)
    expect((await getState(client, { escrow, id })).status, "ruled").to.equal("Closed")
    await close()

    const safe = await deploySafe(chain)
    await setMarket(wallets.owner, { escrow, token: tokens.USDC, arbiter: safe, feeBps: 1_000n, open: true })
    await chain.rental("disputed")
    await chain.warp(DAY + 60)
    await world.caughtUp()
    const prepared = await open({ path: `/arbiter?of=${safe}`, hasWallet: false })
    await write(prepared.page, prepared.page.getByLabel("Percent"), "25")
    await enter(prepared.page, ready(button(prepared.page, "For the Safe…")))
    const saving = prepared.page.waitForEvent("download")
    await enter(prepared.page, button(dialog(prepared.page), "Save the file"))
    expect((await readFile(await (await saving).path(), "utf8")).toLowerCase()).to.contain(safe.toLowerCase())
    await prepared.page.keyboard.press("Escape")
    await expectFocus(prepared.page, button(prepared.page, "For the Safe…"))
  })

  inFull("checks the escrow, adds up its books, and looks a rental up", async () => {
    const { id } = await world.chain.rental("active")
    await world.caughtUp()
    const { page } = await open({ path: "/verify", hasWallet: false })
    await page.getByText(/^All \d+ checks hold/).waitFor()
    await enter(page, button(page, "Check again"))
    await page.getByText(/^All \d+ checks hold/).waitFor()
    await expectFocus(page, button(page, "Check again"))
    await enter(page, button(page, "Add up the books"))
    await region(page, "Books by token").waitFor()
    await expectKept(page)
    await reach(page, region(page, "Books by token"))
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
    await enter(page, button(region(page, "The code"), /^Copy: 0x/).first())
    expect(await page.evaluate("navigator.clipboard.readText()")).to.match(/^0x[\da-fA-F]{40}$/)
    await page.keyboard.press("/")
    await expectFocus(page, page.getByRole("searchbox"))
    await page.keyboard.type("0x12")
    await page.keyboard.press("Enter")
    await page.getByRole("alert").getByText("Enter an address or an id").waitFor()
    await write(page, page.getByRole("searchbox"), id)
    await page.keyboard.press("Enter")
    await page.waitForURL(`**/#/rental/${id}`)
    await expectFocus(page, heading(page))
  })

  inFull("changes language, theme, node and servers", async () => {
    const { page } = await open({ path: "/settings", hasWallet: false })
    await heading(page, "Settings").waitFor()
    await enter(page, button(page, "Dark"))
    expect(await page.locator("html").getAttribute("class")).to.contain("dark")
    await write(page, page.getByLabel("Node"), "ftp://node.example")
    await page.getByRole("alert").getByText("Enter an address that begins with https://").waitFor()
    await write(page, page.getByLabel("Node"), world.chain.url)
    await write(page, page.getByLabel("Servers"), world.server)
    await Promise.all([page.waitForEvent("load"), enter(page, button(page, "Save"))])
    expect(await page.getByLabel("Node").inputValue(), "the node is kept").to.equal(world.chain.url)
    await enter(page, button(page, "Français"))
    await heading(page, "Réglages").waitFor()
    await expectFocus(page, button(page, "Français"))
  })

  inFull("leads through every page in the order of sight, in both languages, on a desk and on a phone", async () => {
    const { chain } = world
    const { offer } = await chain.rental("settled")
    const { id } = await chain.rental("active", { duration: 8n * HOUR })
    const { id: funded } = await chain.rental("funded")
    await chain.rental("disputed")
    await world.caughtUp()
    // Those of the start may have expired.
    await putOffers(chain, world.server)
    const { host, machine } = await firstOffer()
    const paths = {
      renter: ["/", `/offer/${host}/${machine}`, `/pay/${funded}`, `/rental/${id}`, "/rentals", "/nowhere"],
      host: ["/host", "/settings"],
      arbiter: ["/arbiter", "/verify", `/find/${offer.host}`],
    }
    const faults: string[] = []
    for (const [width, locale] of [
      [1_440, "en-US"],
      [360, "fr-FR"],
    ] as const) {
      for (const role of ["renter", "host", "arbiter"] as const) {
        const { page, close } = await open({ width, locale, path: "/settings", privateKey: chain.keys[role] })
        await heading(page).waitFor()
        await enter(page, button(page, /^(Connect|Se connecter)$/))
        await enter(page, button(dialog(page), "Test Wallet"))
        await button(page, /^(Account|Compte)/).waitFor()
        for (const path of paths[role]) {
          await page.goto(`${world.site.url}#${path}`)
          await heading(page).waitFor()
          await page.waitForTimeout(ARRIVING)
          faults.push(...(await walk(page)).map((fault) => `${path}, ${width} px: ${fault}`))
        }
        await close()
      }
    }
    expect(faults).to.deep.equal([])
  })

  inFull("reads nothing out while nothing happens but time", async () => {
    const { id: running } = await world.chain.rental("active", { duration: 8n * HOUR })
    const { id: funded } = await world.chain.rental("funded")
    await world.caughtUp()
    for (const path of [`/rental/${running}`, `/pay/${funded}`, "/rentals", "/verify"]) {
      const { page, close } = await open({ path, hasWallet: false })
      await heading(page).waitFor()
      await page.waitForTimeout(ARRIVING)
      await page.evaluate(LISTEN)
      await page.waitForTimeout(LISTENED)
      expect(await page.evaluate("heard"), path).to.deep.equal([])
      await close()
    }
  })

  /** Puts an offer on the board whose machine has a door. Returns the machine. */
  async function putOfferWithDoor(): Promise<Hex> {
    const { client, escrow, chainId, tokens, accounts, wallets, now } = world.chain
    const machine = keccak256(toHex(DOCUMENT.name))
    const offer = await buildOffer(client, {
      ...{ escrow, machine, host: accounts.host.address, operator: accounts.operator.address, token: tokens.USDC },
      ...{ spec: hashDocument(DOCUMENT), pricePerHour: parseUnits("1", 6), bond: 0n, minDuration: 60n },
      ...{ maxDuration: 48n * HOUR, startWindow: 0n, challengeWindow: 3_600n, rolling: false, expiry: now() + HOUR },
    })
    const hostSignature = await signOffer(wallets.host, { escrow, offer })
    const answer = await fetch(`${world.server}/offers/${offer.host}/${machine}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: serializeOffer({ chainId, escrow, offer, hostSignature, document: DOCUMENT }),
    })
    expect(answer.ok, await answer.text()).to.equal(true)
    return machine
  }

  async function firstOffer(): Promise<{ readonly host: Hex; readonly machine: Hex }> {
    const answer = await fetch(`${world.server}/offers?limit=1`)
    const { items } = (await answer.json()) as {
      readonly items: readonly { readonly signed: { readonly offer: { readonly host: Hex; readonly machine: Hex } } }[]
    }
    const [first] = items
    if (!first) throw new Error("The board has no offer.")
    return first.signed.offer
  }
})
