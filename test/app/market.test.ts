// The market in a real browser: what the boards have, filters, wallets, networks, and what stands in the way.
import { parseOffer } from "@gpuflow/escrow/offer"
import { planDeposit, runDeposit } from "@gpuflow/escrow/plan"
import { expect } from "chai"
import type { Page } from "playwright-core"

import { serveHttp } from "../support/httpServer.ts"
import { violations } from "./support/axe.ts"
import { expectToFit } from "./support/expectToFit.ts"
import { inFull } from "./support/inFull.ts"
import { onAppWorld } from "./support/onAppWorld.ts"
import type { AppWorld, Visit, VisitOptions } from "./support/world.ts"

const offers = (page: Page) => page.getByRole("list", { name: /^(Offers|Offres)$/ }).getByRole("listitem")
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name })

/** How many offers the page says that there are. */
const counted = async (page: Page) => Number.parseInt(await page.getByText(/^\d+ (offers?|offres?)$/).innerText(), 10)

describe("the page: the market", () => {
  let world: AppWorld
  const open = onAppWorld((opened) => {
    world = opened
  })

  /** Opens the market, and waits for its list. */
  async function openMarket(options: VisitOptions = {}): Promise<Visit> {
    const opened = await open(options)
    await offers(opened.page).first().waitFor()
    return opened
  }
  /** What `config.json` says, with changes to its escrow. */
  const withDeployment = (changes: object) => ({
    ...world.config,
    deployments: [{ ...world.config.deployments[0], ...changes }],
  })

  it("lists what the board has, the cheapest first, with the price of the whole duration", async () => {
    const { page, problems } = await openMarket()
    const answer = await fetch(`${world.server}/offers?limit=100`)
    const { items } = (await answer.json()) as { items: readonly unknown[] }
    expect(await counted(page), "count").to.equal(items.length)
    expect(await offers(page).count(), "rows").to.equal(items.length)
    const [first = ""] = await offers(page).allInnerTexts()
    expect(first)
      .to.contain("RTX 3090 24 GB")
      .and.to.contain("$0.40 per GPU")
      .and.to.contain("$25.60")
      .and.to.contain("New host")
    expect(await page.title()).to.equal("Rent a GPU · GPUFlow")
    expect(problems, "the browser's console").to.deep.equal([])
  })

  it("filters by model, and says so in the address", async () => {
    const { page } = await openMarket()
    await button(page, /^H100 80 GB/).click()
    const names = await page.getByRole("list", { name: "Offers" }).getByRole("heading", { level: 3 }).allInnerTexts()
    expect(names.length, "rows")
      .to.equal(await counted(page))
      .and.to.be.above(0)
    for (const name of names) expect(name).to.contain("H100 80 GB")
    const address = page.url()
    expect(address).to.contain("model=H100")
    const second = await open({ path: address.slice(address.indexOf("#") + 1) })
    await offers(second.page).first().waitFor()
    expect(await counted(second.page), "from the address").to.equal(names.length)
  })

  inFull("shows which filter to loosen where no offer fits", async () => {
    const { page } = await openMarket()
    const all = await counted(page)
    await page.getByLabel("At most, per GPU and hour").fill("0.10")
    await page.getByRole("heading", { name: "No offer fits all of this" }).waitFor()
    expect(await counted(page), "count").to.equal(0)
    await button(page, "Remove “up to $0.10”").click()
    await offers(page).first().waitFor()
    expect(await counted(page), "after it is removed").to.equal(all)
  })

  inFull("shows the price of another duration, and remembers it", async () => {
    const { page } = await openMarket()
    await page.getByLabel("How long").fill("2")
    await button(page, "2 hours in all").waitFor()
    await offers(page).getByText("$6.40", { exact: true }).first().waitFor()
    await page.goto(`${world.site.url}#/settings`)
    await page.goto(`${world.site.url}#/`)
    await button(page, "2 hours in all").waitFor()
  })

  it("connects a wallet that announces itself, and finds it again after a reload", async () => {
    const { page, wallet } = await openMarket()
    expect(
      wallet.requests.some(({ method }) => method === "eth_requestAccounts"),
      "asked before",
    ).to.equal(false)
    await button(page, "Connect").click()
    await button(page, "Test Wallet").click()
    await button(page, /^Account/).waitFor()
    await page.reload()
    await button(page, /^Account/).click()
    await page.getByText("Connected with Test Wallet").waitFor()
    await button(page, "Disconnect").click()
    await button(page, "Connect").waitFor()
  })

  inFull("says so where the wallet's owner declines, and where there is no wallet", async () => {
    const { page, wallet } = await openMarket()
    wallet.behave("reject", { times: 1 })
    await button(page, "Connect").click()
    await button(page, "Test Wallet").click()
    await page.getByText("You declined it in your wallet.").waitFor()
    await button(page, "Test Wallet").click()
    await button(page, /^Account/).waitFor()

    const without = await openMarket({ hasWallet: false })
    await button(without.page, "Connect").click()
    await without.page.getByText("No wallet was found in this browser.").waitFor()
    await without.page.keyboard.press("Escape")
    expect(await without.page.getByRole("dialog").count(), "dialogs").to.equal(0)
  })

  inFull("leads a wallet on another network to the escrow's", async () => {
    const { page, wallet } = await openMarket()
    wallet.switchChain(1)
    await button(page, "Connect").click()
    await button(page, "Test Wallet").click()
    await page.getByText("Your wallet is on Ethereum.").waitFor()
    await button(page, "Switch to Polygon").click()
    await page.getByText("Your wallet is on Ethereum.").waitFor({ state: "detached" })
  })

  it("says so where no board answers, where one of two does, and where the node is down", async () => {
    const silent = await serveHttp((_, response) => {
      response.writeHead(503).end()
    })
    try {
      world.site.change(withDeployment({ boards: [silent.url] }))
      const none = await open()
      await none.page.getByText("No board answers.").waitFor()
      world.site.change(withDeployment({ boards: [silent.url, world.server] }))
      const half = await openMarket()
      await half.page.getByText("1 board does not answer.").waitFor()
    } finally {
      await silent.close()
    }
    world.site.change(world.config)
    await world.chain.fault("outage", { as: "unavailable" })
    const down = await open()
    await down.page.getByText("The node does not answer.").waitFor()
    await down.page.getByText("The offers could not be checked.").waitFor()
    await world.chain.heal()
    await button(down.page, "Try again").click()
    await offers(down.page).first().waitFor()
  })

  it("speaks French, in the numbers of the reader, and changes on request", async () => {
    const { page } = await openMarket({ locale: "fr-FR" })
    await page.getByRole("heading", { level: 1, name: "Louer un GPU" }).waitFor()
    expect(await page.locator("html").getAttribute("lang")).to.equal("fr")
    expect(await offers(page).first().innerText()).to.match(/0,40\s\$ par GPU/)
    await button(page, "English").click()
    await page.getByRole("heading", { level: 1, name: "Rent a GPU" }).waitFor()
    expect(await page.locator("html").getAttribute("lang")).to.equal("en")
  })

  inFull("speaks the reader's language where the system names it in its own way", async () => {
    const { page, problems } = await openMarket({
      prepare: (page) =>
        page.addInitScript("Object.defineProperty(navigator, 'languages', { get: () => ['en-US@posix'] })"),
    })
    expect(await offers(page).first().innerText()).to.contain("$0.40 per GPU")
    expect(problems, "the browser's console").to.deep.equal([])
  })

  inFull("stands before its program has come, in the reader's language", async () => {
    const prepare = (page: Page) => page.route("**/index-*.js", (route) => route.abort())
    const market = await open({ locale: "fr-FR", prepare })
    await market.page.getByRole("heading", { level: 1, name: "Louer un GPU" }).waitFor()
    const rental = await open({ path: `/rental/0x${"0".repeat(64)}`, locale: "fr-FR", prepare })
    await rental.page.getByText("Lu sur la chaîne même").waitFor()
    expect(await rental.page.locator("html").getAttribute("lang")).to.equal("fr")
  })

  inFull("is there when a reader comes to a tab that was opened behind another", async () => {
    const prepare = (page: Page) =>
      page.addInitScript("Object.defineProperty(document, 'hidden', { value: true }); requestAnimationFrame = () => 0")
    const { page } = await open({ prepare })
    await offers(page).first().waitFor()
  })

  inFull("fits a phone, a tablet and a desk, light and dark, without scrolling sideways", async () => {
    for (const width of [360, 768, 1_440] as const) {
      for (const theme of ["light", "dark"] as const) {
        const { page, close } = await openMarket({ width, theme, locale: width === 360 ? "fr-FR" : "en-US" })
        await expectToFit(page, `${width} px`)
        const isDark = await page.evaluate<boolean>("document.documentElement.classList.contains('dark')")
        expect(isDark, "dark").to.equal(theme === "dark")
        expect(await violations(page), `${width} px, ${theme}`).to.deep.equal([])
        await close()
      }
    }
  })

  inFull("is accessible in every state, light and dark", async () => {
    const states: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
      filters: async (page) => {
        await button(page, "Filters").click()
        await page.getByRole("dialog", { name: "Filters" }).waitFor()
      },
      wallets: async (page) => {
        await button(page, "Connect").click()
        await page.getByRole("dialog", { name: "Connect a wallet" }).waitFor()
      },
      checks: async (page) => {
        await button(page, "How this is checked").click()
        await page.getByRole("dialog", { name: "How this is checked" }).waitFor()
      },
      nothing: async (page) => {
        await page.goto(`${world.site.url}#/?atMost="0.1"`)
        await page.getByRole("heading", { name: "No offer fits all of this" }).waitFor()
      },
      settings: async (page) => {
        await page.goto(`${world.site.url}#/settings`)
        await page.getByLabel("Node").fill("ftp://node.example")
        await page.getByText("Enter an address that begins with https://").first().waitFor()
      },
      lost: async (page) => {
        await page.goto(`${world.site.url}#/nowhere`)
        await page.getByRole("heading", { name: "There is nothing at this address" }).waitFor()
      },
    }
    for (const theme of ["light", "dark"] as const) {
      for (const [name, reach] of Object.entries(states)) {
        const { page, close } = await openMarket({ theme, width: 768 })
        await reach(page)
        expect(await violations(page), `${name}, ${theme}`).to.deep.equal([])
        await close()
      }
    }
  })

  inFull(
    "finds a rental, a machine and an account by their first digits, and whole ones without an index",
    async () => {
      const { id, offer } = await world.chain.rental("active")
      await world.caughtUp()
      const { page } = await openMarket()
      const search = async (text: string) => {
        await page.keyboard.press("/")
        await page.keyboard.type(text)
        await page.keyboard.press("Enter")
      }
      await search("0x12")
      await page.getByText("Enter an address or an id").waitFor()
      await page.getByRole("searchbox").fill("")
      await page.getByRole("heading", { level: 1 }).click()
      await search(offer.machine.slice(0, 20))
      await page.getByRole("link", { name: new RegExp(`^${offer.machine.slice(0, 6)}`) }).waitFor()
      await search(offer.host)
      await page.getByRole("link", { name: "Its machines" }).waitFor()
      await search(id.slice(0, 20))
      await page.waitForURL(`**/#/rental/${id}`)

      world.site.change(withDeployment({ servers: [] }))
      const { page: bare } = await open({ path: `/find/${id}` })
      await bare.waitForURL(`**/#/rental/${id}`)
      const nothing = await open({ path: "/find/0x123456" })
      await nothing.page.getByText("Without an index, only whole").waitFor()
    },
  )

  inFull("strikes a machine out that somebody has just taken, and lets it go", async () => {
    const { page } = await openMarket({ path: '/?model="H100 80 GB"&tokens=["USDC"]' })
    const before = await counted(page)
    const link = page.getByRole("list", { name: "Offers" }).getByRole("link").first()
    const [, host = "", machine = ""] = /#\/offer\/(0x\w+)\/(0x\w+)/.exec((await link.getAttribute("href")) ?? "") ?? []
    const answer = await fetch(`${world.server}/offers/${host}/${machine}`)
    const { signed } = (await answer.json()) as { signed: unknown }
    const { offer, hostSignature } = parseOffer(JSON.stringify(signed))
    const { chain } = world
    const rental = { offer, renter: chain.accounts.payer.address, salt: offer.machine }
    const plan = await planDeposit(chain.wallets.payer, {
      ...{ escrow: chain.escrow, rental, hostSignature, duration: 7_200n },
    })
    await page.getByRole("list", { name: "Offers" }).hover()
    await runDeposit(chain.wallets.payer, { plan })
    await page.getByText(", just taken").waitFor({ state: "attached" })
    expect(await counted(page), "the count").to.equal(before - 1)
    await page.getByRole("heading", { level: 1 }).hover()
    await page.getByText(", just taken").waitFor({ state: "detached" })
  })

  inFull("says so where config.json names no escrow, or is wrong", async () => {
    world.site.change({ deployments: [] })
    const { page } = await open()
    await page.getByRole("heading", { name: "This copy of the page names no escrow" }).waitFor()
    world.site.change(withDeployment({ escrow: "0x12" }))
    await page.reload()
    await page.getByText("config.json: deployments[0].escrow must be an address.").waitFor()
  })
})
