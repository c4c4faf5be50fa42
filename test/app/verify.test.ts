// What an auditor sees in a real browser: code, keys, markets, the timelock, and the books, from the chain alone.
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { prepareAdministration, transferOwnership } from "@gpuflow/escrow/admin"
import { getBooks } from "@gpuflow/escrow/audit"
import { expect } from "chai"
import type { Page } from "playwright-core"
import {
  type Abi,
  type Address,
  createTestClient,
  encodeFunctionData,
  formatUnits,
  type Hex,
  http,
  parseAbi,
  parseEther,
  zeroHash,
} from "viem"

import { root } from "../../scripts/support/root.ts"
import { violations } from "./support/axe.ts"
import { expectToFit } from "./support/expectToFit.ts"
import { inFull } from "./support/inFull.ts"
import { onAppWorld } from "./support/onAppWorld.ts"
import type { AppWorld, Visit, VisitOptions } from "./support/world.ts"

const PATH = "/verify"
const DELAY = 2n * 86_400n
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name })
const card = (page: Page, name: string) => page.getByRole("region", { name, exact: true })
const rows = (page: Page, table: string) => page.getByRole("table", { name: table }).locator("tbody").getByRole("row")

describe("the page: what an auditor can check", () => {
  let world: AppWorld
  const openPage = onAppWorld(async (opened) => {
    world = opened
    const { chain } = world
    await chain.rental("settled")
    await chain.rental("disputed")
    await chain.rental("active", { duration: 28_800n })
    await chain.rental("funded")
  })
  const open = (options: VisitOptions = {}): Promise<Visit> => openPage({ path: PATH, hasWallet: false, ...options })

  async function openChecked(options: VisitOptions = {}): Promise<Visit> {
    const opened = await open(options)
    await opened.page.getByText(/^All \d+ checks hold$|^Les \d+ vérifications tiennent$/).waitFor()
    return opened
  }
  const change = (changes: object) => {
    world.site.change({ ...world.config, deployments: [{ ...world.config.deployments[0], ...changes }] })
  }
  async function addUp(page: Page): Promise<void> {
    await button(page, /^(Add up the books|Additionner les comptes)$/).click()
    await page.getByRole("table", { name: /^(Books by token|Comptes par jeton)$/ }).waitFor()
    await page.getByText(/^(All|Les) \d+/).waitFor()
  }

  inFull("finds each contract as it is built, at one block, without a server", async () => {
    change({ servers: [], boards: [] })
    const { page, problems } = await openChecked()
    const code = await rows(page, "The code").allInnerTexts()
    expect(code.length, "contracts").to.equal(3)
    for (const row of code) expect(row).to.match(/Rental(Escrow|Router|Mandate)[\s\S]*same/)
    await card(page, "Markets").getByText("open, fee 10%").first().waitFor()
    await card(page, "Who holds which key").getByText("A single key").first().waitFor()
    await page.getByText("The owner is not a timelock").waitFor()
    await page.getByText("npm run verify-deployment -- polygon").waitFor()
    const { escrow, fromBlock } = world.chain
    await page
      .getByText(`gpuflow-escrow books --chain 137 --escrow ${escrow} --from-block ${fromBlock} --block `)
      .waitFor()
    expect(problems).to.deep.equal([])
  })

  it("adds up the books at one block: what is owed is there, and a gift is told apart", async () => {
    const { chain } = world
    const { page } = await openChecked()
    await addUp(page)
    const usdc = page.getByRole("table", { name: "Books by token" }).getByRole("row", { name: /^USDC / })
    const { tokens } = await getBooks(chain.client, { escrow: chain.escrow, fromBlock: chain.fromBlock })
    const found = tokens.find(({ token }) => token === chain.tokens.USDC)
    const exact = (value: bigint) => formatUnits(value, 6)
    const shown = await Promise.all((await usdc.locator("data").all()).map((one) => one.getAttribute("value")))
    expect(found, "the books of USDC").to.not.equal(undefined)
    if (!found) return
    const { rentals, stakes, bondsFree, bondsLocked, credits, fees, owed } = found
    const parts = [rentals, stakes, bondsFree + bondsLocked, credits, fees, owed, owed].map(exact)
    expect(shown.map((text) => text?.replaceAll(",", ""))).to.deep.equal(parts)
    await chain.mint(chain.tokens.USDC, chain.escrow, 1_500_000n)
    await button(page, "Check again").click()
    await addUp(page)
    await page.getByText("a gift", { exact: true }).waitFor()
    await page.getByText("+1.50").waitFor()
  })

  inFull("says which contract is another one, and that it must not be paid into", async () => {
    change({ router: world.chain.mandate })
    const { page } = await open()
    await page.getByText("1 check fails").waitFor()
    await rows(page, "The code").filter({ hasText: "RentalRouter" }).getByText("differs").waitFor()
    await page.getByText("Do not pay in before you know why.").waitFor()
    expect(await violations(page)).to.deep.equal([])
  })

  inFull(
    "reads markets piece by piece where the node refuses many blocks, and says what it could not read",
    async () => {
      await world.chain.mine(300)
      await world.chain.fault("logLimit", { blocks: 120 })
      const { page, close } = await openChecked()
      await card(page, "Markets").getByText("open, fee 10%").first().waitFor()
      await close()
      await world.chain.heal()
      await world.chain.fault("outage", { methods: ["eth_getLogs"], as: "unavailable" })
      const { page: poor } = await open()
      await poor.getByText(/^\d of \d checks hold$/).waitFor()
      await card(poor, "Markets").getByText("Could not be read").waitFor()
      await button(poor, "Add up the books").click()
      await poor.getByText("The books could not be added up.").waitFor()
      expect(await violations(poor)).to.deep.equal([])
    },
  )

  inFull("leads an auditor from the market through each check to the books, and to what is missing", async () => {
    const { chain } = world
    change({ servers: [], boards: [], rpcUrls: [chain.url, `${chain.url}/?second`] })
    const { page } = await open({ path: "/" })
    const { keyboard } = page
    await page.getByRole("link", { name: "Check it yourself" }).focus()
    await keyboard.press("Enter")
    await page.getByText(/^All \d+ checks hold$/).waitFor()
    const copy = card(page, "The code").getByRole("button", { name: /^Copy: 0x/ })
    expect(await copy.count(), "three addresses and three hashes").to.equal(6)
    await button(page, "Add up the books").focus()
    await keyboard.press("Enter")
    await rows(page, "Books by token").first().waitFor()
    const before = await rows(page, "Books by token").count()
    await page.getByText(/^All \d+ checks hold$/).waitFor()
    // Another node is asked everything again. Meanwhile, the escrow has lost coins.
    const owed = await chain.client.getBalance({ address: chain.escrow })
    const node = createTestClient({ mode: "hardhat", transport: http(chain.url) })
    await node.setBalance({ address: chain.escrow, value: owed - parseEther("1.25") })
    await chain.mine()
    await page.getByLabel("Node").selectOption({ index: 1 })
    await page.getByText(/^All \d+ checks hold$/).waitFor()
    await button(page, "Add up the books").focus()
    await keyboard.press("Enter")
    await page.getByText("1 check fails").waitFor()
    await page.getByText("Do not pay in before you know why.").waitFor()
    expect(await rows(page, "Books by token").count(), "tokens").to.equal(before)
    const [first = ""] = await rows(page, "Books by token").allInnerTexts()
    expect(first, "what is missing comes first").to.match(/^POL[\s\S]*−1\.25\s*missing/)
    expect(await violations(page)).to.deep.equal([])
    await node.setBalance({ address: chain.escrow, value: owed })
  })

  inFull("leads on where the node does not answer", async () => {
    await world.chain.fault("outage", { as: "unavailable" })
    const { page } = await open()
    await page.getByText("Nothing could be checked.").waitFor()
    await page.getByRole("link", { name: "Use another node" }).first().waitFor()
    expect(await violations(page)).to.deep.equal([])
  })

  inFull("is accessible and fits a phone, a tablet and a desk, light and dark, in both languages", async () => {
    for (const width of [360, 768, 1_440] as const) {
      for (const theme of ["light", "dark"] as const) {
        const { page, close } = await openChecked({ width, theme, locale: theme === "dark" ? "fr-FR" : "en-US" })
        await addUp(page)
        await expectToFit(page, `${width} px`)
        expect(await violations(page), `${width} px, ${theme}`).to.deep.equal([])
        await close()
      }
    }
  })

  inFull("shows what waits in the timelock that owns the escrow", async () => {
    const { chain } = world
    const { client, escrow, wallets, accounts, tokens } = chain
    const path = "artifacts/@openzeppelin/contracts/governance/TimelockController.sol/TimelockController.json"
    const artifact = JSON.parse(await readFile(join(root, path), "utf8")) as { abi: Abi; bytecode: Hex }
    const owner = accounts.owner.address
    const hash = await wallets.owner.deployContract({ ...artifact, args: [DELAY, [owner], [owner], owner] })
    const { contractAddress } = await client.waitForTransactionReceipt({ hash })
    const timelock = contractAddress as Address
    await transferOwnership(wallets.owner, { escrow, newOwner: timelock })
    const abi = parseAbi([
      "function schedule(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt, uint256 delay)",
      "function execute(address target, uint256 value, bytes payload, bytes32 predecessor, bytes32 salt) payable",
    ])
    const send = async (data: Hex) => {
      const sent = await wallets.owner.sendTransaction({ to: timelock, data })
      await client.waitForTransactionReceipt({ hash: sent })
    }
    const accept = prepareAdministration(client, "acceptOwnership", { escrow })
    const call = [escrow, 0n, accept.data, zeroHash, zeroHash] as const
    await send(encodeFunctionData({ abi, functionName: "schedule", args: [...call, DELAY] }))
    await chain.warp(DELAY)
    await send(encodeFunctionData({ abi, functionName: "execute", args: call }))
    const { arbiter } = accounts
    const market = { escrow, token: tokens.USDC, arbiter: arbiter.address, feeBps: 1_100n, open: true }
    const { data } = prepareAdministration(client, "setMarket", market)
    await send(
      encodeFunctionData({ abi, functionName: "schedule", args: [escrow, 0n, data, zeroHash, zeroHash, DELAY] }),
    )
    const { page } = await openChecked()
    await card(page, "Who holds which key").getByText("Timelock, 2 days").waitFor()
    const [row = ""] = await rows(page, "Waiting in the timelock").allInnerTexts()
    expect(row).to.contain("Fee of the USDC market: 10% → 11%").and.to.contain("in 2 days")
    expect(await rows(page, "Waiting in the timelock").count(), "operations").to.equal(1)
    expect(await violations(page)).to.deep.equal([])
  })
})
