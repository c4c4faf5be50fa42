// Runs a local chain with Polygon's id, an escrow with its markets, its router and its mandate contract, and accounts with
// dollars. Prints the variables to export, and runs until it is stopped. Type a time such as 7h to move its clock forward.
//   npm run chain                   on port 8545
//   npm run chain -- --port 9545
import { createInterface } from "node:readline"

import { Command } from "@commander-js/extra-typings"

import type { TestRole } from "@gpuflow/escrow/testing"

import { toSeconds } from "../cli/text/parse.ts"
import { formatLocal } from "../cli/text/times.ts"
import { positive } from "./support/options.ts"

const { port } = new Command("npm run chain --")
  .description("Runs a local chain with Polygon's id, an escrow and its markets, until it is stopped.")
  .option("--port <port>", "the port of its JSON-RPC endpoint", positive, 8545)
  .parse()
  .opts()

// Imported only now, so that a wrong option fails at once.
const { startEscrow } = await import("@gpuflow/escrow/testing")
const chain = await startEscrow({ port })

const exported = (role: TestRole) => `  export GPUFLOW_PRIVATE_KEY=${chain.keys[role]}   # the ${role}`
console.log(`A local chain with id ${chain.chainId} at ${chain.url}. In every terminal that uses it:

  export GPUFLOW_RPC_URL=${chain.url}
  export GPUFLOW_ESCROW=${chain.escrow}
  export GPUFLOW_FROM_BLOCK=${chain.fromBlock}
  export GPUFLOW_ROUTER=${chain.router}
  export GPUFLOW_MANDATE_CONTRACT=${chain.mandate}

Then choose an account. These keys are public; never use them on another chain:

${(["host", "renter", "arbiter"] as const).map(exported).join("\n")}

The host is ${chain.accounts.host.address}. The host and the renter have 100 000 dollars each, in USDC and in USDT0.
Type a time such as 7h to move the chain's clock forward. Press Ctrl-C to stop.`)

for await (const line of createInterface({ input: process.stdin })) {
  try {
    await chain.warp(toSeconds(line))
    console.log(`The chain's time is ${formatLocal((await chain.client.getBlock()).timestamp)}.`)
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error))
  }
}
