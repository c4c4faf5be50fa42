// The local chain on which the transcripts are played, and the environments of those who take part.
import { join } from "node:path"

import { startEscrow, type TestRole } from "@gpuflow/escrow/testing"
import { createTestClient, http } from "viem"

import type { Environment } from "./recorder.ts"

/** Milliseconds between two blocks. */
const INTERVAL = 1_000
/** A contract that accepts no coins: it reverts whatever is sent to it. */
const REFUSING = "0x60006000fd"

export type Stage = Awaited<ReturnType<typeof openStage>>

/** `folder` is the home of everyone who takes part. */
export async function openStage(folder: string) {
  const chain = await startEscrow({ blockTime: 0 })
  const node = createTestClient({ mode: "hardhat", chain: chain.chain, transport: http(chain.url) })
  let isMining = true
  const timer = setInterval(() => isMining && void chain.mine(), INTERVAL)
  const shared = {
    PATH: process.env["PATH"],
    XDG_STATE_HOME: join(folder, "state"),
    // Without colours, and without anything that moves.
    NO_COLOR: "1",
    GPUFLOW_RPC_URL: chain.url,
    GPUFLOW_ESCROW: chain.escrow,
    GPUFLOW_FROM_BLOCK: String(chain.fromBlock),
    GPUFLOW_ROUTER: chain.router,
    GPUFLOW_MANDATE_CONTRACT: chain.mandate,
  }
  return {
    /** The environment of someone without a key. */
    anyone: shared as Environment,
    account: (role: TestRole): Environment => ({ ...shared, GPUFLOW_PRIVATE_KEY: chain.keys[role] }),
    addressOf: (role: TestRole) => chain.accounts[role].address,
    pass: chain.warp,
    /** While `body` runs, no block is mined. */
    async withoutBlocks(body: () => Promise<void>) {
      isMining = false
      await node.setAutomine(false)
      await body()
      await node.setAutomine(true)
      await chain.mine(3)
      isMining = true
    },
    /** While `body` runs, an account has the code of a wallet that accepts no coins. */
    async withoutReceiving(role: TestRole, body: () => Promise<void>) {
      const { address } = chain.accounts[role]
      await node.setCode({ address, bytecode: REFUSING })
      await body()
      await node.setCode({ address, bytecode: "0x" })
    },
    async close() {
      clearInterval(timer)
      await chain.stop()
    },
  }
}
