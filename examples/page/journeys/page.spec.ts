// What people live through on the page: each journey checks what they read, and what the chain says.
import { accrued, interrupt, start } from "@gpuflow/escrow"
import { planDeposit, runDeposit } from "@gpuflow/escrow/plan"
import type { TestEscrow } from "@gpuflow/escrow/testing"
import { expect, type Page } from "@playwright/test"
import { erc20Abi, formatUnits, keccak256, toHex } from "viem"

import { button, type Deal, failure, test } from "./fixtures.ts"

const PAID = "Paid. The host starts it by"
const RUNNING = "The machine is yours until"
const CONFIRM = "Confirm in your wallet."

/** What an account has of the offer's token. */
const balanceOf = async (escrow: TestEscrow, { offered }: Deal) => {
  const { token: address } = offered.offer
  const args = [escrow.accounts.renter.address] as const
  return escrow.client.readContract({ address, abi: erc20Abi, functionName: "balanceOf", args })
}

/** Rents, and lets the host start. */
async function run({ page, escrow, deal }: { page: Page; escrow: TestEscrow; deal: Deal }) {
  await button(page, "Rent").click()
  await expect(page.getByText(PAID)).toBeVisible()
  await start(escrow.wallets.operator, { escrow: escrow.escrow, rental: deal.rental })
  await expect(page.getByText(RUNNING)).toBeVisible()
}

test("rent, meter, stop", async ({ page, escrow, offer, open }) => {
  const deal = await offer()
  const before = await balanceOf(escrow, deal)
  await open(deal)
  await expect(page.getByText("Price: 1.50 USDC")).toBeVisible()
  await run({ page, escrow, deal })
  await escrow.warp(1_800)
  await page.reload()
  await expect(page.getByRole("timer")).toContainText(/^0\.75\d* USDC of 1\.50 USDC$/)

  await button(page, "Stop").click()

  await expect(page.getByText("The rental is over, and everything is paid out.")).toBeVisible()
  expect(await deal.status()).toBe("Closed")
  const spent = before - (await balanceOf(escrow, deal))
  expect(spent).toBeGreaterThanOrEqual(750_000n)
  expect(spent).toBeLessThan(800_000n)
})

test("rent, dispute", async ({ page, escrow, offer, open }) => {
  const deal = await offer()
  await open(deal)
  await run({ page, escrow, deal })
  await escrow.warp(3_000)
  await expect(page.getByText(/^Your stake in a dispute: 0\.\d+ USDC$/)).toBeVisible()
  await expect(button(page, "Dispute")).toBeDisabled()

  await page.getByLabel("Link to evidence").fill("https://example.org/evidence.txt")
  await button(page, "Dispute").click()

  await expect(page.getByText("In dispute. The arbiter decides by")).toBeVisible()
  expect(await deal.status()).toBe("Disputed")
})

test("rejection", async ({ page, escrow, wallet, offer, open }) => {
  const deal = await offer()
  const before = await balanceOf(escrow, deal)
  await open(deal)
  wallet.behave("reject", { times: 1 })
  await button(page, "Rent").click()

  await expect(failure(page)).toContainText("You did not confirm it in your wallet.")
  expect(await deal.status()).toBe("None")
  expect(await balanceOf(escrow, deal)).toBe(before)

  await button(page, "Rent").click()
  await expect(page.getByText(PAID)).toBeVisible()
  await expect(failure(page)).toHaveCount(0)
})

test("the wallet does not answer, and the person cancels", async ({ page, wallet, offer, open }) => {
  const deal = await offer()
  await open(deal)
  wallet.behave("hang", { times: 1 })
  await button(page, "Rent").click()
  await expect(page.getByText(CONFIRM)).toBeVisible()
  await button(page, "Cancel").click()

  await expect(failure(page)).toContainText("The wallet did not answer")
  await expect(button(page, "Rent")).toBeEnabled()
  wallet.answer("reject")
  expect(await deal.status()).toBe("None")

  await button(page, "Rent").click()
  await expect(page.getByText(PAID)).toBeVisible()
})

