// Toasts leave by themselves, unless somebody reads them.
import type { Locator, Page } from "playwright-core"

import { createTestClient, http } from "viem"

import { inFull } from "./support/inFull.ts"
import { onAppWorld } from "./support/onAppWorld.ts"
import type { AppWorld } from "./support/world.ts"

/** Milliseconds in which a toast goes that nobody reads, and some more for a slow computer. */
const GONE = 15_000
/** Milliseconds after which one that is read is still there. */
const READ = 18_000
/** Blocks above one that the local chain calls final. */
const FINAL_AFTER = 100
/** Where a browser keeps them. */
const KEY = "gpuflow.transactions"
/** Where toasts stand in a window of 1440 × 900 px. */
const CORNER = { x: 1_300, y: 860 }

describe("toasts", () => {
  let world: AppWorld
  const open = onAppWorld((opened) => {
    world = opened
  })

  /** Opens the page, in whose corner a pointer rests. Then transactions come up that the device has sent. */
  async function openWith(count: number): Promise<{ readonly page: Page; readonly toasts: Locator }> {
    const { client, chainId, escrow, accounts, wallets } = world.chain
    const hash = await wallets.renter.sendTransaction({ to: accounts.renter.address })
    const { blockNumber } = await client.waitForTransactionReceipt({ hash })
    const node = createTestClient({ mode: "hardhat", chain: world.chain.chain, transport: http(world.chain.url) })
    await node.mine({ blocks: FINAL_AFTER })
    const sent = Array.from({ length: count }, (_, index) => ({
      ...{ key: `sent ${index}`, kind: "stop", chainId, escrow, account: accounts.renter.address, phase: "included" },
      ...{ hash, blockNumber: String(blockNumber) },
    }))
    const { page } = await open({ path: "/settings" })
    await page.getByRole("heading", { level: 1 }).waitFor()
    await page.mouse.move(CORNER.x, CORNER.y)
    // As from another window of the same browser.
    await page.evaluate(`localStorage.setItem("${KEY}", ${JSON.stringify(JSON.stringify(sent))})
      dispatchEvent(new StorageEvent("storage", { key: "${KEY}" }))`)
    const toasts = page.getByRole("region", { name: "Transactions" })
    await toasts.getByText("Final.").first().waitFor()
    return { page, toasts }
  }

  const gone = (toasts: Locator) => toasts.locator("> *").first().waitFor({ state: "detached", timeout: GONE })

  inFull("leave while a pointer rests where they came up", async () => {
    const { toasts } = await openWith(1)
    await gone(toasts)
  })

  inFull("stay while a pointer is moved over them, and leave when it has left", async () => {
    const { page, toasts } = await openWith(1)
    await page.mouse.move(CORNER.x - 20, CORNER.y)
    await page.waitForTimeout(READ)
    await toasts.locator("> *").waitFor()
    await page.mouse.move(20, 20)
    await gone(toasts)
  })

  inFull("leave after another was closed with a mouse", async () => {
    const { page, toasts } = await openWith(2)
    await toasts.getByRole("button", { name: "Close" }).last().click()
    await page.mouse.move(20, 20)
    await toasts.getByRole("button", { name: "Close" }).nth(1).waitFor({ state: "detached" })
    await gone(toasts)
  })
})
