// A person without a mouse: goes on by Tab, sees where the focus is, and gives up where the way is too long.
import { readFileSync } from "node:fs"

import { expect } from "chai"
import type { Locator, Page } from "playwright-core"

import { until } from "../../support/until.ts"

const probe = readFileSync(new URL("./focusStop.js", import.meta.url), "utf8")

/** Presses that a person accepts on the way to something. */
const PATIENCE = 40
/** A field for dates has a stop for each of its parts. */
const PARTS = 8

type Place = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }
type Stop = {
  readonly key: string
  readonly what: string
  readonly place: Place
  /** Whether it stays where it is while the page scrolls. */
  readonly stays: boolean
  readonly faults: readonly string[]
}

/** What has the focus. Undefined: nothing. */
export async function focusStop(page: Page): Promise<Stop | undefined> {
  return (await page.evaluate<Stop | null>(probe)) ?? undefined
}

/** Goes on by Tab until something has the focus, which is seen on the whole way. Waits first until it is there. */
export async function reach(page: Page, target: Locator, { presses = PATIENCE, key = "Tab" } = {}): Promise<void> {
  await target.first().waitFor()
  const focused = target.and(page.locator(":focus"))
  for (let count = 0; count <= presses; count += 1) {
    if (await focused.count()) {
      const stop = await focusStop(page)
      expect(stop?.faults, stop?.what ?? String(target)).to.deep.equal([])
      return
    }
    await page.keyboard.press(key)
  }
  throw new Error(`${presses} presses of ${key} do not lead to ${target}.`)
}

/** Goes to a button or a link, and presses Enter. */
export async function enter(page: Page, target: Locator, options?: Parameters<typeof reach>[2]): Promise<void> {
  await reach(page, target, options)
  // What it does may have been read again meanwhile.
  await target.first().waitFor()
  await page.keyboard.press("Enter")
}

/** Goes to a field, and writes over what is in it. */
export async function write(page: Page, field: Locator, text: string): Promise<void> {
  await reach(page, field)
  await page.keyboard.press("ControlOrMeta+a")
  await page.keyboard.type(text)
}

/** Waits until something has the focus that the page has given it. */
export async function expectFocus(page: Page, target: Locator): Promise<void> {
  await target
    .and(page.locator(":focus"))
    .waitFor({ timeout: 15_000 })
    .catch(async (cause: unknown) => {
      throw new Error(`Not ${target} has the focus, but ${(await focusStop(page))?.what ?? "nothing"}.`, { cause })
    })
}

/** Waits until the focus is somewhere, because what had it is gone. */
export async function expectKept(page: Page): Promise<void> {
  await until(async () => (await focusStop(page)) !== undefined)
}

/**
 * Goes through the whole page, from its top to its end, and says what is wrong: a stop that is not seen, is covered or too
 * small, or stands above the one before it in the same column; a way that has no end.
 */
export async function walk(page: Page): Promise<readonly string[]> {
  const faults: string[] = []
  const seen = new Map<string, number>()
  await page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
  for (let before: Stop | undefined; ; ) {
    await page.keyboard.press("Tab")
    const stop = await focusStop(page)
    if (!stop) break
    faults.push(...stop.faults.map((fault) => `${stop.what}: ${fault}`))
    const times = (seen.get(stop.key) ?? 0) + 1
    if (times > PARTS) return [...faults, `${stop.what}: Tab does not leave it`]
    seen.set(stop.key, times)
    if (before && !before.stays && !stop.stays && isAbove(stop.place, before.place)) {
      faults.push(`${stop.what}: it stands above ${before.what}, and comes after it`)
    }
    before = stop
  }
  if (seen.size === 0) faults.push("Tab leads nowhere")
  return [...new Set(faults)]
}

function isAbove(place: Place, before: Place): boolean {
  return place.bottom <= before.top && place.left < before.right && place.right > before.left
}
