// What every command takes.
import { Command, Option } from "@commander-js/extra-typings"

import { as, toAddress, toBlock, toChainId, toDepth, toPositiveSeconds } from "../text/parse.ts"

/** A command that only says something. */
export function plain(name: string) {
  return new Command(name).option("--json", "one JSON document instead of text")
}

/** A command that reads the chain. */
export function reading(name: string) {
  return plain(name)
    .addOption(new Option("--chain <chain>", "polygon, amoy or a chain id (GPUFLOW_CHAIN)").argParser(as(toChainId)))
    .addOption(new Option("--escrow <address>", "the escrow (GPUFLOW_ESCROW)").argParser(as(toAddress)))
}

/** A command that sends transactions. */
export function writing(name: string) {
  return reading(name)
    .option("--dry-run", "simulate, price and print the transactions, and send nothing")
    .addOption(
      new Option("--as <address>", "with --dry-run: act for an account whose key is elsewhere").argParser(
        as(toAddress),
      ),
    )
    .option("-y, --yes", "do not ask")
    .addOption(
      new Option("--wait <depth>", "blocks to wait for, or `finalized`").argParser(as(toDepth)).default(DEPTH, "3"),
    )
    .addOption(
      new Option("--patience <time>", "without progress for so long, the outcome is called unknown")
        .argParser(as(toPositiveSeconds))
        .default(300n, "5m"),
    )
}

/** Included, and two blocks more: what small sums on Polygon need. */
const DEPTH = { confirmations: 3 }

export const fromBlock = () =>
  new Option("--from-block <number>", "the escrow's first block (GPUFLOW_FROM_BLOCK)").argParser(as(toBlock))