test("a link that was cut off", async ({ page, offer, open }) => {
  const deal = await offer()
  await open(deal)
  await expect(button(page, "Rent")).toBeEnabled()
  await page.goto(page.url().slice(0, -9))

  await expect(failure(page)).toContainText("cut off")
  await expect(button(page, "Rent")).toHaveCount(0)
})

test("wrong chain", async ({ page, wallet, offer, open }) => {
  const deal = await offer()
  await open(deal)
  wallet.switchChain(1)
  await button(page, "Rent").click()
  await expect(failure(page)).toContainText("Your wallet is on another network.")
  expect(wallet.questions.filter(({ method }) => /^eth_s/.test(method))).toHaveLength(0)

  await button(page, "Switch to Polygon").click()

  await expect(page.getByText(PAID)).toBeVisible()
  expect(await deal.status()).toBe("Funded")
})

test("the offer expires while the page is open", async ({ page, escrow, wallet, offer, open }) => {
  const deal = await offer()
  await open(deal)
  await expect(button(page, "Rent")).toBeEnabled()
  await escrow.warp(deal.offered.offer.expiry - escrow.now() + 1n)
  await button(page, "Rent").click()

  await expect(failure(page)).toContainText("The offer has expired")
  expect(wallet.questions.filter(({ method }) => /^eth_s/.test(method))).toHaveLength(0)
  expect(await deal.status()).toBe("None")
  await page.reload()
  await expect(failure(page)).toContainText("The offer has expired")
  await expect(button(page, "Rent")).toBeDisabled()
})

test("another renter takes the machine in between", async ({ page, escrow, wallet, offer, open }) => {
  const deal = await offer()
  await open(deal)
  await expect(button(page, "Rent")).toBeEnabled()
  const { offer: terms, signature: hostSignature, duration } = deal.offered
  const rental = { offer: terms, renter: escrow.accounts.payer.address, salt: keccak256(toHex("theirs")) }
  const plan = await planDeposit(escrow.wallets.payer, { escrow: escrow.escrow, rental, duration, hostSignature })
  await runDeposit(escrow.wallets.payer, { plan })
  await button(page, "Rent").click()

  await expect(failure(page)).toContainText("The machine is taken")
  expect(wallet.questions.filter(({ method }) => /^eth_s/.test(method))).toHaveLength(0)
  expect(await deal.status()).toBe("None")
})

test("the node is down, and back", async ({ page, escrow, offer, open }) => {
  const deal = await offer()
  await open(deal)
  await expect(button(page, "Rent")).toBeEnabled()
  await escrow.fault("outage", { as: "unavailable" })
  await button(page, "Rent").click()
  await expect(failure(page).first()).toContainText("No connection")
  await escrow.heal()
  expect(await deal.status()).toBe("None")

  await run({ page, escrow, deal })
  await escrow.fault("outage")
  await expect(failure(page)).toContainText("No connection")
  await expect(page.getByRole("timer")).toContainText("of 1.50 USDC")
  await escrow.heal()
  await expect(failure(page)).toHaveCount(0)

  await button(page, "Stop").click()
  await expect(page.getByText("The rental is over")).toBeVisible()
  expect(await deal.status()).toBe("Closed")
})

test("reload while the wallet asks: found again, and paid once", async ({ page, escrow, wallet, offer, open }) => {
  const deal = await offer()
  const before = await balanceOf(escrow, deal)
  await open(deal)
  wallet.behave("hang")
  await button(page, "Rent").click()
  await expect(page.getByText(CONFIRM)).toBeVisible()
  await page.reload()
  await expect(page.getByText("You began to pay, and nothing was sent yet. You can pay now.")).toBeVisible()

  wallet.behave("approve")
  await button(page, "Rent").click()
  await expect(page.getByText(PAID)).toBeVisible()
  wallet.answer("approve")

  await page.reload()
  await expect(page.getByText(PAID)).toBeVisible()
  await expect(page.getByText("You began to pay")).toHaveCount(0)
  expect(before - (await balanceOf(escrow, deal))).toBe(deal.offered.price)
})

