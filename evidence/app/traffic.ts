// What a page costs its reader and its servers: calls to the node, requests to the server, bytes of the page itself, and how
// far its content jumps while it arrives.
import type { Page } from "playwright-core"

import type { VisitOptions } from "../../test/app/support/world.ts"
import type { Scene } from "./scene.ts"
import { type Screen, show } from "./screens.ts"

export type Traffic = {
  /** Calls of JSON-RPC, each of a batch. */
  readonly calls: number
  /** Requests over HTTP that carried them. */
  readonly nodeRequests: number
  readonly serverRequests: number
  /** Of the page's own files, as they were sent. */
  readonly bytes: number
  /** Cumulative layout shift. */
  readonly shift: number
  /** What moved, and how far, in a line each. */
  readonly moved: readonly string[]
}

/** Milliseconds without a request after which a page has all that it asks for at first. */
const QUIET = 1_500
/** What the page repeats, whatever is shown, does not belong to a visit. */
const REPEATED = /^eth_(blockNumber|getLogs|newFilter|getFilterChanges)$/

type Shift = { readonly value: number; readonly moved: readonly string[] }

/** Runs in the page, before anything else does. */
const OBSERVER = `
  window.shifts = []
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      // A dialog changes because somebody uses it.
      if (hadRecentInput || sources.every(({ node }) => node?.closest?.("dialog"))) continue
      const moved = sources.map(({ node, previousRect: a, currentRect: b }) => {
        const words = (node?.nodeName ?? "?") + " " + (node?.textContent ?? "").slice(0, 40)
        return words + " " + [a.x, a.y, a.height].map(Math.round) + " > " + [b.x, b.y, b.height].map(Math.round)
      })
      window.shifts.push({ value, moved })
    }
  }).observe({ type: "layout-shift", buffered: true })
`

/** Opens a screen from an empty cache, and counts until it is quiet. */
export async function measureTraffic(scene: Scene, screen: Screen, options: VisitOptions = {}): Promise<Traffic> {
  const { world } = scene
  const counted = { calls: 0, nodeRequests: 0, serverRequests: 0, bytes: 0 }
  let last = Date.now()
  const prepare = async (page: Page) => {
    await page.addInitScript(OBSERVER)
    page.on("request", (request) => {
      const url = request.url()
      if (url.startsWith(world.server)) counted.serverRequests += 1
      else if (url.startsWith(world.chain.url)) {
        const methods = methodsOf(request.postData())
        if (methods.length === 0) return
        counted.calls += methods.length
        counted.nodeRequests += 1
      } else if (!url.startsWith(world.site.url)) return
      last = Date.now()
    })
    page.on("requestfinished", async (request) => {
      if (!request.url().startsWith(world.site.url)) return
      const { responseBodySize } = await request.sizes().catch(() => ({ responseBodySize: 0 }))
      counted.bytes += responseBodySize
    })
  }
  const { page, close } = await show(scene, screen, { ...options, prepare })
  try {
    while (Date.now() - last < QUIET) await page.waitForTimeout(QUIET / 5)
    const shifts = await page.evaluate<readonly Shift[]>("window.shifts")
    return {
      ...counted,
      shift: shifts.reduce((sum, { value }) => sum + value, 0),
      moved: shifts.map(({ value, moved }) => `${value.toFixed(3)}: ${moved.join(" | ")}`),
    }
  } finally {
    await close()
  }
}

function methodsOf(body: string | null): readonly string[] {
  if (body === null) return []
  const asked = [JSON.parse(body) as { method: string } | readonly { method: string }[]].flat()
  return asked.map(({ method }) => method).filter((method) => !REPEATED.test(method))
}
