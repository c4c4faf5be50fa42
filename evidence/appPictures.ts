// npm run app:pictures   writes docs/pictures: the page's main screens on a local chain, at a desk and on a phone
import { mkdir } from "node:fs/promises"
import { join } from "node:path"

import { Command } from "@commander-js/extra-typings"
import { EVIDENCE_WINDOW, submitEvidence } from "@gpuflow/escrow"
import type { Page } from "playwright-core"
import type { Hex } from "viem"

import { putOffers } from "../scripts/dev/offers.ts"
import { root } from "../scripts/support/root.ts"
import { connect } from "../test/app/support/connect.ts"
import { openAppWorld, type VisitOptions, visit } from "../test/app/support/world.ts"

new Command("npm run app:pictures --").description("Writes pictures of the page into docs/pictures.").parse()

const folder = join(root, "docs", "pictures")
const HOUR = 3_600n
/** Milliseconds in which the rest of a page arrives. */
const SETTLING = 4_000

type Terms = { readonly host: Hex; readonly machine: Hex; readonly spec: Hex }

/** A picture: its name, who looks at what, and what must be seen before it is taken. */
type Picture = VisitOptions & { readonly name: string; readonly see: (page: Page) => Promise<void> }

await mkdir(folder, { recursive: true })
const world = await openAppWorld()
try {
  const { chain } = world
  /** The host, the machine, and the description of an offer in USDC. */
  const listed = async () => {
    const answer = await fetch(`${world.server}/offers?limit=1&token=${chain.tokens.USDC}`)
    const { items } = (await answer.json()) as {
      readonly items: readonly { readonly signed: { readonly offer: Terms } }[]
    }
    const [first] = items
    if (!first) throw new Error("The board has no offer in USDC.")
    return first.signed.offer
  }
  const { spec } = await listed()
  await chain.rental("settled", { duration: 2n * HOUR })
  await chain.rental("stopped")
  const disputed = await chain.rental("disputed", { spec, duration: 8n * HOUR })
  const says = `data:text/plain;charset=utf-8,${encodeURIComponent("The power limit was set by mistake. I give the hours back.")}`
  await submitEvidence(chain.wallets.host, { escrow: chain.escrow, rental: disputed.rental, evidenceURI: says })
  // From then on, the arbiter may rule.
  await chain.warp(EVIDENCE_WINDOW)
  const running = await chain.rental("active", { duration: 8n * HOUR })
  await chain.rental("funded")
  await world.caughtUp()
  // Those of the start have expired while the rentals ran.
  await putOffers(chain, world.server)
  const { host, machine } = await listed()
  const offers = (page: Page) =>
    page
      .getByRole("list", { name: /^(Offers|Offres)$/ })
      .getByRole("listitem")
      .first()
      .waitFor()
  const heading = (name: string | RegExp) => (page: Page) => page.getByRole("heading", { name }).waitFor()
  const books = async (page: Page) => {
    await page.getByText(/^All \d+ checks hold$/).waitFor()
    await page.getByRole("button", { name: "Add up the books" }).click()
    await page.getByRole("table", { name: "Books by token" }).waitFor()
  }
  const pictures: readonly Picture[] = [
    { name: "market", path: "/", see: offers },
    { name: "market-dark", path: "/", theme: "dark", see: offers },
    { name: "market-phone", path: "/", width: 360, locale: "fr-FR", see: offers },
    { name: "offer", path: `/offer/${host}/${machine}?hours=8`, see: heading("What your wallet will ask") },
    { name: "rental", path: `/rental/${running.id}`, see: heading("What you can do now") },
    { name: "rentals", path: "/rentals", see: heading(/^Open/) },
    { name: "host", path: "/host", privateKey: chain.keys.host, see: heading("Due later") },
    {
      name: "arbiter",
      path: "/arbiter",
      privateKey: chain.keys.arbiter,
      see: heading("How far was the promise kept?"),
    },
    { name: "verify", path: "/verify", see: books },
  ]
  for (const { name, see, ...options } of pictures) {
    const { page, close } = await visit(world, options)
    await connect(page)
    await see(page)
    // Pages go on asking, so there is no end to wait for.
    await page.waitForTimeout(SETTLING)
    // The market is a long list.
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: !name.startsWith("market") })
    await close()
    console.log(`docs/pictures/${name}.png`)
  }
} finally {
  await world.close()
}
process.exit()
