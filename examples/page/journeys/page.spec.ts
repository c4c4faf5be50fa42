// What people live through on the page: each journey checks what they read, and what the chain says.
import { expect } from "@playwright/test"

import { button, test } from "./fixtures.ts"

test("rent", async ({ page, offer, open }) => {
  const deal = await offer()
  await open(deal)
  await expect(page.getByText("1.5 USDC")).toBeVisible()
  await button(page, "Rent").click()

  await expect(page.getByText("Paid. The host starts it by")).toBeVisible()
  expect(await deal.status()).toBe("Funded")
})
