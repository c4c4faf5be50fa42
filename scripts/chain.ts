// Runs a local chain with Polygon's id, an escrow, its markets, and dollars for two accounts. Prints the variables to export,
// and runs until it is stopped. Type a time such as 7h to move its clock forward.
//   npm run chain                   on port 8545
//   npm run chain -- --port 9545
import { createInterface } from "node:readline"

import { Command } from "@commander-js/extra-typings"

import { toSeconds } from "../cli/text/parse.ts"
import { formatLocal } from "../cli/text/times.ts"
import type { Role } from "../test/support/parties.ts"
import { positive } from "./support/options.ts"

const USDC = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"
const DOLLARS = 10_000_000_000n

const { port } = new Command("npm run chain --")
  .description("Runs a local chain with Polygon's id, an escrow and its markets, until it is stopped.")
  .option("--port <port>", "the port of its JSON-RPC endpoint", positive, 8545)
  .parse()
  .opts()

// Imported only now, so that a wrong option fails at once.
const { openLocalChain } = await import("../test/support/localChain.ts")
const { accountOf, keyOf } = await import("../test/support/parties.ts")
const chain = await openLocalChain({ port, interval: 2_000 })
const players: readonly Role[] = ["host", "renter"]
for (const player of players) await chain.mint(USDC, player, DOLLARS)

const exported = (role: Role) => `  export GPUFLOW_PRIVATE_KEY=${keyOf(role)}   # the ${role}`
console.log(`A local chain with id 137 at ${chain.url}. In every terminal that uses it:

  export GPUFLOW_RPC_URL=${chain.url}
  export GPUFLOW_ESCROW=${chain.escrow}
  export GPUFLOW_FROM_BLOCK=${chain.fromBlock}

Then choose an account. These keys are public; never use them on another chain:

${(["host", "renter", "arbiter"] as const).map(exported).join("\n")}

The host is ${accountOf("host").address}.
Type a time such as 7h to move the chain's clock forward. Press Ctrl-C to stop.`)

for await (const line of createInterface({ input: process.stdin })) {
  try {
    await chain.client.increaseTime({ seconds: Number(toSeconds(line)) })
    await chain.client.mine({ blocks: 1 })
    await chain.refreshPrices()
    console.log(`The chain's time is ${formatLocal((await chain.client.getBlock()).timestamp)}.`)
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error))
  }
}
