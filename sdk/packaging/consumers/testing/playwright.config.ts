import { defineConfig } from "@playwright/test"

const executablePath = process.env["CHROME_PATH"]

export default defineConfig({
  testMatch: "*.spec.ts",
  workers: 1,
  reporter: "line",
  use: { launchOptions: { ...(executablePath ? { executablePath } : {}), args: ["--no-sandbox", "--disable-gpu"] } },
})
