// npm run app:pictures   writes docs/pictures: the page's main screens on a local chain, at a desk and on a phone
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"

import { Command } from "@commander-js/extra-typings"

import { root } from "../scripts/support/root.ts"
import type { VisitOptions } from "../test/app/support/world.ts"
import { openScene } from "./app/scene.ts"
import { screensOf, show } from "./app/screens.ts"

new Command("npm run app:pictures --").description("Writes pictures of the page into docs/pictures.").parse()

const folder = join(root, "docs", "pictures")
/** Milliseconds in which the rest of a page arrives. */
const SETTLING = 4_000

/** A picture: its name, of which screen, and who looks. */
type Picture = VisitOptions & { readonly name: string; readonly screen: string; readonly isWhole?: boolean }

const pictures: readonly Picture[] = [
  { name: "market", screen: "market" },
  { name: "market-dark", screen: "market", theme: "dark" },
  { name: "market-phone", screen: "market", width: 360, locale: "fr-FR" },
  { name: "offer", screen: "offer-ready", isWhole: true },
  { name: "paying", screen: "paying-waiting" },
  { name: "rental", screen: "rental-running", isWhole: true },
  { name: "rental-phone", screen: "rental-running", width: 360, theme: "dark" },
  { name: "rentals", screen: "rentals", isWhole: true },
  { name: "host", screen: "host", isWhole: true },
  { name: "arbiter", screen: "arbiter", isWhole: true },
  { name: "verify", screen: "verify", isWhole: true },
]

await mkdir(folder, { recursive: true })
const scene = await openScene()
try {
  const screens = screensOf(scene)
  for (const { name, screen: wanted, isWhole = false, ...options } of pictures) {
    const screen = screens.find((one) => one.name === wanted)
    if (!screen) throw new Error(`There is no screen ${wanted}.`)
    const { page, close } = await show(scene, screen, options)
    // Pages go on asking, so there is no end to wait for.
    await page.waitForTimeout(SETTLING)
    await writeFile(join(folder, `${name}.png`), await page.screenshot({ fullPage: isWhole }))
    await close()
    console.log(`docs/pictures/${name}.png`)
  }
} finally {
  await scene.world.close()
}
process.exit()
