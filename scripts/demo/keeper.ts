// The keeper, as `npm run keeper` runs it, for the week by mandate.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type SignedMandate, serializeMandate } from "@gpuflow/escrow/mandate"

import { runKeeper } from "../../keeper/index.ts"
import { accountOf } from "../../test/support/parties.ts"
import type { Marketplace } from "./markets.ts"

export type RunningKeeper = {
  /** Rejects if the keeper ends before it is stopped. */
  readonly failed: Promise<never>
  readonly stop: () => Promise<void>
}

/** Starts a keeper whose folder of mandates has this one. */
export async function startKeeper(
  { chain, escrow, fromBlock, mandateContract }: Marketplace,
  signed: SignedMandate,
): Promise<RunningKeeper> {
  const folder = await mkdtemp(join(tmpdir(), "gpuflow-demo-"))
  const mandates = join(folder, "mandates")
  await mkdir(mandates)
  await writeFile(join(mandates, "week.json"), serializeMandate(signed))
  const control = new AbortController()
  const running = runKeeper({
    rpcUrls: [chain.url],
    escrow,
    fromBlock,
    mandateContract,
    mandates,
    work: ["mandates"],
    // The demo's price feeds report nothing new, so no tip can be compared with the cost of gas.
    mandateTipPercent: 0,
    account: accountOf("keeper"),
    database: join(folder, "keeper.db"),
    port: 0,
    logLevel: "silent",
    // Blocks are mined when a transaction is sent, so there is nothing to wait for.
    pollInterval: 20,
    confirmations: 1,
    signal: control.signal,
  })
  const failed = running.then((): never => {
    throw new Error("The keeper has stopped.")
  })
  // Whoever waits for the keeper sees its failure. After `stop` nobody does.
  failed.catch(() => undefined)
  return {
    failed,
    async stop() {
      control.abort()
      await running.finally(() => rm(folder, { recursive: true, force: true }))
    },
  }
}
