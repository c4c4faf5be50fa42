// Every write of a rental with everything that can go wrong on its way: what the page says, and the way on.
import { expect } from "chai"
import type { Page } from "playwright-core"

import { connect } from "./support/connect.ts"
import { freezeServer } from "./support/frozenServer.ts"
import { inFull } from "./support/inFull.ts"
import { busy, onPageNode, type PageNode, pendingForever, unavailable } from "./support/pageNode.ts"
import type { AppWorld, Visit } from "./support/world.ts"
import { PLAYED, type Write, writes } from "./support/writes.ts"

type Begun = Visit & { readonly played: Awaited<ReturnType<AppWorld["chain"]["rental"]>> }

const dialog = (page: Page) => page.getByRole("dialog")
const toasts = (page: Page) => page.getByRole("region", { name: "Transactions" })

describe("the page: what goes wrong", () => {
  let world: AppWorld
  let node: PageNode
  const open = onPageNode((...opened) => {
    ;[world, node] = opened
  })

  /** Opens the dialog of a write, with everything filled in. */
  async function begin({ by, from, after = 0n, opens, fill }: Write): Promise<Begun> {
    const played = await world.chain.rental(from, { duration: PLAYED })
    if (after > 0n) await world.chain.warp(after)
    const visit = await open({ path: `/rental/${played.id}`, privateKey: world.chain.keys[by] })
    const { page } = visit
    await page.getByRole("heading", { name: "What you can do now" }).waitFor()
    await connect(page)
    await page.getByRole("button", { name: opens }).click()
    await fill?.(page)
    return { ...visit, played }
  }
  const confirmation = ({ page }: Visit, { confirms }: Write) =>
    dialog(page).getByRole("button", { name: confirms, disabled: false })
  const confirm = (visit: Visit, write: Write) => confirmation(visit, write).click()
  const done = ({ page }: Visit, { done: words }: Write) => toasts(page).getByText(words).first().waitFor()
  const said = ({ page }: Visit, words: string | RegExp) =>
    dialog(page).getByText(words).or(toasts(page).getByText(words)).first().waitFor()

  for (const write of writes) {
    describe(write.verb, () => {
      inFull("declined in the wallet: nothing is done, and it can be tried again", async () => {
        const begun = await begin(write)
        begun.wallet.behave("reject", { times: 1 })
        await confirm(begun, write)
        await said(begun, "You declined it in your wallet. Nothing was paid.")
        await dialog(begun.page).getByRole("button", { name: "Try again" }).click()
        await done(begun, write)
        // What is done does not come back when its toast goes.
        await toasts(begun.page).getByRole("button", { name: "Close" }).first().click()
        await toasts(begun.page).getByText(write.done).waitFor({ state: "detached" })
        expect(await dialog(begun.page).count(), "dialogs").to.equal(0)
      })

      inFull("a wallet on another network: nothing is signed, and the page leads back", async () => {
        const begun = await begin(write)
        begun.wallet.switchChain(1)
        await confirm(begun, write)
        await said(begun, "Your wallet is on Ethereum. This escrow is on Polygon.")
        const asked = begun.wallet.questions.filter(({ method }) => /sign|send/i.test(method))
        expect(asked, "signatures and transactions").to.deep.equal([])
        await dialog(begun.page).getByRole("button", { name: "Switch to Polygon" }).click()
        await dialog(begun.page).getByText("Your wallet is on Ethereum.").waitFor({ state: "detached" })
        await confirm(begun, write)
        await done(begun, write)
      })

      inFull("sped up in the wallet: it is the same, under another hash", async () => {
        const begun = await begin(write)
        await world.chain.fault("replace", { times: 1, by: "same call" })
        await confirm(begun, write)
        await done(begun, write)
      })

      inFull("cancelled in the wallet: nothing is done", async () => {
        const begun = await begin(write)
        await world.chain.fault("replace", { times: 1, by: "cancellation" })
        await confirm(begun, write)
        await said(begun, "Replaced in your wallet.")
      })

      inFull("taken back by the chain: it is included again", async () => {
        const begun = await begin(write)
        await world.chain.fault("reorg", { times: 1 })
        await confirm(begun, write)
        await done(begun, write)
      })

      inFull("a node that does not answer: nothing is sent, and it goes on once it does", async () => {
        const begun = await begin(write)
        await confirmation(begun, write).waitFor()
        node.fail(unavailable)
        await confirm(begun, write)
        await said(begun, "The node does not answer.")
        node.heal()
        await confirm(begun, write)
        await done(begun, write)
      })

      inFull("a node that answers 429 for a while: it is asked again", async () => {
        const begun = await begin(write)
        await confirmation(begun, write).waitFor()
        node.fail(busy(6))
        await confirm(begun, write)
        await done(begun, write)
      })

      inFull("a reload in the middle: the page finds it again", async () => {
        const begun = await begin(write)
        node.fail(pendingForever)
        await confirm(begun, write)
        await toasts(begun.page).getByText("It is safe to close this page.").waitFor()
        await begun.page.reload()
        await toasts(begun.page).getByText("It is safe to close this page.").waitFor()
        node.heal()
        await done(begun, write)
      })

      inFull("another device was faster: the page says so", async () => {
        const begun = await begin(write)
        begun.wallet.behave("hang")
        await confirm(begun, write)
        await said(begun, /^Confirm in your wallet/)
        await write.elsewhere(world.chain, begun.played)
        begun.wallet.behave("approve")
        begun.wallet.answer("approve")
        if (write.once) {
          await said(begun, /It has changed in the meantime\.|Something changed a moment before/)
        } else await done(begun, write)
      })

      const { until, late = /Too late: the time ended at/ } = write
      if (until === undefined) return
      inFull("too late: the page says so, and nothing is done", async () => {
        const begun = await begin(write)
        begun.wallet.behave("hang")
        await confirm(begun, write)
        await said(begun, /^Confirm in your wallet/)
        await world.chain.warp(until)
        begun.wallet.behave("approve")
        begun.wallet.answer("approve")
        await said(begun, late)
      })
    })
  }

  inFull("an index that lags: what was just done is read from the chain, and the page says so", async () => {
    const { chain, caughtUp, server } = world
    const { id } = await chain.rental("active", { duration: PLAYED })
    await caughtUp()
    const frozen = await freezeServer(server)
    try {
      node.serve({ servers: [frozen.url], boards: [] })
      const { page } = await open({ path: `/rental/${id}` })
      await connect(page)
      await page.getByRole("button", { name: "Stop…" }).click()
      await dialog(page)
        .getByRole("button", { name: /^Stop, /, disabled: false })
        .click()
      await page.getByRole("heading", { name: "Stopped by the renter" }).waitFor()
      await page.getByRole("link", { name: "Rentals" }).first().click()
      await page.getByText("The server is behind, so this is read from the chain itself.").waitFor()
      await page.getByRole("table", { name: "Ended" }).locator(`a[href*="${id}"]`).first().waitFor()
    } finally {
      await frozen.close()
    }
  })

  inFull("a second window: it shows what the first one sends, and neither shows it as it was", async () => {
    const { id } = await world.chain.rental("active", { duration: PLAYED })
    const { page } = await open({ path: `/rental/${id}` })
    await connect(page)
    const second = await page.context().newPage()
    await second.goto(page.url())
    await second.getByRole("heading", { name: "What you can do now" }).waitFor()
    node.fail(pendingForever)
    await page.getByRole("button", { name: "Stop…" }).click()
    await dialog(page)
      .getByRole("button", { name: /^Stop, /, disabled: false })
      .click()
    for (const one of [page, second]) await toasts(one).getByText("It is safe to close this page.").waitFor()
    node.heal()
    for (const one of [page, second]) await one.getByRole("heading", { name: "Stopped by the renter" }).waitFor()
  })
})
