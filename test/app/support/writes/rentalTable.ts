// Everything that a page sends to the chain about a rental.
import { interrupt, refund, settle, start, stop, submitEvidence } from "@gpuflow/escrow"
import type { TestEscrow, TestRental, TestRentalState } from "@gpuflow/escrow/testing"
import type { Page } from "playwright-core"

import type { Transaction } from "./write.ts"

const HOUR = 3_600n
const DAY = 24n * HOUR

/** The hours for which a rental is played. */
export const PLAYED = 8n * HOUR

type RentalWrite = Pick<Transaction, "verb" | "by" | "confirms" | "done" | "late"> & {
  /** The state in which it is possible, and seconds that have to pass then. */
  readonly from: TestRentalState
  readonly after?: bigint
  /** The button that shows the figures. */
  readonly opens: string
  /** What the dialog asks for. */
  readonly fill?: (page: Page) => Promise<void>
  readonly elsewhere: (chain: TestEscrow, played: TestRental) => Promise<unknown>
  /** Whether the escrow refuses it after that. */
  readonly once: boolean
  /** Where its list shows it afterwards. */
  readonly listed?: (page: Page, played: TestRental) => Promise<unknown>
}

const dialog = (page: Page) => page.getByRole("dialog")
const words = (label: string) => (page: Page) => dialog(page).getByLabel(label).fill("The card ran at 210 MHz.")

/** The time in which it was possible has ended, at a time that the page names. */
const lateAfter = (after: bigint) => ({ after, says: /Too late: the time ended at/ })
const BEATEN = /It has changed in the meantime\.|Something changed a moment before/

/** The renter's list has the rental in a table, with what is so of it. An index alone knows how one has ended. */
const inList =
  (table: "Open" | "Ended", state = /./) =>
  async (page: Page, { id, rental }: TestRental): Promise<void> => {
    await page.evaluate(`location.hash = "#/rentals?of=${rental.renter}"`)
    const row = page.getByRole("table", { name: table }).getByRole("row")
    await row
      .filter({ has: page.locator(`a[href*="${id}"]`) })
      .filter({ hasText: state })
      .waitFor()
  }

const writes: readonly RentalWrite[] = [
  {
    ...{ verb: "extend", by: "renter", from: "active", opens: "Extend…" },
    ...{ confirms: /^Extend for 6\.00/, done: /^Extended for 6\.00/, once: true, late: lateAfter(PLAYED) },
    elsewhere: ({ wallets, escrow }, { rental }) => stop(wallets.renter, { escrow, rental }),
    listed: inList("Open", /of 18\.00 USDC/),
  },
  {
    ...{ verb: "stop", by: "renter", from: "active", opens: "Stop…" },
    ...{ confirms: /^Stop, /, done: /^Stopped, /, once: true },
    // The host would get all of it.
    late: { after: PLAYED, says: /^Something changed a moment before: 10\.80 USDC would be paid/ },
    elsewhere: ({ wallets, escrow }, { rental }) => stop(wallets.renter, { escrow, rental }),
    listed: inList("Ended"),
  },
  {
    ...{ verb: "cancel", by: "renter", from: "funded", opens: "Cancel…" },
    ...{ confirms: /^Cancel, /, done: /^Cancelled, /, once: true, late: lateAfter(DAY) },
    elsewhere: ({ wallets, escrow }, { rental }) => start(wallets.host, { escrow, rental }),
    listed: inList("Ended"),
  },
  {
    ...{ verb: "dispute", by: "renter", from: "active", after: HOUR, opens: "Dispute…" },
    fill: words("What was not as promised?"),
    ...{ confirms: /^Dispute, stake /, done: /^Disputed, /, once: true, late: lateAfter(PLAYED + 2n * DAY) },
    elsewhere: ({ wallets, escrow }, { rental }) => stop(wallets.renter, { escrow, rental }),
    listed: inList("Open", /Disputed/),
  },
  {
    ...{ verb: "give up a dispute", by: "renter", from: "disputed", opens: "Give up the dispute…" },
    ...{ confirms: /^Give up, /, done: /^Dispute given up, /, once: true, late: lateAfter(15n * DAY) },
    elsewhere: ({ wallets, escrow }, { rental }) => stop(wallets.renter, { escrow, rental }),
    listed: inList("Ended"),
  },
  {
    ...{ verb: "add evidence", by: "renter", from: "disputed", opens: "Add evidence…" },
    fill: words("What shall the arbiter know?"),
    ...{ confirms: /^Add$/, done: /^Evidence added/, once: false },
    elsewhere: ({ wallets, escrow }, { rental }) =>
      submitEvidence(wallets.renter, { escrow, rental, evidenceURI: "ipfs://other" }),
  },
  {
    ...{ verb: "take back what was not started", by: "renter", from: "noShow", opens: "Take it back…" },
    ...{ confirms: /^Take it back$/, done: /^Taken, /, once: true },
    elsewhere: ({ wallets, escrow }, { rental }) => settle(wallets.stranger, { escrow, rental }),
    listed: inList("Ended"),
  },
  {
    ...{ verb: "start", by: "host", from: "funded", opens: "Start…" },
    ...{ confirms: /^Start$/, done: /^Started$/, once: true, late: lateAfter(DAY) },
    elsewhere: ({ wallets, escrow }, { rental }) => stop(wallets.renter, { escrow, rental }),
    listed: inList("Open", /Running/),
  },
  {
    ...{ verb: "decline", by: "host", from: "funded", opens: "Decline…" },
    ...{ confirms: /^Decline, /, done: /^Declined/, once: true, late: lateAfter(DAY) },
    elsewhere: ({ wallets, escrow }, { rental }) => stop(wallets.renter, { escrow, rental }),
    listed: inList("Ended"),
  },
  {
    // In the second of its start nothing is billed, and it closes at once.
    ...{ verb: "end early", by: "host", from: "active", after: HOUR, opens: "End early…" },
    ...{ confirms: /^End, /, done: /^Ended early, /, once: true, late: lateAfter(PLAYED) },
    elsewhere: ({ wallets, escrow }, { rental }) => interrupt(wallets.host, { escrow, rental }),
    listed: inList("Open", /Ended by the host/),
  },
  {
    ...{ verb: "give time back", by: "host", from: "active", after: HOUR, opens: "Give time back…" },
    ...{ confirms: /^Give 0\.37 USDC back$/, done: / given back$/, once: false, late: lateAfter(PLAYED + 2n * DAY) },
    elsewhere: ({ wallets, escrow }, { rental }) => refund(wallets.host, { escrow, rental, refundedSeconds: 60n }),
    listed: inList("Open", /of 11\.6/),
  },
  {
    ...{ verb: "take what is due", by: "host", from: "due", opens: "Take what is due…" },
    ...{ confirms: /^Take what is due$/, done: /^Taken, /, once: true },
    elsewhere: ({ wallets, escrow }, { rental }) => settle(wallets.stranger, { escrow, rental }),
    listed: inList("Ended"),
  },
]

export const rentalWrites: readonly Transaction[] = writes.map(
  ({ from, after = 0n, opens, fill, elsewhere, once, listed, ...write }) => ({
    ...write,
    ...(once && { beaten: BEATEN }),
    play: async ({ chain }) => {
      const played = await chain.rental(from, { duration: PLAYED })
      if (after > 0n) await chain.warp(after)
      return {
        path: `/rental/${played.id}`,
        open: async (page) => {
          await page.getByRole("button", { name: opens }).click()
          await fill?.(page)
        },
        elsewhere: () => elsewhere(chain, played),
        ...(listed && { shown: (page) => listed(page, played) }),
      }
    },
  }),
)
