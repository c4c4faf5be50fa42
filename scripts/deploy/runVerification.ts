// `npm run verify-deployment`: verifies a recorded deployment and prints every comparison.
import { type Arbiter, inspectArbiters } from "./arbiters.ts"
import { buildDeployment } from "./build.ts"
import { readConfig } from "./config.ts"
import { type Clean, connect } from "./connect.ts"
import { explorerCommands } from "./explorer.ts"
import { differs, type Row } from "./inspect.ts"
import { configFile, type NetworkName, recordFile } from "./networks.ts"
import { type DeploymentRecord, readRecord } from "./record.ts"
import { comparison, warningsOf } from "./report.ts"
import { runCommand } from "./runCommand.ts"
import { type Answer, askSourcify } from "./sourcify.ts"
import { verifyDeployment } from "./verification.ts"

interface CommandOptions {
  /** Sourcify's server. */
  readonly sourcify?: string | undefined
  readonly requireSourcify: boolean
  /** The record of the deployment. Default: the network's. */
  readonly record?: string | undefined
}

export function runVerification(network: NetworkName, options: CommandOptions): Promise<void> {
  return runCommand((onClean) => verify(network, options, onClean))
}

async function verify(network: NetworkName, options: CommandOptions, onClean: (clean: Clean) => void): Promise<void> {
  const config = await readConfig(configFile(network))
  const record = await readRecord(options.record ?? recordFile(network, config.chainId))
  const client = await connect(network, { signing: false, chainId: config.chainId, onClean })
  const compared = await verifyDeployment(client, { config, record, build: await buildDeployment() })
  const sourcify = await ask(network, record, options)
  const arbiters = await inspectArbiters(client, config)
  const { text, ok } = verdictOf({ compared, sourcify, arbiters }, options)
  console.log(text)
  if (network !== "local")
    console.log(`\nFor the explorer and for Sourcify:\n${await explorerCommands(network, record)}`)
  if (!ok) process.exitCode = 1
}

type Verified = {
  readonly compared: readonly Row[]
  readonly sourcify: Answer
  readonly arbiters: readonly Arbiter[]
}

/** What is printed about the comparisons, and whether the deployment passes. */
export function verdictOf(
  { compared, sourcify, arbiters }: Verified,
  { requireSourcify }: Pick<CommandOptions, "requireSourcify">,
) {
  const rows = [...compared, ...sourcify.rows]
  const differences = rows.filter(differs).length
  const text = [
    comparison(rows),
    "",
    ...arbiters.map(({ address, kind }) => `The arbiter ${address}: ${kind}.`),
    ...warningsOf(arbiters),
    `${rows.length - differences} of ${rows.length} as expected.`,
    ...sourcify.notAsked.map((reason) => `Sourcify was not asked: ${reason}.`),
  ].join("\n")
  return { text, ok: differences === 0 && !(requireSourcify && sourcify.notAsked.length > 0) }
}

/** Sourcify knows no local chain, so there it is asked only if its server is named. */
async function ask(network: NetworkName, record: DeploymentRecord, { sourcify }: CommandOptions): Promise<Answer> {
  if (network === "local" && !sourcify) return { rows: [], notAsked: ["the chain is local"] }
  const { chainId, address, timelock, router, mandate } = record
  const contracts = {
    escrow: address,
    timelock: timelock.address,
    ...(router && { router: router.address }),
    ...(mandate && { mandate: mandate.address }),
  }
  return askSourcify({ chainId, contracts, url: sourcify })
}
