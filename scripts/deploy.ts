// Deploys the escrow, its timelock and its markets as deployments/config/<network>.json says: see docs/deployment.md.
//   npm run deploy -- <polygon|amoy|local> --dry-run    prints every parameter and transaction, and sends nothing
//   npm run deploy -- <polygon|amoy|local>              prints the same, asks, sends what is left, checks, records
import { InvalidArgumentError } from "@commander-js/extra-typings"

import { networkCommand } from "./deploy/networks.ts"
import { positive } from "./support/options.ts"

const command = networkCommand("npm run deploy --", "Deploys the escrow, its timelock and its markets.")
  .option("--dry-run", "print every parameter and transaction, and send nothing", false)
  .option("--yes", "do not ask", false)
  .option("--max-fee <gwei>", "never pay more per gas", toGwei)
  .option("--from-block <number>", "a block before the deployment, for nodes that keep no history", toBlock)
  .option("--confirmations <number>", "blocks to wait for after each transaction; 5 on a live chain", positive)
  .parse()
const [network] = command.processedArgs

// Imported only now, so that a wrong option fails at once.
const { runDeployment } = await import("./deploy/runDeployment.ts")
await runDeployment(network, command.opts())

/** The decimal text of gwei, which the library that converts it is imported too late to check. */
function toGwei(text: string): string {
  if (!/^\d+(\.\d{1,9})?$/.test(text)) throw new InvalidArgumentError("Expected gwei, such as 30 or 30.5.")
  return text
}

function toBlock(text: string): bigint {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("Expected a block number.")
  return BigInt(text)
}
