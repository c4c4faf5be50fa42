// Administers a recorded deployment: writes the calls of the timelock and of the guardian as files for a Safe's Transaction
// Builder, and shows what is queued. It needs no key and sends nothing: see docs/operate/administration.md.
//   npm run admin -- queued <network>
//   npm run admin -- schedule <network> 'setHostFee 0x… 13%' ['setTreasury 0x…' …]
//   npm run admin -- execute <network> <operation>
//   npm run admin -- cancel <network> <operation>
//   npm run admin -- close-market <network> <token> …
//   npm run admin -- accept-ownership <network>
import { Command, InvalidArgumentError } from "@commander-js/extra-typings"
import { type Address, getAddress, type Hex, isAddress, isHex, size } from "viem"

import { toSeconds, verbUsage } from "./admin/calls.ts"
import { NETWORKS, toNetwork } from "./deploy/networks.ts"

const network = `<${NETWORKS.join("|")}>`
const record = ["--record <file>", "record of the deployment (default: deployments/<chain id>.json)"] as const
const timelock = [
  "--timelock <address>",
  "another timelock than the recorded one, such as its successor",
  address,
] as const
const safe = [
  "--safe <address>",
  "account that shall send it (default: the only one that has the role)",
  address,
] as const
const to = ["--to <file>", "file to write, ending in .json (default: in cache/safe)", jsonFile] as const

const program = new Command("npm run admin --")
  .description("Writes the timelock's and the guardian's calls for a Safe, and shows what is queued. Sends nothing.")
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))

program
  .command("queued")
  .description("Show every operation of the timelock: pending, ready, done or cancelled, with its calls and effects.")
  .argument(network, "the network", toNetwork)
  .option("--json", "print one JSON document", false)
  .option(...record)
  .option(...timelock)
  .action(async (name, options) => (await runner()).runQueued(name, options))

program
  .command("schedule")
  .description("Write the proposer's file that schedules one operation with all the calls.")
  .argument(network, "the network", toNetwork)
  .argument("<calls...>", "each call in quotes: a verb and its values")
  .option("--delay <time>", "delay, such as 72h (default: the timelock's least)", time)
  .option("--predecessor <operation>", "operation that must be done before", hash)
  .option("--salt <hash>", "salt (default: how often these calls were executed before)", hash)
  .option(...safe)
  .option(...to)
  .option(...record)
  .option(...timelock)
  .addHelpText("after", `\nVerbs:\n${verbUsage.map((usage) => `  ${usage}`).join("\n")}`)
  .action(async (name, calls, options) => (await runner()).runSchedule(name, calls, options))

program
  .command("execute")
  .description("Write the executor's file for an operation that is ready, with the calls and the salt as scheduled.")
  .argument(network, "the network", toNetwork)
  .argument("<operation>", "the operation's id, from `queued`", hash)
  .option(...safe)
  .option(...to)
  .option(...record)
  .option(...timelock)
  .action(async (name, operation, options) => (await runner()).runExecute(name, operation, options))

program
  .command("cancel")
  .description("Write the canceller's file that takes an open operation back.")
  .argument(network, "the network", toNetwork)
  .argument("<operation>", "the operation's id, from `queued`", hash)
  .option(...safe)
  .option(...to)
  .option(...record)
  .option(...timelock)
  .action(async (name, operation, options) => (await runner()).runCancel(name, operation, options))

program
  .command("close-market")
  .description("Write the guardian's file that closes markets at once, without a delay.")
  .argument(network, "the network", toNetwork)
  .argument("<tokens...>", "recorded symbols or addresses of the tokens")
  .option(...to)
  .option(...record)
  .action(async (name, tokens, options) => (await runner()).runCloseMarkets(name, tokens, options))

program
  .command("accept-ownership")
  .description("Write the file with which the pending owner, if it is a Safe, accepts the ownership.")
  .argument(network, "the network", toNetwork)
  .option(...to)
  .option(...record)
  .action(async (name, options) => (await runner()).runAcceptOwnership(name, options))

await program.parseAsync()

/** Imported only when the command line is right, so that a wrong option fails at once. */
function runner() {
  return import("./admin/runAdmin.ts")
}

function address(text: string): Address {
  if (!isAddress(text)) throw new InvalidArgumentError("Expected an address with its checksum.")
  return getAddress(text)
}

function hash(text: string): Hex {
  if (!isHex(text) || size(text) !== 32) throw new InvalidArgumentError("Expected 32 bytes, as 0x and 64 digits.")
  return text.toLowerCase() as Hex
}

function time(text: string): bigint {
  const seconds = toSeconds(text)
  if (seconds === undefined) throw new InvalidArgumentError("Expected a time such as 72h, 3d or 259200.")
  return seconds
}

function jsonFile(text: string): string {
  if (!text.endsWith(".json")) throw new InvalidArgumentError("Expected a file name that ends in .json.")
  return text
}
