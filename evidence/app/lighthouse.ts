// Lighthouse on a page: a phone on a slow network, from an empty cache.
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { join } from "node:path"

import { run } from "../../scripts/support/processes.ts"
import { root } from "../../scripts/support/root.ts"
import { BROWSER_ARGUMENTS, findBrowser } from "../../test/app/support/browser.ts"

/** The least of each score, in percent. */
export const LEAST_SCORES = { performance: 95, accessibility: 100, "best-practices": 100 } as const

type Category = keyof typeof LEAST_SCORES

export type Scores = {
  readonly scores: Readonly<Record<Category, number>>
  /** What costs points, in a line each. */
  readonly faults: readonly string[]
}

type Report = {
  readonly categories: Readonly<
    Record<
      Category,
      { readonly score: number; readonly auditRefs: readonly { readonly id: string; readonly weight: number }[] }
    >
  >
  readonly audits: Readonly<
    Record<string, { readonly title: string; readonly score: number | null; readonly displayValue?: string }>
  >
}

/** Runs Lighthouse on an address. Its measurement of time depends on the machine, so the best of some runs counts. */
export async function lighthouse(url: string, { runs }: { readonly runs: number }): Promise<Scores> {
  let best: Scores | undefined
  for (let done = 0; done < runs; done += 1) {
    const next = await measure(url)
    if (!best || next.scores.performance > best.scores.performance) best = next
    if (holds(best)) return best
  }
  if (!best) throw new Error("Lighthouse did not run.")
  return best
}

export function holds({ scores }: Scores): boolean {
  return (Object.keys(LEAST_SCORES) as Category[]).every((category) => scores[category] >= LEAST_SCORES[category])
}

async function measure(url: string): Promise<Scores> {
  const folder = await mkdtemp(join(root, "cache", "lighthouse-"))
  try {
    const path = join(folder, "report.json")
    const { ok, output } = await run(
      "lighthouse",
      [
        ...[url, "--quiet", "--output=json", `--output-path=${path}`],
        ...[`--only-categories=${Object.keys(LEAST_SCORES).join(",")}`, "--no-enable-error-reporting"],
        `--chrome-flags=--headless ${BROWSER_ARGUMENTS.join(" ")}`,
      ],
      { env: { ...process.env, CHROME_PATH: await findBrowser() }, timeoutSeconds: 180 },
    )
    if (!ok) throw new Error(`Lighthouse failed at ${url}:\n${output}`)
    const { categories, audits }: Report = JSON.parse(await readFile(path, "utf8"))
    const score = (category: Category) => Math.round(categories[category].score * 100)
    const faults = Object.values(categories)
      .flatMap(({ auditRefs }) => auditRefs)
      .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
      .map(({ id }) => `${id}: ${audits[id]?.title ?? ""} ${audits[id]?.displayValue ?? ""}`.trim())
    return {
      scores: {
        performance: score("performance"),
        accessibility: score("accessibility"),
        "best-practices": score("best-practices"),
      },
      faults: [...new Set(faults)],
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
