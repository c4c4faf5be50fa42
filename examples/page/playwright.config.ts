import { defineConfig } from "@playwright/test"

import { findBrowser } from "./journeys/browser.ts"

export default defineConfig({
  testDir: "journeys",
  workers: 1,
  reporter: "list",
  timeout: 120_000,
  expect: { timeout: 60_000 },
  use: {
    viewport: { width: 800, height: 900 },
    launchOptions: { executablePath: await findBrowser(), args: ["--no-sandbox", "--disable-gpu"] },
  },
})
