// Every way to pay for a rental, and everything that can go wrong on its way.
import { offerLink } from "@gpuflow/escrow/offer"
import { createTestWallet } from "@gpuflow/escrow/testing"
import { expect } from "chai"
import type { Page } from "playwright-core"
import { createWalletClient, erc20Abi, type Hex, http, toHex } from "viem"
import { privateKeyToAccount, privateKeyToAddress } from "viem/accounts"

import { keyNamed } from "../support/parties.ts"
import { startRelayer, stopRelayers } from "../support/relayer.ts"
import { until } from "../support/until.ts"
import { connect } from "./support/connect.ts"
import { freezeServer } from "./support/frozenServer.ts"
import { inFull } from "./support/inFull.ts"
import { busy, onPageNode, type PageNode, unavailable } from "./support/pageNode.ts"
import { quickPauses } from "./support/quickPauses.ts"
import type { AppWorld, VisitOptions } from "./support/world.ts"

const [PAID, COINS] = [100_000_000n, 10n ** 19n]
/** Seconds for which an offer can be taken. */
const LIFETIME = 3_600n

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name })
const title = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name })
const card = (page: Page) => page.getByRole("region", { name: "Payment" })

const steps = (page: Page) => card(page).getByRole("list").last()

describe("the page: paying", () => {
  let world: AppWorld
  let node: PageNode
  const open = onPageNode((...opened) => {
    ;[world, node] = opened
  })
  afterEach(stopRelayers)

  /** The page of a new offer that starts at once, behind its host's link. */
  async function offerPath(): Promise<string> {
    const { chain } = world
    const expiry = chain.now() + LIFETIME
    const { offer, signature: hostSignature } = await chain.rental("offered", { startWindow: 0n, expiry })
    const { chainId, escrow } = chain
    const link = new URL(offerLink(world.site.url, { chainId, escrow, offer, hostSignature }))
    return `/offer/${offer.host}/${offer.machine}?hours=2&${link.hash.slice(1)}`
  }
  /** Opens an offer with a wallet that is connected. */
  async function openOffer(options: VisitOptions = {}, behave?: "safe" | "eip7702" | "hardware") {
    const path = await offerPath()
    const visit = await open({ path, ...options })
    const { page, wallet } = visit
    if (behave) wallet.behave(behave)
    await page.getByRole("heading", { name: "The machine" }).waitFor()
    await connect(page)
    return { ...visit, path }
  }
  const pay = (page: Page) => page.getByRole("button", { name: /^Pay \d/, disabled: false }).click()
  const runs = (page: Page) => title(page, "It runs. Here is your way in.").waitFor()
  const asked = ({ questions }: { questions: readonly { method: string }[] }) =>
    questions.map(({ method }) => method).filter((method) => /sign|send/i.test(method))
  /** The key of an account of its own, which has USDC and perhaps coins. */
  async function newAccount(name: string, { coins = 0n }: { coins?: bigint } = {}): Promise<Hex> {
    const privateKey = keyNamed(name)
    const { mint, tokens } = world.chain
    await mint(tokens.USDC, privateKeyToAddress(privateKey), PAID)
    if (coins > 0n) await mint(tokens.POL, privateKeyToAddress(privateKey), coins)
    return privateKey
  }
  /** The account has code from now on, with which it makes several calls at once (EIP-7702). */
  async function delegate(privateKey: Hex): Promise<void> {
    const { url, chainId } = world.chain
    const wallet = createTestWallet({ url, privateKey, kind: "eip7702" })
    const from = wallet.address
    await wallet.request({ method: "eth_requestAccounts" })
    const batch = { version: "2.0.0", chainId: toHex(chainId), from, calls: [{ to: from }] }
    await wallet.request({ method: "wallet_sendCalls", params: [batch] })
  }
  async function openRelayer(): Promise<string> {
    const { chain } = world
    await chain.mint(chain.tokens.POL, privateKeyToAddress(keyNamed("relayer")), 10n ** 20n)
    const { url } = await startRelayer(chain, { origins: ["*"] })
    return url
  }

  describe("ways", () => {
    inFull("approves first where a wallet signs no typed data, and pays then", async () => {
      const { page, wallet } = await openOffer({}, "hardware")
      // It is planned with a permit. The node can try the payment only once that is signed.
      await steps(page)
        .getByText(/^Sign: [^·]*$/)
        .waitFor()
      await steps(page)
        .getByText(/^Pay.* · network fee about 0\.0/)
        .waitFor()
      await card(page).getByText("About: as measured for such calls.").waitFor()
      await pay(page)
      await runs(page)
      expect(asked(wallet)).to.deep.equal(["eth_sendTransaction", "eth_sendTransaction"])
    })

    inFull("pays in one transaction of two calls where the wallet can (EIP-5792)", async () => {
      const privateKey = await newAccount("of code", { coins: COINS })
      await delegate(privateKey)
      const { page, wallet } = await openOffer({ privateKey }, "eip7702")
      await card(page).getByText("1 transaction", { exact: true }).waitFor()
      await steps(page)
        .getByText(/ · network fee about 0\.0/)
        .waitFor()
      await pay(page)
      await runs(page)
      expect(asked(wallet)).to.deep.equal(["wallet_sendCalls"])
    })

    inFull("shows what the node estimates where it can try the payment now", async () => {
      const privateKey = await newAccount("with an allowance", { coins: COINS })
      const { chain } = world
      const owner = createWalletClient({
        account: privateKeyToAccount(privateKey),
        chain: chain.client.chain,
        transport: http(chain.url),
      })
      const args = [chain.escrow, PAID] as const
      const hash = await owner.writeContract({
        address: chain.tokens.USDC,
        abi: erc20Abi,
        functionName: "approve",
        args,
      })
      await chain.client.waitForTransactionReceipt({ hash })
      const { page } = await openOffer({ privateKey })
      await card(page)
        .getByText(/^0\.0\d+ POL, estimated by the node$/)
        .waitFor()
      await steps(page)
        .getByText(/^Pay.* · network fee 0\.0/)
        .waitFor()
      expect(
        await card(page)
          .getByText(/fee about|^About/)
          .count(),
        "what is not known",
      ).to.equal(0)
    })

    inFull("waits for the other owners of a Safe", async () => {
      const { page, wallet } = await openOffer({ privateKey: await newAccount("a safe", { coins: COINS }) }, "safe")
      await pay(page)
      await page.getByText("Your wallet has it, and sends it.").waitFor()
      await wallet.confirm()
      await runs(page)
    })

    inFull("pays by one signature where the wallet has no coin, and the relayer has its fee", async () => {
      node.serve({ relayer: await openRelayer() })
      const { page, wallet } = await openOffer({ privateKey: await newAccount("without coins") })
      await card(page).getByText("1 free signature", { exact: true }).waitFor()
      await pay(page)
      await runs(page)
      expect(asked(wallet)).to.deep.equal(["eth_signTypedData_v4"])
    })

    inFull("pays through the relayer on request, and takes it back", async () => {
      node.serve({ relayer: await openRelayer() })
      const { page, wallet } = await openOffer()
      await button(page, "Pay without POL").click()
      await card(page).getByText("1 free signature", { exact: true }).waitFor()
      await button(page, "Pay with POL").click()
      await card(page)
        .getByText(/1 transaction/)
        .waitFor()
      await button(page, "Pay without POL").click()
      await card(page).getByText("1 free signature", { exact: true }).waitFor()
      await pay(page)
      await runs(page)
      expect(asked(wallet)).to.deep.equal(["eth_signTypedData_v4"])
    })

    inFull("says so where the wallet has no coin and there is no relayer, or none that answers", async () => {
      const privateKey = await newAccount("without relayer")
      const alone = await openOffer({ privateKey })
      await card(alone.page).getByText("Your wallet has no POL for the network fee.").waitFor()
      await alone.close()
      node.serve({ relayer: "http://127.0.0.1:1" })
      const { page } = await openOffer({ privateKey })
      await card(page).getByText("The relayer does not answer.").waitFor()
    })
  })

  describe("failures", () => {
    inFull("declined between the approval and the payment: only the rest is asked again", async () => {
      const { page, wallet } = await openOffer({}, "hardware")
      await pay(page)
      await until(() => asked(wallet).length === 1)
      // Of the question after this one.
      wallet.behave("reject", { times: 1 })
      await page.getByText("You declined it in your wallet.").waitFor()
      wallet.behave("approve")
      await button(page, "Back to the offer").click()
      await card(page).getByText("1 transaction", { exact: true }).waitFor()
      await pay(page)
      await runs(page)
    })

    inFull("sped up in the wallet: it is the same payment", async () => {
      const { page } = await openOffer()
      await world.chain.fault("replace", { times: 1, by: "same call" })
      await pay(page)
      await runs(page)
    })

    inFull("an approval that the network drops: nothing is paid, and it can be paid again", async () => {
      const { page } = await openOffer({ prepare: quickPauses }, "hardware")
      await world.chain.fault("drop", { times: 1 })
      await pay(page)
      await page.getByText("The network dropped it.").waitFor()
      await button(page, "Back to the offer").click()
      await pay(page)
      await runs(page)
    })

    inFull("an index that lags: the rental is in the list at once, from the chain", async () => {
      const frozen = await freezeServer(world.server)
      try {
        await fetch(`${frozen.url}/meta`)
        node.serve({ servers: [frozen.url], boards: [] })
        const { page } = await openOffer()
        await pay(page)
        await runs(page)
        const id = page.url().split("/").at(-1)
        await page.getByRole("link", { name: "Rentals" }).first().click()
        await page.getByText("The server is behind, so this is read from the chain itself.").waitFor()
        await page.getByRole("table", { name: "Open" }).locator(`a[href*="${id}"]`).first().waitFor()
      } finally {
        await frozen.close()
      }
    })

    inFull("a node that does not answer: nothing is paid, and then it is", async () => {
      const { page } = await openOffer()
      await card(page).getByText("1 free signature, 1 transaction").waitFor()
      node.fail(unavailable)
      await pay(page)
      await page.getByText("The node does not answer.").first().waitFor()
      node.heal()
      await button(page, "Back to the offer").click()
      await pay(page)
      await runs(page)
    })

    inFull("a node that answers 429 for a while: it is asked again", async () => {
      const { page } = await openOffer()
      await card(page).getByText("1 free signature, 1 transaction").waitFor()
      node.fail(busy(6))
      await pay(page)
      await runs(page)
    })

    inFull("a node that fails once it was sent: the payment is found when it answers again", async () => {
      const { page, wallet } = await openOffer()
      await pay(page)
      await until(() => asked(wallet).includes("eth_sendTransaction"))
      node.fail(unavailable)
      await page.reload()
      await page
        .getByText(/does not answer/)
        .first()
        .waitFor()
      node.heal()
      await runs(page)
    })

    inFull("a second window: it follows the payment as well", async () => {
      const { page, wallet } = await openOffer()
      wallet.behave("hang")
      await pay(page)
      await title(page, "Confirm in your wallet.").waitFor()
      const second = await page.context().newPage()
      await second.goto(page.url())
      await second.getByText("If your wallet still asks, you can confirm there.").waitFor()
      wallet.behave("approve")
      wallet.answer("approve")
      await runs(page)
      await runs(second)
    })

    inFull("paid on another device meanwhile: it is the same rental, and paid once", async () => {
      const { page, wallet, path } = await openOffer()
      await card(page).getByText("1 free signature, 1 transaction").waitFor()
      const { page: there } = await open({ path })
      await connect(there)
      wallet.behave("hang")
      await pay(page)
      await title(page, "Confirm in your wallet.").waitFor()
      await pay(there)
      await runs(there)
      await runs(page)
      wallet.behave("approve")
      wallet.answer("reject")
      await runs(page)
      expect(page.url().split("/").at(-1)).to.equal(there.url().split("/").at(-1))
    })

    inFull("too late: the offer ended while the wallet asked", async () => {
      const { page, wallet } = await openOffer()
      wallet.behave("hang")
      await pay(page)
      await title(page, "Confirm in your wallet.").waitFor()
      await world.chain.warp(LIFETIME)
      wallet.behave("approve")
      wallet.answer("approve")
      await page.getByText("The host has replaced this offer.").waitFor()
    })
  })
})
