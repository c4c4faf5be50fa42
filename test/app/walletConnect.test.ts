// A wallet on another device, through a relay: chosen, scanned, used, declined, and out of reach.
import { UniversalProvider } from "@walletconnect/universal-provider"
import { expect } from "chai"
import type { Page } from "playwright-core"

import { violations } from "./support/axe.ts"
import { expectToFit } from "./support/expectToFit.ts"
import { inFull } from "./support/inFull.ts"
import { onAppWorld } from "./support/onAppWorld.ts"
import { startWalletRelay, type WalletRelay } from "./support/walletRelay.ts"
import type { AppWorld, VisitOptions } from "./support/world.ts"

const dialog = (page: Page) => page.getByRole("dialog")
const code = (page: Page) => page.getByRole("img", { name: "Code for the wallet on your phone" })

describe("the page: WalletConnect", () => {
  let world: AppWorld
  let relay: WalletRelay
  const visit = onAppWorld(async (opened) => {
    world = opened
    relay = await startWalletRelay()
  })
  after(() => relay.close())

  /** Opens a page that names the relay, in a browser without a wallet. */
  async function open(options: VisitOptions = {}, relayUrl = relay.url) {
    world.site.change({ ...world.config, walletConnect: { projectId: "a project", relayUrl } })
    const opened = await visit({ hasWallet: false, ...options })
    await opened.page.context().grantPermissions(["clipboard-read", "clipboard-write"])
    return opened
  }
  async function choose(page: Page): Promise<void> {
    const connect = page.getByRole("button", { name: /^(Connect|Se connecter)$/ })
    await connect.first().click()
    await page.getByRole("button", { name: "WalletConnect" }).click()
  }
  /** The link under the code, as a person copies it. */
  async function linkIn(page: Page): Promise<string> {
    await dialog(page).getByRole("button", { name: "Copy: Copy link" }).click()
    return page.evaluate<string>("navigator.clipboard.readText()")
  }
  type Client = Awaited<ReturnType<typeof UniversalProvider.init>>["client"]
  let phone: Client | undefined
  let agrees = true
  const sent: string[] = []
  after(async () => {
    // Its pulse would keep the program from ending.
    phone?.core.heartbeat.stop()
    await phone?.core.relayer.transportClose()
  })

  /** The renter's wallet, on another device. One for all tests: a program has one core of WalletConnect. */
  async function openPhone(): Promise<Client> {
    const { client } = await UniversalProvider.init({
      projectId: "a project",
      relayUrl: relay.url,
      storageOptions: { database: ":memory:" },
      logger: "silent",
      telemetryEnabled: false,
    })
    const { accounts, chainId, wallets } = world.chain
    const chain = `eip155:${chainId}`
    client.on("session_proposal", async ({ id, params }) => {
      const methods = params.optionalNamespaces["eip155"]?.methods ?? []
      const granted = { chains: [chain], methods, events: [], accounts: [`${chain}:${accounts.renter.address}`] }
      if (agrees) await client.approve({ id, namespaces: { eip155: granted } })
      else await client.reject({ id, reason: { code: 5_000, message: "User rejected." } })
    })
    client.on("session_request", async ({ id, topic, params: { request } }) => {
      const [{ to, data }] = request.params
      const hash = await wallets.renter.sendTransaction({ to, data })
      sent.push(hash)
      await client.respond({ topic, response: { id, jsonrpc: "2.0", result: hash } })
    })
    return client
  }

  /** The phone scans a link, and its owner agrees or not. */
  async function scan(uri: string, willAgree: boolean): Promise<Client> {
    phone ??= await openPhone()
    agrees = willAgree
    await phone.core.pairing.pair({ uri })
    return phone
  }

  inFull("is not shown where config.json does not name it, and not loaded before it is chosen", async () => {
    const without = await visit({ hasWallet: false })
    await without.page.getByRole("button", { name: "Connect" }).first().click()
    await dialog(without.page).getByText("No wallet was found in this browser.").waitFor()
    expect(await without.page.getByRole("button", { name: "WalletConnect" }).count()).to.equal(0)
    await without.close()

    const { page } = await open()
    const loaded = () => page.evaluate<string[]>("performance.getEntriesByType('resource').map(({ name }) => name)")
    await page.getByRole("button", { name: "Connect" }).first().click()
    await page.getByRole("button", { name: "WalletConnect" }).waitFor()
    expect(
      (await loaded()).filter((name) => /walletConnectSession/.test(name)),
      "files",
    ).to.deep.equal([])
    expect(relay.connections(), "connections to the relay").to.equal(0)
  })

  inFull("shows a code, which can be cancelled and shown again", async () => {
    const { page, problems } = await open()
    await choose(page)
    await code(page).waitFor()
    expect(await linkIn(page)).to.match(/^wc:[\da-f]{64}@2\?/)
    expect(await violations(page)).to.deep.equal([])
    await dialog(page).getByRole("button", { name: "Other wallet" }).click()
    await page.getByRole("button", { name: "WalletConnect" }).click()
    await code(page).waitFor()
    expect(problems, "the browser's console").to.deep.equal([])
  })

  inFull("connects the wallet that scans it, sends with it, finds it after a reload, and lets it go", async () => {
    const { id } = await world.chain.rental("active", { duration: 28_800n })
    const { page } = await open({ path: `/rental/${id}` })
    await choose(page)
    await code(page).waitFor()
    const client = await scan(await linkIn(page), true)
    await page.getByRole("button", { name: /^Account/ }).waitFor()
    await page.reload()
    await page.getByRole("button", { name: /^Account/ }).waitFor()
    await page.getByRole("button", { name: "Stop…" }).click()
    await dialog(page)
      .getByRole("button", { name: /^Stop, / })
      .click()
    await page.getByRole("heading", { name: "Stopped by the renter" }).waitFor()
    expect(sent, "transactions").to.have.length(1)
    const [session] = client.session.getAll()
    await client.disconnect({ topic: session?.topic ?? "", reason: { code: 6000, message: "User disconnected." } })
    await page.getByRole("button", { name: "Connect" }).first().waitFor()
  })

  inFull("says so where the wallet declines", async () => {
    const { page } = await open()
    await choose(page)
    await code(page).waitFor()
    await scan(await linkIn(page), false)
    await dialog(page).getByText("You declined it in your wallet.").waitFor()
  })

  inFull("says so where the relay does not answer", async () => {
    const { page } = await open({}, "ws://127.0.0.1:1")
    await choose(page)
    await dialog(page).getByText("WalletConnect’s relay does not answer.").waitFor()
    await page.getByRole("button", { name: "WalletConnect" }).waitFor()
  })

  inFull("fits a phone in French, in the dark", async () => {
    const { page } = await open({ width: 360, theme: "dark", locale: "fr-FR" })
    await choose(page)
    await page.getByRole("img", { name: "Code pour le portefeuille de votre téléphone" }).waitFor()
    await expectToFit(page, "360 px")
    expect(await violations(page)).to.deep.equal([])
  })
})
