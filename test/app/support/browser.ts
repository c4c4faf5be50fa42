// The browser in which the page is tried.
import { existsSync } from "node:fs"

import { type Browser, chromium } from "playwright-core"

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/google-chrome"]
/** It is optional, so the compiler must not look for it. */
const BROWSER_PACKAGE: string = "@sparticuz/chromium"

/** As for any page: the package's own arguments would switch the browser's security off. */
export const BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]

/** Starts the browser that CHROME_PATH names, or the one that a package brings for Linux on x64, or an installed one. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await findBrowser()
  try {
    return await chromium.launch({ executablePath, args: BROWSER_ARGUMENTS, timeout: 60_000 })
  } catch (cause) {
    throw new Error(
      `The browser ${executablePath} does not start. Set CHROME_PATH to an installed Chrome or Chromium.`,
      {
        cause,
      },
    )
  }
}

/** The browser's program. */
export async function findBrowser(): Promise<string> {
  const { CHROME_PATH } = process.env
  const found = CHROME_PATH || ((await unpacked()) ?? INSTALLED.find((path) => existsSync(path)))
  if (found !== undefined) return found
  throw new Error(
    "The page's tests need a browser, and there is none. Set CHROME_PATH to an installed Chrome or Chromium.",
  )
}

/** The package has a browser for Linux on x64 alone. */
async function unpacked(): Promise<string | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined
  const found = await import(BROWSER_PACKAGE).catch(() => undefined)
  return found?.default.executablePath()
}
