// Commands with the options that many of them share.
import { Command, Option } from "@commander-js/extra-typings"

import { as, toAddress, toBlock, toChainId, toDepth, toNonce, toPositiveSeconds, toSeconds } from "../text/parse.ts"
import { CHAIN_OPTIONS, GENERAL_OPTIONS, TRANSACTION_OPTIONS } from "./help.ts"

/** A command that does not use the chain. */
export function plainCommand(name: string) {
  return new Command(name).addOption(new Option("--json", "Print JSON instead of text").helpGroup(GENERAL_OPTIONS))
}

/** A command that reads the chain. */
export function readCommand(name: string) {
  return plainCommand(name)
    .addOption(
      new Option("--chain <chain>", "Chain: polygon, amoy or a chain id (default: polygon; env: GPUFLOW_CHAIN)")
        .helpGroup(CHAIN_OPTIONS)
        .argParser(as(toChainId)),
    )
    .addOption(
      new Option("--escrow <address>", "Address of the escrow (default: known deployment; env: GPUFLOW_ESCROW)")
        .helpGroup(CHAIN_OPTIONS)
        .argParser(as(toAddress)),
    )
}

/** A command that sends transactions. */
export function writeCommand(name: string) {
  return readCommand(name)
    .addOption(
      new Option(
        "--dry-run",
        "Simulate the transactions and print them with their cost; sign and send nothing",
      ).helpGroup(TRANSACTION_OPTIONS),
    )
    .addOption(
      new Option("--as <address>", "With --dry-run: account to simulate for; needs no key")
        .helpGroup(TRANSACTION_OPTIONS)
        .argParser(as(toAddress)),
    )
    .addOption(
      new Option(
        "--safe <address>",
        "Safe that sends the transactions: check them, and write them for its Transaction Builder; needs no key",
      )
        .helpGroup(TRANSACTION_OPTIONS)
        .argParser(as(toAddress)),
    )
    .addOption(
      new Option(
        "--safe-file <file>",
        "With --safe: file to write, instead of printing it to standard output",
      ).helpGroup(TRANSACTION_OPTIONS),
    )
    .addOption(
      new Option("--safe-nonce <number>", "With --safe: nonce to show the hash for (default: the Safe's next)")
        .helpGroup(TRANSACTION_OPTIONS)
        .argParser(as(toNonce)),
    )
    .addOption(new Option("-y, --yes", "Send without asking for confirmation").helpGroup(TRANSACTION_OPTIONS))
    .addOption(
      new Option("--wait <depth>", "Number of blocks to wait for, or `finalized`")
        .helpGroup(TRANSACTION_OPTIONS)
        .argParser(as(toDepth))
        .default(DEFAULT_DEPTH, "3"),
    )
    .addOption(
      new Option("--patience <time>", "Time without progress after which the outcome counts as unknown")
        .helpGroup(TRANSACTION_OPTIONS)
        .argParser(as(toPositiveSeconds))
        .default(300n, "5m"),
    )
}

/** The transaction's block and two more: enough on Polygon for small amounts. */
const DEFAULT_DEPTH = { confirmations: 3 }

export const fromBlockOption = () =>
  new Option(
    "--from-block <number>",
    "Block of the escrow's deployment, where its events begin (default: known deployment; env: GPUFLOW_FROM_BLOCK)",
  )
    .helpGroup(CHAIN_OPTIONS)
    .argParser(as(toBlock))

export const serverOption = () =>
  new Option("--server <url...>", "URLs of servers to ask before the chain is read (env: GPUFLOW_SERVER)").helpGroup(
    CHAIN_OPTIONS,
  )

/** How a rented machine is found, and with which key its renter enters it. */
export function addAccessOptions(command: ReturnType<typeof readCommand>) {
  return command
    .option("--document <file>", "The machine's document (default: by its hash from the servers)")
    .addOption(new Option("--server <url...>", "URLs of boards that have the machine's document (env: GPUFLOW_SERVER)"))
    .option(
      "--identity <file>",
      "Your SSH key, such as ~/.ssh/id_ed25519; only its public part is read (default: a new Ed25519 key for each rental)",
    )
    .addOption(
      new Option("--wait <time>", "Time to wait for a machine that is being prepared")
        .argParser(as(toSeconds))
        .default(600n, "10m"),
    )
}

export const routerOption = () =>
  new Option("--router <address>", "Address of the escrow's router (default: known deployment; env: GPUFLOW_ROUTER)")
    .helpGroup(CHAIN_OPTIONS)
    .argParser(as(toAddress))

export const gaslessOption = () =>
  new Option("--gasless", "Sign once and pay no POL: a relayer sends it for a fee in the offer's token")

export const relayOption = () =>
  new Option("--relay <url>", "With --gasless: URL of the relayer (env: GPUFLOW_RELAY_URL)")

export const maxFeeOption = () =>
  new Option("--max-fee <amount>", "With --gasless: highest fee that you accept, such as `0.05 USDC`")

export const mandateContractOption = () =>
  new Option(
    "--mandate-contract <address>",
    "Address of the escrow's mandate contract (default: known deployment; env: GPUFLOW_MANDATE_CONTRACT)",
  )
    .helpGroup(CHAIN_OPTIONS)
    .argParser(as(toAddress))

export const cacheOption = () =>
  new Option(
    "--no-cache",
    "Read the whole history again, without what earlier runs stored in the user's cache folder",
  ).helpGroup(CHAIN_OPTIONS)

export const hostOption = () =>
  new Option("--host [address]", "Select the rentals of a host; without an address, of your account").argParser(
    as(toAddress),
  )
export const renterOption = () =>
  new Option("--renter [address]", "Select the rentals of a renter; without an address, of your account").argParser(
    as(toAddress),
  )
