// Every screen for readers with large letters, small windows, colours of their own, or without motion.
import { expect } from "chai"
import type { Page } from "playwright-core"

import { openScene, type Scene } from "../../evidence/app/scene.ts"
import { type Screen, screensOf, show } from "../../evidence/app/screens.ts"
import { inFull } from "./support/inFull.ts"

/** Milliseconds in which the rest of a page arrives. */
const ARRIVING = 800
/** WCAG 1.4.10: a window of 1280 px at a zoom of 400 %. */
const NARROWEST = 320
/** The narrowest window with all columns, and a usual one of a small computer. */
const DESKS = [1_100, 1_280]

/** What stands out of the window sideways, but for what scrolls within a frame of its own. */
const WIDE = `(() => {
  const { clientWidth, scrollWidth } = document.documentElement
  if (scrollWidth <= clientWidth) return []
  const isFramed = (one) => one !== null && (getComputedStyle(one).overflowX !== "visible" || isFramed(one.parentElement))
  const wide = [...document.querySelectorAll("#page *")].filter(
    (one) => one.getBoundingClientRect().right > clientWidth + 1 && !isFramed(one.parentElement),
  )
  return ["it is " + scrollWidth + " px wide", ...wide.map((one) => one.tagName + " " + one.textContent.slice(0, 40))]
})()`

/** Buttons that are pressed look as those that are not, and marks that have no fill. */
const ALIKE = `(() => {
  const groundOf = (one) => getComputedStyle(one).backgroundColor
  const faults = []
  for (const group of document.querySelectorAll("[role=group]")) {
    const [pressed, other] = [true, false].map((is) => group.querySelector('[aria-pressed="' + is + '"]'))
    if (pressed && other && groundOf(pressed) === groundOf(other)) faults.push(pressed.textContent + " looks not chosen")
  }
  for (const mark of document.querySelectorAll("i[class*='bg-'], i[class*='part-']")) {
    const { backgroundColor, backgroundImage, borderStyle, width } = getComputedStyle(mark)
    const isEmpty = backgroundColor === groundOf(document.body) && backgroundImage === "none" && borderStyle === "none"
    if (isEmpty && Number.parseFloat(width) > 0) faults.push(mark.className + " is not seen")
  }
  return faults
})()`

const FRAMES =
  "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))"

describe("the page, for every eye", () => {
  let scene: Scene
  before(async () => {
    if (!process.env["TEST_SAMPLE"]) scene = await openScene()
  })
  after(() => scene?.world.close())

  /** Looks at every screen, and collects what is wrong. */
  async function lookAtAll(
    options: NonNullable<Parameters<typeof show>[2]>,
    faultsOf: (page: Page) => Promise<readonly string[]>,
  ): Promise<readonly string[]> {
    const faults: string[] = []
    const look = async (screen: Screen) => {
      if (screen.isNodeDown) await scene.world.chain.fault("outage", { as: "unavailable" })
      const { page, close } = await show(scene, screen, options)
      await page.waitForTimeout(ARRIVING)
      faults.push(...(await faultsOf(page)).map((fault) => `${screen.name}, ${options.locale}: ${fault}`))
      await close()
      await scene.world.chain.heal()
    }
    for (const screen of screensOf(scene)) await look(screen)
    return faults
  }
  const wide = async (page: Page, where: string) => {
    // What is drawn by its measured width follows a frame after the window.
    await page.evaluate(FRAMES)
    return (await page.evaluate<readonly string[]>(WIDE)).map((fault) => `${where}: ${fault}`)
  }

  for (const locale of ["en-US", "fr-FR"]) {
    inFull(`needs no scrolling sideways at 360 and 320 px, and with letters of twice the size, ${locale}`, async () => {
      const faults = await lookAtAll({ width: 360, locale }, async (page) => {
        const found = [...(await wide(page, "360 px"))]
        await page.evaluate("document.documentElement.style.fontSize = '200%'")
        found.push(...(await wide(page, "letters of 200 %")))
        await page.evaluate("document.documentElement.style.fontSize = ''")
        await page.setViewportSize({ width: NARROWEST, height: 256 })
        found.push(...(await wide(page, `${NARROWEST} px`)))
        return found
      })
      expect(faults).to.deep.equal([])
    })
  }

  inFull("needs no scrolling sideways on a desk, also with letters of twice the size", async () => {
    const faults = await lookAtAll({ width: 1_440, locale: "en-US" }, async (page) => {
      await page.evaluate("document.documentElement.style.fontSize = '200%'")
      const found = [...(await wide(page, "letters of 200 %"))]
      await page.evaluate("document.documentElement.style.fontSize = ''")
      for (const width of DESKS) {
        await page.setViewportSize({ width, height: 900 })
        found.push(...(await wide(page, `${width} px`)))
      }
      return found
    })
    expect(faults).to.deep.equal([])
  })

  inFull("shows what is chosen and every mark in colours of the reader's own", async () => {
    const forced = (page: Page) => page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" })
    const faults = await lookAtAll({ width: 1_440, locale: "en-US", prepare: forced }, (page) => page.evaluate(ALIKE))
    expect(faults).to.deep.equal([])
  })

  inFull("moves nothing where the reader wants no motion", async () => {
    const faults = await lookAtAll({ width: 1_440, locale: "en-US" }, (page) =>
      page.evaluate(
        "document.getAnimations().map(({ animationName, transitionProperty }) => animationName ?? transitionProperty)",
      ),
    )
    expect(faults).to.deep.equal([])
  })
})
