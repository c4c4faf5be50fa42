// A screen as a reader sees it: its picture, and what is wrong with it.
import type { Locator, Page } from "playwright-core"

import { violations } from "../../test/app/support/axe.ts"
import type { VisitOptions } from "../../test/app/support/world.ts"
import type { Scene } from "./scene.ts"
import { type Screen, show } from "./screens.ts"

export type Look = Required<Pick<VisitOptions, "width" | "theme" | "locale">>

export const looks: readonly Look[] = [
  { width: 1_440, theme: "light", locale: "en-US" },
  { width: 768, theme: "light", locale: "fr-FR" },
  { width: 360, theme: "dark", locale: "fr-FR" },
]

export type Seen = {
  /** PNG. */
  readonly picture: Buffer
  /** What axe finds, and what stands outside of the window, in a line each. */
  readonly faults: readonly string[]
}

/** Milliseconds in which the rest of a page arrives. */
const SETTLING = 1_500
/** What is another in each run: the port of the node, and how long it took to answer. */
const CHANGING: readonly ((page: Page) => Locator)[] = [
  (page) => page.locator("main select[aria-label]"),
  (page) => page.getByText(/ (questions to the node|questions au nœud)/),
]
const SCROLLS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

export async function lookAt(scene: Scene, screen: Screen, look: Look): Promise<Seen> {
  const { chain } = scene.world
  if (screen.isNodeDown) await chain.fault("outage", { as: "unavailable" })
  try {
    const { page, close } = await show(scene, screen, look)
    try {
      // Pages go on asking, so there is no end to wait for.
      await page.waitForTimeout(SETTLING)
      const picture = await page.screenshot({ mask: CHANGING.map((find) => find(page)), maskColor: "#888888" })
      const faults = [...(await violations(page))]
      if (await page.evaluate<boolean>(SCROLLS)) faults.push("It has to be scrolled sideways.")
      return { picture, faults }
    } finally {
      await close()
    }
  } finally {
    await chain.heal()
  }
}
