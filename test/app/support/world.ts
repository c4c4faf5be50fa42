// All that the page works with: a chain with the escrow, a server with its index and a board full of offers, the page,
// and a browser.
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

import {
  createTestWallet,
  type StartEscrowParameters,
  startEscrow,
  type TestEscrow,
  type TestWallet,
} from "@gpuflow/escrow/testing"
import { installWallet } from "@gpuflow/escrow/testing/playwright"
import type { Browser, BrowserContext, Page } from "playwright-core"
import type { Hex } from "viem"

import { putOffers } from "../../../scripts/dev/offers.ts"
import { fundBonds } from "../../../scripts/dev/purses.ts"
import { startServer } from "../../../server/startServer.ts"
import { until } from "../../support/until.ts"
import { openBrowser } from "./browser.ts"
import { type Site, serveSite } from "./site.ts"

export type AppWorld = {
  readonly chain: TestEscrow
  /** The address of the server, which is index and board. */
  readonly server: string
  readonly site: Site
  readonly browser: Browser
  /** What `config.json` says. */
  readonly config: AppConfig
  /** Resolves once the server has the chain's latest block. */
  readonly caughtUp: () => Promise<void>
  readonly close: () => Promise<void>
}

type AppConfig = { readonly brand: string; readonly deployments: readonly [Record<string, unknown>] }

export type AppWorldOptions = StartEscrowParameters & {
  /** What happens on the chain before the server reads it. Default: hosts fund their bonds. */
  readonly furnish?: (chain: TestEscrow) => Promise<unknown>
}

/** Starts everything, with thirty offers on the board. The chain is as the options say. */
export async function openAppWorld({ furnish = fundBonds, ...parameters }: AppWorldOptions = {}): Promise<AppWorld> {
  const [chain, browser, folder] = await Promise.all([
    startEscrow(parameters),
    openBrowser(),
    mkdtemp(join(tmpdir(), "gpuflow-app-")),
  ])
  const { chainId, escrow, fromBlock, router, mandate } = chain
  await furnish(chain)
  const server = await startServer({
    ...{ chainId, escrow, fromBlock, router, mandateContract: mandate, rpcUrls: [chain.url], folder },
    ...{ port: 0, pollInterval: 100, logLevel: "error" },
  })
  const caughtUp = async () => {
    const latest = await chain.client.getBlockNumber({ cacheTime: 0 })
    await until(async () => {
      const response = await fetch(`${server.url}/meta`)
      const meta = response.ok ? ((await response.json()) as { readonly block: string }) : undefined
      return meta !== undefined && BigInt(meta.block) >= latest
    })
  }
  await caughtUp()
  // The board follows the chain by itself, and takes no offer before it has.
  await until(async () => (await fetch(`${server.url}/readyz`)).ok)
  await putOffers(chain, server.url)
  const config: AppConfig = {
    brand: "GPUFlow",
    deployments: [
      {
        ...{ chainId, escrow, router, mandateContract: mandate, fromBlock: Number(fromBlock), coin: "POL" },
        ...{ chainName: "Polygon", rpcUrls: [chain.url], servers: [server.url], boards: [server.url] },
      },
    ],
  }
  const site = await serveSite(config)
  return {
    ...{ chain, server: server.url, site, browser, config, caughtUp },
    close: async () => {
      await browser.close()
      await Promise.all([site.close(), server.stop()])
      await chain.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type VisitOptions = {
  /** What stands behind # in the address. */
  readonly path?: string
  readonly width?: 360 | 768 | 1440
  readonly theme?: "light" | "dark"
  /** The reader's language and region. */
  readonly locale?: string
  /** Whether the browser has a wallet. Default: true. */
  readonly hasWallet?: boolean
  /** Whether the page has what browsers give to pages with TLS, and on this computer, alone. Default: true. */
  readonly isSecure?: boolean
  /** The key of the account in the wallet. Default: the renter's. */
  readonly privateKey?: Hex
  /** Where the reader's clock stands still, seconds since 1970. Default: it runs. */
  readonly time?: bigint
  /** Sees the page before it is opened. */
  readonly prepare?: (page: Page) => Promise<unknown>
}

/** A reader with a browser of their own. */
export type Visit = {
  readonly page: Page
  readonly wallet: TestWallet
  /** What the browser's console reported as errors, and what the page's security policy refused. */
  readonly problems: readonly string[]
  readonly close: () => Promise<void>
}

const HEIGHTS = { 360: 740, 768: 1_024, 1440: 900 } as const

/** Takes away what pages without TLS do not have. */
const WITHOUT_TLS = "delete Crypto.prototype.randomUUID; delete Navigator.prototype.clipboard"

/** Opens the page. One page for each context: this browser hangs with a second one. */
export async function visit(
  world: AppWorld,
  {
    path = "/",
    width = 1_440,
    theme = "light",
    locale = "en-US",
    hasWallet = true,
    isSecure = true,
    privateKey,
    time,
    prepare,
  }: VisitOptions = {},
): Promise<Visit> {
  const context: BrowserContext = await world.browser.newContext({
    viewport: { width, height: HEIGHTS[width] },
    colorScheme: theme,
    reducedMotion: "reduce",
    timezoneId: "Europe/Paris",
    locale,
  })
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  const wallet = createTestWallet({ url: world.chain.url, privateKey })
  if (hasWallet) await installWallet(page, wallet)
  if (time !== undefined) await page.clock.setFixedTime(Number(time) * 1_000)
  if (!isSecure) await page.addInitScript(WITHOUT_TLS)
  await prepare?.(page)
  const problems: string[] = []
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text())
  })
  page.on("pageerror", (error) => problems.push(String(error)))
  await page.goto(`${world.site.url}#${path}`)
  return { page, wallet, problems, close: () => context.close() }
}