test("reload after it was sent: found again, and paid once", async ({ page, escrow, wallet, offer, open }) => {
  const deal = await offer()
  const before = await balanceOf(escrow, deal)
  // The node answers, and is behind, until it is healed.
  await escrow.mine(200)
  await escrow.fault("lag", { blocks: 200 })
  await open(deal)
  await button(page, "Rent").click()
  await expect(page.getByText("Sent. Waiting for a block")).toBeVisible()
  await page.reload()
  await expect(page.getByText("Your payment is on its way.")).toBeVisible()
  await expect(button(page, "Rent")).toBeDisabled()

  await escrow.heal()

  await expect(page.getByText(PAID)).toBeVisible()
  await expect.poll(() => page.evaluate("localStorage['wagmi.rentalEscrow.deposits']")).toBe("[]")
  expect(await deal.status()).toBe("Funded")
  expect(before - (await balanceOf(escrow, deal))).toBe(deal.offered.price)
  expect(wallet.questions.filter(({ method }) => method === "eth_sendTransaction")).toHaveLength(1)
})

test("two tabs: the second sees it, and it is paid once", async ({ page, context, escrow, wallet, offer, open }) => {
  const deal = await offer()
  const before = await balanceOf(escrow, deal)
  const second = await context.newPage()
  await open(deal)
  await open(deal, second)
  wallet.behave("hang")
  for (const tab of [page, second]) {
    await expect(button(tab, "Rent")).toBeEnabled()
    await button(tab, "Rent").click()
    await expect(tab.getByText(CONFIRM)).toBeVisible()
  }
  wallet.behave("approve")
  wallet.answer("approve")

  await expect(page.getByText(PAID)).toBeVisible()
  await expect(second.getByText(PAID)).toBeVisible()
  expect(before - (await balanceOf(escrow, deal))).toBe(deal.offered.price)
  await button(second, "Stop").click()
  await expect(page.getByText("The rental is over")).toBeVisible()
  expect(await deal.status()).toBe("Closed")
})

test("the host ends it: the meter stops and the page says so", async ({ page, escrow, offer, open }) => {
  const deal = await offer()
  await open(deal)
  await run({ page, escrow, deal })
  await escrow.warp(900)
  await interrupt(escrow.wallets.host, { escrow: escrow.escrow, rental: deal.rental })

  await expect(page.getByText("The host has ended the rental. What you did not use goes back to you.")).toBeVisible()
  const state = await deal.state()
  expect(state.status).toBe("Interrupted")
  const due = accrued(deal.rental.offer, state, escrow.now())
  await escrow.warp(900)
  await page.reload()
  const shown = Number(formatUnits(due, 6)).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 4 })
  await expect(page.getByRole("timer")).toHaveText(`${shown} USDC of 1.50 USDC`)
})

test("a Safe, whose hash is not the transaction's", async ({ page, escrow, wallet, offer, open }) => {
  const deal = await offer()
  wallet.behave("safe")
  await open(deal)
  await button(page, "Rent").click()
  await expect(page.getByText("Your wallet has the payment")).toBeVisible()
  expect(await deal.status()).toBe("None")
  await page.reload()
  await expect(page.getByText("Your payment is on its way.")).toBeVisible()
  await wallet.confirm()
  await expect(page.getByText(PAID)).toBeVisible()
  await start(escrow.wallets.operator, { escrow: escrow.escrow, rental: deal.rental })
  await expect(page.getByText(RUNNING)).toBeVisible()

  await button(page, "Stop").click()
  await expect(page.getByText("Sent. Waiting for a block")).toBeVisible()
  await wallet.confirm()

  await expect(page.getByText("The rental is over")).toBeVisible()
  expect(await deal.status()).toBe("Closed")
})
