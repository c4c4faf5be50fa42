// Compares a recorded deployment with a fresh production build, with its config and with Sourcify. Fails at any difference.
//   npm run verify-deployment -- <polygon|amoy|local>
import { InvalidArgumentError } from "@commander-js/extra-typings"

import { networkCommand } from "./deploy/networks.ts"

const command = networkCommand(
  "npm run verify-deployment --",
  "Compares a recorded deployment with a fresh build, with its config and with Sourcify.",
)
  .option("--sourcify <url>", "Sourcify's server (default: https://sourcify.dev/server; none for local)", toUrl)
  .option("--require-sourcify", "fail if Sourcify cannot be asked", false)
  .option("--record <file>", "record of the deployment (default: deployments/<chain id>.json)")
  .parse()
const [network] = command.processedArgs

// Imported only now, so that a wrong argument fails at once.
const { runVerification } = await import("./deploy/runVerification.ts")
await runVerification(network, command.opts())

function toUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text))
    throw new InvalidArgumentError("Expected an http or https address.")
  return text.replace(/\/+$/, "")
}
