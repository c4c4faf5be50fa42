// The page as it is built, the chain and the wallet of the test kit, and what the journeys do again and again.
import { getState, idOf, type RentalState } from "@gpuflow/escrow"
import { offerLink } from "@gpuflow/escrow/offer"
import type { TestRental, TestRentalOptions } from "@gpuflow/escrow/testing"
import { type EscrowTestFixtures, type EscrowWorkerFixtures, escrowFixtures } from "@gpuflow/escrow/testing/playwright"
import { test as base, type Locator, type Page } from "@playwright/test"
import { type Hex, keccak256, toHex } from "viem"
import { build, preview } from "vite"

/** A host's offer, and the rental that the page makes of it. */
export type Deal = {
  readonly offered: TestRental
  readonly id: Hex
  readonly rental: TestRental["rental"]
  /** What the chain says of it. */
  readonly state: () => Promise<RentalState>
  readonly status: () => Promise<RentalState["status"]>
}

type Journeys = EscrowTestFixtures & {
  /** A host offers a machine. */
  readonly offer: (options?: TestRentalOptions) => Promise<Deal>
  /** Opens the page with the offer in its link, and connects the wallet. */
  readonly open: (deal: Deal, page?: Page) => Promise<void>
}

type Sites = EscrowWorkerFixtures & {
  readonly mode: "development" | "production"
  /** Where the page is served. */
  readonly site: string
}

export const test = base.extend<Journeys, Sites>({
  ...escrowFixtures(),
  // In strict mode, React mounts everything twice in development alone.
  mode: ["development", { scope: "worker", option: true }],
  site: [
    async ({ escrowChain, mode }, use) => {
      Object.assign(process.env, { NODE_ENV: mode, VITE_ESCROW: escrowChain.escrow, VITE_RPC_URL: escrowChain.url })
      const outDir = `dist/${mode}`
      await build({ mode, logLevel: "error", build: { outDir, chunkSizeWarningLimit: 5_000 } })
      const server = await preview({ build: { outDir }, preview: { host: "127.0.0.1", port: 0 } })
      await use(String(server.resolvedUrls?.local[0]))
      await server.close()
    },
    { scope: "worker", timeout: 120_000 },
  ],
  offer: async ({ escrow, wallet }, use) => {
    await use(async (options) => {
      const offered = await escrow.rental("offered", options)
      const rental = { offer: offered.offer, renter: wallet.address, salt: keccak256(toHex("order 1")) }
      const id = idOf(rental)
      const state = () => getState(escrow.client, { escrow: escrow.escrow, id })
      return { offered, id, rental, state, status: async () => (await state()).status }
    })
  },
  open: async ({ page: first, site, escrow }, use) => {
    await use(async ({ offered }, page = first) => {
      const { offer, signature: hostSignature } = offered
      await page.goto(offerLink(site, { chainId: escrow.chainId, escrow: escrow.escrow, offer, hostSignature }))
      await page.getByText(/Your account|Connect Test Wallet/).waitFor()
      const connect = button(page, "Connect Test Wallet")
      if (await connect.isVisible()) await connect.click()
    })
  },
})

export const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true })
export const failure = (page: Page): Locator => page.getByRole("alert")
