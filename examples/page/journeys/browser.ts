// Where the browser is.
import { existsSync } from "node:fs"

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/google-chrome"]

/** The browser that CHROME_PATH names, or the one that a package brings for Linux, or an installed one. */
export async function findBrowser(): Promise<string> {
  const { CHROME_PATH } = process.env
  if (CHROME_PATH) return CHROME_PATH
  const found = (await unpacked()) ?? INSTALLED.find((path) => existsSync(path))
  if (!found) throw new Error("There is no browser. Set CHROME_PATH to an installed Chrome or Chromium.")
  return found
}

/** Optional, and not there before Node 22: neither the compiler nor a bundler may look for it. */
const BROWSER_PACKAGE: string = "@sparticuz/chromium"

/** The package has a browser for Linux on x64 only. */
async function unpacked(): Promise<string | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined
  try {
    const { default: chromium } = await import(BROWSER_PACKAGE)
    return await chromium.executablePath()
  } catch {
    return undefined
  }
}
