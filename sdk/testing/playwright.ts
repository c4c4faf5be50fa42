// Fixtures for Playwright, which is not imported: `test.extend` takes them.
import { type StartEscrowParameters, startEscrow, type TestEscrow } from "./startEscrow.ts"
import { createTestWallet, type TestWallet, type WalletReply, type WalletRequest } from "./testWallet.ts"
import { WALLET_BRIDGE, WALLET_EVENT } from "./walletScript.ts"

/** The part of a page or a browser's context of Playwright that a wallet needs. */
export type WalletHost = {
  readonly exposeFunction: (
    name: string,
    callback: (request: WalletRequest) => Promise<WalletReply>,
  ) => Promise<unknown>
  readonly addInitScript: (script: string) => Promise<unknown>
  /** The pages of a context. */
  readonly pages?: () => readonly WalletPage[]
  /** A page runs programs itself. */
  readonly evaluate?: (program: string) => Promise<unknown>
}

/** The part of a page of Playwright that a wallet's events need. */
export type WalletPage = { readonly evaluate: (program: string) => Promise<unknown> }

/** What a test of Playwright gets. */
export type EscrowTestFixtures = {
  /** The chain as it was at the start: what a test does to it is taken back. */
  readonly escrow: TestEscrow
  /** The renter's wallet. Every page of the test's context has it as `window.ethereum`. */
  readonly wallet: TestWallet
}

/** What the tests of one worker of Playwright share. */
export type EscrowWorkerFixtures = {
  /** The chain, started once for each worker. */
  readonly escrowChain: TestEscrow
}

type Use<value> = (value: value) => Promise<void>

/**
 * Gives a wallet to a page, or to every page of a browser's context, as `window.ethereum` and through EIP-6963. Call it
 * before the page is opened.
 *
 * @example
 * import { createTestWallet } from "@gpuflow/escrow/testing"
 * import { installWallet, type WalletHost } from "@gpuflow/escrow/testing/playwright"
 *
 * declare const context: WalletHost // of Playwright
 * const wallet = createTestWallet({ url: "http://127.0.0.1:8545" })
 * await installWallet(context, wallet)
 * wallet.behave("hang")
 *
 * @param host A page, or a context with all its pages
 * @param wallet The wallet
 */
export async function installWallet(host: WalletHost, wallet: TestWallet): Promise<void> {
  await host.exposeFunction(WALLET_BRIDGE, wallet.bridge)
  await host.addInitScript(wallet.script())
  const pages = () => host.pages?.() ?? (host.evaluate ? [{ evaluate: host.evaluate.bind(host) }] : [])
  for (const event of ["accountsChanged", "chainChanged"]) {
    wallet.on(event, (value) => {
      const program = `window.${WALLET_EVENT}?.(${JSON.stringify(event)}, ${JSON.stringify(value)})`
      // A page that is closed or loaded anew asks by itself.
      for (const page of pages()) page.evaluate(program).catch(() => undefined)
    })
  }
}

/**
 * Makes fixtures for `test.extend` of Playwright: a chain for each worker, put back to its start after each test, and a
 * wallet in every page.
 *
 * @example
 * import { escrowFixtures } from "@gpuflow/escrow/testing/playwright"
 *
 * const fixtures = escrowFixtures({ blockTime: 2 })
 * // import { test as base } from "@playwright/test"
 * // const test = base.extend<EscrowTestFixtures, EscrowWorkerFixtures>(fixtures)
 * // test("rents", async ({ page, escrow, wallet }) => { … })
 *
 * @param options What `startEscrow` takes
 * @returns The fixtures `escrow`, `wallet`, and `escrowChain`
 */
export function escrowFixtures(options: StartEscrowParameters = {}) {
  return {
    escrowChain: [
      // Playwright reads the names of the fixtures that one needs from its parameter.
      // biome-ignore lint/correctness/noEmptyPattern: It needs none.
      async ({}: object, use: Use<TestEscrow>): Promise<void> => {
        await using chain = await startEscrow(options)
        await use(chain)
      },
      { scope: "worker" },
    ] as [(args: object, use: Use<TestEscrow>) => Promise<void>, { scope: "worker" }],
    escrow: async ({ escrowChain }: EscrowWorkerFixtures, use: Use<TestEscrow>): Promise<void> => {
      const start = await escrowChain.snapshot()
      try {
        await use(escrowChain)
      } finally {
        await escrowChain.revert(start)
      }
    },
    wallet: async (
      { context, escrow }: { readonly context: WalletHost; readonly escrow: TestEscrow },
      use: Use<TestWallet>,
    ): Promise<void> => {
      const wallet = createTestWallet({ url: escrow.url })
      await installWallet(context, wallet)
      await use(wallet)
    },
  }
}
