// `npm run deploy`: describes a deployment, asks, sends it and prints the result.
import { relative } from "node:path"

import { confirm } from "@inquirer/prompts"
import { parseGwei } from "viem"

import { run } from "../support/processes.ts"
import { buildDeployment } from "./build.ts"
import { readConfig } from "./config.ts"
import { type Clean, connect } from "./connect.ts"
import { deployerOf, finish, type Options, prepare } from "./deployment.ts"
import { DeploymentNotFoundError, UncommittedChangesError, UnconfirmedError } from "./errors.ts"
import { explorerCommands } from "./explorer.ts"
import { requireFunds } from "./fees.ts"
import { configFile, type NetworkName, recordFile } from "./networks.ts"
import { type DeploymentRecord, readRecord } from "./record.ts"
import { comparison, describe } from "./report.ts"
import { runCommand } from "./runCommand.ts"

/** What a deployment consists of: a live one must be committed. */
const SOURCES = [
  "contracts",
  "scripts",
  "sdk",
  "deployments/config",
  "hardhat.config.ts",
  // Generated from the record itself.
  ":(exclude)sdk/generated/deploymentTable.ts",
]

interface CommandOptions {
  readonly dryRun: boolean
  readonly yes: boolean
  /** In gwei. */
  readonly maxFee?: string | undefined
  readonly fromBlock?: bigint | undefined
  readonly confirmations?: number | undefined
}

export function runDeployment(network: NetworkName, options: CommandOptions): Promise<void> {
  return runCommand((onClean) => deploy(network, options, onClean))
}

async function deploy(network: NetworkName, given: CommandOptions, onClean: (clean: Clean) => void): Promise<void> {
  const { dryRun, yes, maxFee, fromBlock, confirmations = network === "local" ? 1 : 5 } = given
  const config = await readConfig(configFile(network))
  // Before anything is built, which takes a minute the first time.
  const { chainId } = config
  const client = await connect(network, { signing: !(dryRun && config.deployer), chainId, onClean })
  const commit = await commitOf(network, dryRun)
  const deployer = deployerOf(config, client.account?.address)
  const build = await buildDeployment()
  const file = recordFile(network, config.chainId)
  const options: Options = {
    config,
    build,
    local: network === "local",
    cap: maxFee === undefined ? undefined : parseGwei(maxFee),
    fromBlock,
    record: network === "local" ? undefined : await recordedIn(file),
    wait: { confirmations, stalledAfter: 300 },
  }

  const prepared = await prepare(client, deployer, options)
  console.log(`${await describe(client, prepared, build)}\n`)
  const gas = prepared.left.reduce((sum, step) => sum + prepared.rehearsal.gas[step.name], 0n)
  await requireFunds(client, deployer, gas, prepared.fees)
  if (dryRun) return console.log("This was a dry run: nothing was sent.")
  if (prepared.left.length > 0 && !yes && !(await isConfirmed(network))) throw new UnconfirmedError({})

  const { sent, rows, record, wrote } = await finish(client, prepared, options, {
    record: file,
    source: { compiler: build.compiler, commit },
    onSent: (step, hash) => console.log(`Sent ${step.name} ${hash}`),
  })
  console.log(`\n${comparison(rows)}\n`)
  console.log(sent === 0 ? "The deployment was complete: nothing was sent." : `Sent ${sent} transactions.`)
  console.log(
    `${relative(process.cwd(), file)} ${wrote ? "was written" : "is up to date"}. The deployer has no rights left.`,
  )
  if (network !== "local") {
    console.log(
      `\nNow run \`npm run generate\`, and for the explorer and for Sourcify:\n${await explorerCommands(network, record)}`,
    )
  }
}

/** The record of an earlier run. A local chain begins anew, and its record is replaced. */
async function recordedIn(file: string): Promise<DeploymentRecord | undefined> {
  return readRecord(file).catch((error: unknown) => {
    if (error instanceof DeploymentNotFoundError) return undefined
    throw error
  })
}

async function isConfirmed(network: NetworkName): Promise<boolean> {
  return process.stdin.isTTY && (await confirm({ message: `Send these to ${network}?`, default: false }))
}

/** The commit that the record names. On a live chain, it must contain everything that is deployed. */
async function commitOf(network: NetworkName, dryRun: boolean): Promise<string> {
  const changes = await git("status", "--porcelain", "--", ...SOURCES)
  if (changes && network !== "local" && !dryRun) {
    throw new UncommittedChangesError({ files: changes.replaceAll("\n", ", ") })
  }
  return (await git("rev-parse", "HEAD")) + (changes ? " and changes" : "")
}

async function git(...args: string[]): Promise<string> {
  const { ok, stdout, stderr } = await run("git", args)
  if (!ok) throw new Error(`git ${args[0]} failed: ${stderr.trim()}`)
  return stdout.trim()
}
