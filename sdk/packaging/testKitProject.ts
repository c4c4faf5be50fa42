// The test kit as its users have it: a project with the tarball, Hardhat, Vitest and Playwright, whose tests run in
// Vitest and in a real browser. CHROME_PATH names an installed Chrome or Chromium; without it a package brings one,
// where it was made for this platform.
import { cp, mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { root } from "../../scripts/support/root.ts"
import type { Manifest } from "./build.ts"
import { type Outcome, run } from "./childProcess.ts"
import { compileFiles } from "./compileFiles.ts"
import { installInto } from "./consumerProjects.ts"
import type { Finding } from "./findings.ts"
import type { Tarball } from "./tarball.ts"

const RUNNERS = { vitest: "5.1.2", "@playwright/test": "1.65.1" }
const BROWSER = { "@sparticuz/chromium": "153.0.0" }

export async function checkTestKit(tarball: Tarball, { devDependencies }: Manifest): Promise<Finding[]> {
  const own: Manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8"))
  const version = (name: string) => ({ [name]: String({ ...own.devDependencies, ...devDependencies }[name]) })
  const folder = await mkdtemp(join(tmpdir(), "escrow-test-kit-"))
  try {
    await installInto(folder, {
      "@gpuflow/escrow": `file:${tarball.path}`,
      ...version("viem"),
      ...version("hardhat"),
      ...version("@types/node"),
      ...RUNNERS,
      ...(process.env["CHROME_PATH"] ? {} : BROWSER),
    })
    await cp(fileURLToPath(new URL("consumers/testing", import.meta.url)), folder, { recursive: true })
    return [await inVitest(folder), await inBrowser(folder), await checkTypes(folder), await withoutNode(folder)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function inVitest(folder: string): Promise<Finding> {
  const program = join(folder, "node_modules", "vitest", "vitest.mjs")
  const outcome = await run(folder, process.execPath, program, "run", "kit.test.ts")
  return finding(`test kit in Vitest ${RUNNERS.vitest}, on Hardhat`, outcome)
}

async function inBrowser(folder: string): Promise<Finding> {
  const subject = `test kit in Playwright ${RUNNERS["@playwright/test"]}, in Chromium`
  const own = process.env["CHROME_PATH"]
  const found = own ? { ok: true, stdout: own } : await run(folder, process.execPath, "chromium.mjs")
  if (!found.ok) {
    return { subject, figure: "no browser", problems: ["Set CHROME_PATH to an installed Chrome or Chromium."] }
  }
  const program = join(folder, "node_modules", "@playwright", "test", "cli.js")
  const chosen = `CHROME_PATH=${found.stdout.trim()}`
  return finding(subject, await run(folder, "env", chosen, process.execPath, program, "test"))
}

/** Without a node, the kit says what to install. */
async function withoutNode(folder: string): Promise<Finding> {
  await rm(join(folder, "node_modules", "hardhat"), { recursive: true })
  const { stdout, output } = await run(folder, "env", "PATH=", process.execPath, "noNode.mjs")
  const isHelpful = /^NodeNotFound: .*npm install --save-dev hardhat/.test(stdout)
  return {
    subject: "test kit without Anvil and Hardhat",
    figure: isHelpful ? "says what to install" : "another outcome",
    problems: isHelpful ? [] : [output],
  }
}

async function checkTypes(folder: string): Promise<Finding> {
  const { ok, output } = await compileFiles(folder, ["kit.test.ts", "page.spec.ts"], {
    module: "nodenext",
    moduleResolution: "nodenext",
    types: ["node"],
    exactOptionalPropertyTypes: true,
  })
  return {
    subject: "test kit: types of the fixtures",
    figure: ok ? "no errors" : "errors",
    problems: ok ? [] : [output],
  }
}

function finding(subject: string, { ok, output }: Outcome): Finding {
  // Vitest counts files before tests.
  const passed = [...output.matchAll(/(\d+) passed/g)].at(-1)?.[1]
  return {
    subject,
    figure: `${passed ?? 0} passed`,
    problems: ok && passed ? [] : [output.slice(-2_000)],
  }
}
