// Compares a recorded deployment with a fresh production build and with its config, and fails at any difference.
//   npm run verify-deployment -- <polygon|amoy|local>

import { WrongChainError } from "@gpuflow/escrow"
import { getChainId } from "viem/actions"
import { buildDeployment } from "./deploy/build.ts"
import { readConfig } from "./deploy/config.ts"
import { explorerCommands } from "./deploy/explorer.ts"
import { differs } from "./deploy/inspect.ts"
import {
  type Clean,
  configFile,
  connect,
  isNetwork,
  NETWORKS,
  type NetworkName,
  recordFile,
} from "./deploy/networks.ts"
import { readRecord } from "./deploy/record.ts"
import { comparison } from "./deploy/report.ts"
import { main } from "./deploy/run-command.ts"
import { verifyDeployment } from "./deploy/verification.ts"

const [name, ...rest] = process.argv.slice(2)
if (!isNetwork(name) || rest.length > 0) {
  console.error(`Which network? npm run verify-deployment -- <${NETWORKS.join("|")}>`)
  process.exit(2)
}
await main((onClean) => run(name, onClean))

async function run(name: NetworkName, onClean: (clean: Clean) => void) {
  const config = await readConfig(configFile(name))
  const record = await readRecord(recordFile(name, config.chainId))
  const client = await connect(name, { signing: false, onClean })
  const chainId = await getChainId(client)
  if (chainId !== config.chainId) throw new WrongChainError({ chainId, expected: config.chainId })
  const rows = await verifyDeployment(client, { config, record, build: await buildDeployment() })
  const differences = rows.filter(differs).length
  console.log(`${comparison(rows)}\n\n${rows.length - differences} of ${rows.length} as they must be.`)
  if (name !== "local") console.log(`\nFor the explorer:\n${await explorerCommands(name, record)}`)
  if (differences > 0) process.exitCode = 1
}
