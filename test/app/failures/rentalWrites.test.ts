// Every write of a rental with everything that can go wrong on its way: what the page says, and the way on.
import type { Page } from "playwright-core"

import { connect } from "../support/connect.ts"
import { inFull } from "../support/inFull.ts"
import { pendingForever, unavailable } from "../support/pageNode.ts"
import { onStage, playTransactions } from "../support/writes/playWrites.ts"
import { PLAYED, rentalWrites } from "../support/writes/rentalTable.ts"

const dialog = (page: Page) => page.getByRole("dialog")
const toasts = (page: Page) => page.getByRole("region", { name: "Transactions" })
const confirmation = (page: Page, name: RegExp) => dialog(page).getByRole("button", { name, disabled: false })

describe("the page: what goes wrong with a rental", () => {
  const stage = onStage()
  playTransactions(stage, rentalWrites)

  /** The page of a rental that runs, as its renter sees it. */
  async function openRunning(): Promise<Page> {
    const { id } = await stage.world().chain.rental("active", { duration: PLAYED })
    const { page } = await stage.open({ path: `/rental/${id}` })
    await page.getByRole("heading", { name: "What you can do now" }).waitFor()
    await connect(page)
    return page
  }

  inFull("a node that was silent before the dialog opened has refused nothing: it can be asked again", async () => {
    const page = await openRunning()
    stage.node().fail(unavailable)
    await page.getByRole("button", { name: "Stop…" }).click()
    // By then, what the dialog asked has failed for good.
    await page.getByText("Amounts are from").waitFor()
    await confirmation(page, /^Stop, /).click()
    await dialog(page).getByText("The node does not answer.").waitFor()
    stage.node().heal()
    await confirmation(page, /^Stop, /).click()
    await page.getByRole("heading", { name: "Stopped by the renter" }).waitFor()
  })

  inFull("a node that was silent while a payment was planned: it is planned once it answers", async () => {
    const page = await openRunning()
    stage.node().fail(unavailable)
    await page.getByRole("button", { name: "Extend…" }).click()
    await dialog(page).getByText("The node does not answer.").waitFor()
    stage.node().heal()
    await confirmation(page, /^Extend for /).click()
    await toasts(page)
      .getByText(/^Extended for /)
      .waitFor()
  })

  inFull("a second window: it shows what the first one sends, and neither shows it as it was", async () => {
    const page = await openRunning()
    const second = await page.context().newPage()
    await second.goto(page.url())
    await second.getByRole("heading", { name: "What you can do now" }).waitFor()
    stage.node().fail(pendingForever)
    await page.getByRole("button", { name: "Stop…" }).click()
    await confirmation(page, /^Stop, /).click()
    for (const one of [page, second]) await toasts(one).getByText("It is safe to close this page.").waitFor()
    stage.node().heal()
    for (const one of [page, second]) await one.getByRole("heading", { name: "Stopped by the renter" }).waitFor()
  })
})
