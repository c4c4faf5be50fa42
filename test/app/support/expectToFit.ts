import { expect } from "chai"
import type { Page } from "playwright-core"

/** Nothing stands outside of the window, so nothing has to be scrolled sideways. */
export async function expectToFit(page: Page, where: string): Promise<void> {
  const [inner, client] = await page.evaluate<[number, number]>(
    "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
  )
  expect(inner, where).to.equal(client)
}
