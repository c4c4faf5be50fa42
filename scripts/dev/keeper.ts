// The keeper of the local chain: it pays what is due, as `npm run keeper` does.
import { join } from "node:path"

import type { TestEscrow } from "@gpuflow/escrow/testing"

import { runKeeper } from "../../keeper/index.ts"

/** Starts a keeper whose state is in a folder. */
export function startKeeper(
  { url, chainId, escrow, fromBlock, accounts }: TestEscrow,
  folder: string,
): { stop(): Promise<void> } {
  const control = new AbortController()
  const running = runKeeper({
    ...{ rpcUrls: [url], chainId, escrow, fromBlock, account: accounts.keeper, port: 0, logLevel: "warn" },
    database: join(folder, "keeper.db"),
    // Blocks are mined when a transaction is sent.
    confirmations: 1,
    signal: control.signal,
  })
  return {
    async stop() {
      control.abort()
      await running
    },
  }
}
