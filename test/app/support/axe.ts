// Accessibility by axe: WCAG 2.2, levels A and AA, and the best practices that it knows.
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"

import type { Page } from "playwright-core"

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

type Result = { readonly id: string; readonly help: string; readonly nodes: readonly { readonly html: string }[] }

/** What is wrong with the page as it is now, in a line each. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(source)
  const found = await page.evaluate<readonly Result[]>(
    `axe.run({ runOnly: { type: "tag", values: ${JSON.stringify(TAGS)} } }).then(({ violations }) => violations)`,
  )
  return found.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")})`,
  )
}
