import { defineConfig } from "@playwright/test"

import { findBrowser } from "./journeys/browser.ts"

type Mode = { readonly mode: "development" | "production" }

export default defineConfig<object, Mode>({
  testDir: "journeys",
  workers: 1,
  reporter: "list",
  timeout: 120_000,
  expect: { timeout: 60_000 },
  projects: [
    { name: "strict mode", use: { mode: "development" } },
    { name: "production", grep: /rent, meter, stop/, use: { mode: "production" } },
  ],
  use: {
    viewport: { width: 800, height: 900 },
    launchOptions: { executablePath: await findBrowser(), args: ["--no-sandbox", "--disable-gpu"] },
  },
})
