// Deploys the escrow, its timelock and its markets as deployments/config/<network>.json says: see docs/deployment.md.
//   npm run deploy -- <polygon|amoy|local> --dry-run    prints every parameter and transaction, and sends nothing
//   npm run deploy -- <polygon|amoy|local>              prints the same, asks, sends what is left, asserts, records
// Options: --yes (do not ask), --max-fee <gwei>, --from-block <number>, --confirmations <number>
import { execFileSync } from "node:child_process"
import { relative } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"

import { confirm } from "@inquirer/prompts"
import { parseGwei } from "viem"

import { buildDeployment } from "./deploy/build.ts"
import { readConfig } from "./deploy/config.ts"
import { deployerOf, finish, type Options, prepare } from "./deploy/deployment.ts"
import { InvalidOptionError, UncommittedChangesError, UnconfirmedError } from "./deploy/errors.ts"
import { explorerCommands } from "./deploy/explorer.ts"
import { requireFunds } from "./deploy/fees.ts"
import { main } from "./deploy/main.ts"
import { type Clean, configFile, connect, isNetwork, NETWORKS, type NetworkName, recordFile } from "./deploy/network.ts"
import { comparison, describe } from "./deploy/report.ts"

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "dry-run": { type: "boolean", default: false },
    yes: { type: "boolean", default: false },
    "max-fee": { type: "string" },
    "from-block": { type: "string" },
    confirmations: { type: "string" },
  },
})
const [name] = positionals
if (!isNetwork(name) || positionals.length > 1) {
  console.error(`Which network? npm run deploy -- <${NETWORKS.join("|")}> [--dry-run]`)
  process.exit(2)
}
await main((onClean) => run(name, onClean))

async function run(name: NetworkName, onClean: (clean: Clean) => void) {
  const dry = values["dry-run"]
  const config = await readConfig(configFile(name))
  const commit = commitOf(name, dry)
  const client = await connect(name, { signing: !(dry && config.deployer), onClean })
  const deployer = deployerOf(config, client.account?.address)
  const build = await buildDeployment()
  const options: Options = {
    config,
    build,
    local: name === "local",
    cap: option("max-fee", /^\d+(\.\d{1,9})?$/, parseGwei),
    fromBlock: option("from-block", /^\d+$/, BigInt),
    patience: {
      confirmations: option("confirmations", /^[1-9]\d*$/, Number) ?? (name === "local" ? 1 : 5),
      stalledAfter: 300,
    },
  }

  const prepared = await prepare(client, deployer, options)
  console.log(`${await describe(client, prepared, build)}\n`)
  const gas = prepared.left.reduce((sum, step) => sum + prepared.rehearsal.gas[step.name], 0n)
  await requireFunds(client, deployer, gas, prepared.fees)
  if (dry) return console.log("A dry run: nothing was sent.")
  if (prepared.left.length > 0 && !values.yes && !(await agreed(name))) throw new UnconfirmedError({})

  const file = recordFile(name, config.chainId)
  const { sent, rows, record, wrote } = await finish(client, prepared, options, {
    record: file,
    source: { compiler: build.compiler, commit },
    onSent: (step, hash) => console.log(`Sent ${step.name} ${hash}`),
  })
  console.log(`\n${comparison(rows)}\n`)
  console.log(sent === 0 ? "Everything was there already: nothing was sent." : `Sent ${sent} transactions.`)
  console.log(
    `${relative(process.cwd(), file)} ${wrote ? "written" : "is up to date"}. The deployer has no rights left.`,
  )
  if (name !== "local")
    console.log(`\nNow \`npm run generate\`, and for the explorer:\n${await explorerCommands(name, record)}`)
}

function option<value>(name: "max-fee" | "from-block" | "confirmations", form: RegExp, read: (text: string) => value) {
  const text = values[name]
  if (text !== undefined && !form.test(text)) throw new InvalidOptionError({ option: `--${name}`, value: text })
  return text === undefined ? undefined : read(text)
}

async function agreed(name: NetworkName): Promise<boolean> {
  return process.stdin.isTTY && (await confirm({ message: `Send these to ${name}?`, default: false }))
}

/** The commit that a record names: on a live chain, all of what is deployed must be in it. */
function commitOf(name: NetworkName, dry: boolean): string {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: fileURLToPath(new URL("..", import.meta.url)), encoding: "utf8" }).trim()
  const files = git(
    "status",
    "--porcelain",
    "--",
    "contracts",
    "scripts",
    "sdk",
    "deployments/config",
    "hardhat.config.ts",
    // Made of the record itself.
    ":(exclude)sdk/generated/deploymentTable.ts",
  )
  if (files && name !== "local" && !dry) throw new UncommittedChangesError({ files: files.replaceAll("\n", ", ") })
  return git("rev-parse", "HEAD") + (files ? " and changes" : "")
}
