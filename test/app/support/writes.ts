// Everything that a page sends to the chain about a rental: how it is come to, begun and confirmed, and what tells that it
// was done. A test plays each failure with each of them.
import { interrupt, refund, settle, start, stop, submitEvidence } from "@gpuflow/escrow"
import type { TestEscrow, TestRental, TestRentalState } from "@gpuflow/escrow/testing"
import type { Page } from "playwright-core"

const HOUR = 3_600n
const DAY = 24n * HOUR

export type Write = {
  /** What a person does. */
  readonly verb: string
  readonly by: "renter" | "host"
  /** The state in which it is possible, and seconds that have to pass then. */
  readonly from: TestRentalState
  readonly after?: bigint
  /** The button that shows the figures. */
  readonly opens: string
  /** What the dialog asks for. */
  readonly fill?: (page: Page) => Promise<void>
  readonly confirms: RegExp
  /** What the toast says once it is in a block. */
  readonly done: RegExp
  /** The same person does it on another device, or the other side is faster. */
  readonly elsewhere: (chain: TestEscrow, played: TestRental) => Promise<unknown>
  /** Whether the escrow refuses it after that. Otherwise it can be done once more. */
  readonly once: boolean
  /** Seconds after which it is too late. Undefined: it never is. */
  readonly until?: bigint
  /** What the page says then. Default: since when it is too late. */
  readonly late?: RegExp
}

const dialog = (page: Page) => page.getByRole("dialog")
const words = (label: string) => (page: Page) => dialog(page).getByLabel(label).fill("The card ran at 210 MHz.")

/** The hours for which a rental is played. */
export const PLAYED = 8n * HOUR

export const writes: readonly Write[] = [
  {
    ...{ verb: "extend", by: "renter", from: "active", opens: "Extend…" },
    ...{ confirms: /^Extend for 6\.00/, done: /^Extended for 6\.00/, once: true, until: PLAYED },
    elsewhere: ({ wallets, escrow }, { rental }) => stop(wallets.renter, { escrow, rental }),
  },
  {
    ...{ verb: "stop", by: "renter", from: "active", opens: "Stop…" },
    ...{ confirms: /^Stop, /, done: /^Stopped, /, once: true, until: PLAYED },
    // The host would get all of it.
    late: /^Something changed a moment before: 10\.80 USDC would be paid/,
    elsewhere: ({ wallets, escrow }, { rental }) => stop(wallets.renter, { escrow, rental }),
  },
  {
    ...{ verb: "cancel", by: "renter", from: "funded", opens: "Cancel…" },
    ...{ confirms: /^Cancel, /, done: /^Cancelled, /, once: true, until: DAY },
    elsewhere: ({ wallets, escrow }, { rental }) => start(wallets.host, { escrow, rental }),
  },
  {
    ...{ verb: "dispute", by: "renter", from: "active", after: HOUR, opens: "Dispute…" },
    fill: words("What was not as promised?"),
    ...{ confirms: /^Dispute, stake /, done: /^Disputed, /, once: true, until: PLAYED + 2n * DAY },
    elsewhere: ({ wallets, escrow }, { rental }) => stop(wallets.renter, { escrow, rental }),
  },
  {
    ...{ verb: "give up a dispute", by: "renter", from: "disputed", opens: "Give up the dispute…" },
    ...{ confirms: /^Give up, /, done: /^Dispute given up, /, once: true, until: 15n * DAY },
    elsewhere: ({ wallets, escrow }, { rental }) => stop(wallets.renter, { escrow, rental }),
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
  },
  {
    ...{ verb: "start", by: "host", from: "funded", opens: "Start…" },
    ...{ confirms: /^Start$/, done: /^Started$/, once: true, until: DAY },
    elsewhere: ({ wallets, escrow }, { rental }) => stop(wallets.renter, { escrow, rental }),
  },
  {
    ...{ verb: "decline", by: "host", from: "funded", opens: "Decline…" },
    ...{ confirms: /^Decline, /, done: /^Declined/, once: true, until: DAY },
    elsewhere: ({ wallets, escrow }, { rental }) => stop(wallets.renter, { escrow, rental }),
  },
  {
    ...{ verb: "end early", by: "host", from: "active", opens: "End early…" },
    ...{ confirms: /^End, /, done: /^Ended early, /, once: true, until: PLAYED },
    elsewhere: ({ wallets, escrow }, { rental }) => interrupt(wallets.host, { escrow, rental }),
  },
  {
    ...{ verb: "give time back", by: "host", from: "active", after: HOUR, opens: "Give time back…" },
    ...{ confirms: /^Give 0\.37 USDC back$/, done: / given back$/, once: false, until: PLAYED + 2n * DAY },
    elsewhere: ({ wallets, escrow }, { rental }) => refund(wallets.host, { escrow, rental, refundedSeconds: 60n }),
  },
  {
    ...{ verb: "take what is due", by: "host", from: "due", opens: "Take what is due…" },
    ...{ confirms: /^Take what is due$/, done: /^Taken, /, once: true },
    elsewhere: ({ wallets, escrow }, { rental }) => settle(wallets.stranger, { escrow, rental }),
  },
]
