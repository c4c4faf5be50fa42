// npm run chain   a local chain with Polygon's id, an escrow, its markets and dollars for two accounts, on port 8545;
//                 prints what to export, and runs until it is stopped
//   -- --port 9545
import { parseArgs } from "node:util"

import { accountOf, keyOf, openLocalChain, type Role } from "./chain/local.ts"

const USDC = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"
const DOLLARS = 10_000_000_000n

const { values } = parseArgs({ options: { port: { type: "string", default: "8545" } } })
const chain = await openLocalChain({ port: Number(values.port), interval: 2_000 })
const players: readonly Role[] = ["host", "renter"]
for (const player of players) await chain.mint(USDC, player, DOLLARS)

const exported = (role: Role) => `  export GPUFLOW_PRIVATE_KEY=${keyOf(role)}   # ${accountOf(role).address}`
console.log(`A local chain with id 137 at ${chain.url}. In every terminal that uses it:

  export GPUFLOW_RPC_URL=${chain.url}
  export GPUFLOW_ESCROW=${chain.escrow}
  export GPUFLOW_FROM_BLOCK=${chain.blockNumber}

The host, the renter, the arbiter: one of these each. Everybody knows these keys; use them nowhere else.

${(["host", "renter", "arbiter"] as const).map(exported).join("\n")}

Ctrl-C ends it.`)
