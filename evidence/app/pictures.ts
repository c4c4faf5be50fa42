// Pictures of screens beside those that are kept, pixel by pixel.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"

import { run } from "../../scripts/support/processes.ts"
import { root } from "../../scripts/support/root.ts"
import type { Look } from "./looks.ts"

const kept = join(root, "evidence", "app", "pictures")
const differences = join(root, "cache", "app-pictures")

/** The screens whose pictures are kept: a change of any of them is wanted, or a fault. */
export const pictured: ReadonlySet<string> = new Set([
  "market",
  "market-nothing",
  "connect",
  "offer-ready",
  "paying-waiting",
  "rental-running",
  "rental-disputed",
  "rental-stop",
  "rentals",
  "host",
  "arbiter",
  "verify",
])

/** Keeps a picture. */
export async function keep(name: string, look: Look, picture: Buffer): Promise<void> {
  await mkdir(kept, { recursive: true })
  await writeFile(join(kept, fileOf(name, look)), picture)
}

/** Compares a picture with the one that is kept. Returns what differs, or undefined. */
export async function compare(name: string, look: Look, picture: Buffer): Promise<string | undefined> {
  const file = fileOf(name, look)
  const before = await readFile(join(kept, file)).catch(() => undefined)
  if (!before) return `There is no picture ${file} yet. Run npm run app:check -- --update.`
  if (before.equals(picture)) return undefined
  const folder = await mkdtemp(join(root, "cache", "picture-"))
  try {
    const now = join(folder, file)
    await writeFile(now, picture)
    await mkdir(differences, { recursive: true })
    const difference = join(differences, file)
    // Its exit code is 66 where pixels differ by more than what fonts' edges do.
    const { ok, output } = await run("pixelmatch", [join(kept, file), now, difference, "0.1"])
    return ok ? undefined : `${file}: ${output.trim().replaceAll("\n", ", ")}. See ${difference}.`
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function fileOf(name: string, { width, theme }: Look): string {
  return `${name}-${width}-${theme}.png`
}
