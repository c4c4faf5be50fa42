// What an auditor signs about a recorded deployment, by ERC-7512. Prints one EIP-712 message for each contract; signs nothing.
//   npm run attestation -- <polygon|amoy|local> --report audit.pdf.txt --report-uri ipfs://… --auditor Name --auditor-uri https://… --author Name
import { Option } from "@commander-js/extra-typings"

import { networkCommand } from "./deploy/networks.ts"

const command = networkCommand(
  "npm run attestation --",
  "Prints what an auditor signs about a recorded deployment (ERC-7512), one EIP-712 message for each contract.",
)
  .requiredOption("--report <file>", "the audit report; it has to contain the code hash of every contract")
  .requiredOption("--report-uri <uri>", "where the report can be read")
  .requiredOption("--auditor <name>", "the auditor")
  .requiredOption("--auditor-uri <uri>", "where to learn more about the auditor")
  .requiredOption("--author <name...>", "who audited the contracts")
  .addOption(
    new Option("--issued-at <date>", "when the report was issued, such as 2027-01-31 (default: now)").argParser(
      toSeconds,
    ),
  )
  .option("--record <file>", "record of the deployment (default: deployments/<chain id>.json)")
  .parse()
const [network] = command.processedArgs

// Imported only now, so that a wrong argument fails at once.
const { runAttestation } = await import("./deploy/runAttestation.ts")
await runAttestation(network, command.opts())

function toSeconds(text: string): bigint {
  const milliseconds = Date.parse(text)
  if (Number.isNaN(milliseconds)) command.error("error: --issued-at is not a date. Pass one such as 2027-01-31.")
  return BigInt(Math.floor(milliseconds / 1_000))
}
