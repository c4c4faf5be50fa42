// Fixtures for Vitest, which is not imported: `test.extend` takes them.
import { type StartEscrowParameters, startEscrow, type TestEscrow } from "./startEscrow.ts"
import { createTestWallet, type TestWallet } from "./testWallet.ts"

/** What a test of Vitest gets. */
export type EscrowFixtures = {
  /** The chain, started once for each file. */
  readonly escrowChain: TestEscrow
  /** The chain as it was at the start: what a test does to it is taken back. */
  readonly escrow: TestEscrow
  /** The renter's wallet, made anew for each test. */
  readonly wallet: TestWallet
}

type Use<value> = (value: value) => Promise<void>

/**
 * Makes fixtures for `test.extend` of Vitest: a chain for each file, put back to its start after each test, and a wallet.
 *
 * @example
 * import { escrowFixtures } from "@gpuflow/escrow/testing/vitest"
 *
 * const fixtures = escrowFixtures({ blockTime: 0 })
 * // import { test as base } from "vitest"
 * // const test = base.extend(fixtures)
 * // test("is paid", async ({ escrow }) => { … })
 *
 * @param options What `startEscrow` takes
 * @returns The fixtures `escrow`, `wallet`, and `escrowChain`
 */
export function escrowFixtures(options: StartEscrowParameters = {}) {
  return {
    escrowChain: [
      // Vitest reads the names of the fixtures that one needs from its parameter.
      // biome-ignore lint/correctness/noEmptyPattern: It needs none.
      async ({}: object, use: Use<TestEscrow>): Promise<void> => {
        await using chain = await startEscrow(options)
        await use(chain)
      },
      { scope: "file" as const },
    ] as [(context: object, use: Use<TestEscrow>) => Promise<void>, { scope: "file" }],
    escrow: async ({ escrowChain }: Pick<EscrowFixtures, "escrowChain">, use: Use<TestEscrow>): Promise<void> => {
      const start = await escrowChain.snapshot()
      try {
        await use(escrowChain)
      } finally {
        await escrowChain.revert(start)
      }
    },
    wallet: async ({ escrow }: Pick<EscrowFixtures, "escrow">, use: Use<TestWallet>): Promise<void> => {
      await use(createTestWallet({ url: escrow.url }))
    },
  }
}
