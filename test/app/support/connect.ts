import type { Page } from "playwright-core"

/** Connects the test wallet, in either language, and waits until the page shows its account. */
export async function connect(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /^(Connect|Se connecter)$/ })
    .first()
    .click()
  await page.getByRole("button", { name: "Test Wallet" }).click()
  await page.getByRole("button", { name: /^(Account|Compte)/ }).waitFor()
}
