// `npm run verify-deployment`: verifies a recorded deployment and prints every comparison.
import { buildDeployment } from "./build.ts"
import { readConfig } from "./config.ts"
import { type Clean, connect } from "./connect.ts"
import { explorerCommands } from "./explorer.ts"
import { differs } from "./inspect.ts"
import { configFile, type NetworkName, recordFile } from "./networks.ts"
import { readRecord } from "./record.ts"
import { comparison } from "./report.ts"
import { runCommand } from "./runCommand.ts"
import { verifyDeployment } from "./verification.ts"

export function runVerification(network: NetworkName): Promise<void> {
  return runCommand((onClean) => verify(network, onClean))
}

async function verify(network: NetworkName, onClean: (clean: Clean) => void): Promise<void> {
  const config = await readConfig(configFile(network))
  const record = await readRecord(recordFile(network, config.chainId))
  const client = await connect(network, { signing: false, chainId: config.chainId, onClean })
  const rows = await verifyDeployment(client, { config, record, build: await buildDeployment() })
  const differences = rows.filter(differs).length
  console.log(`${comparison(rows)}\n\n${rows.length - differences} of ${rows.length} as expected.`)
  if (network !== "local") console.log(`\nFor the explorer:\n${await explorerCommands(network, record)}`)
  if (differences > 0) process.exitCode = 1
}
