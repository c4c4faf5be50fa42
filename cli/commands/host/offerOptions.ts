import { Option } from "@commander-js/extra-typings"
import { as, toAddress, toDollars, toPositiveSeconds, toSeconds, toShare } from "../../text/parse.ts"
import { readCommand } from "../builders.ts"

/** A command with an option for each term of an offer. */
export function offerCommand(name: string) {
  return readCommand(name)
    .option("--document <file>", "Machine document, made with `machine`")
    .addOption(
      new Option(
        "--usd <dollars>",
        "Price per hour in US dollars, such as 1.50, converted by the token's price feed",
      ).argParser(as(toDollars)),
    )
    .option("--price <amount>", "Price per hour in the token, such as `1.50 USDC`")
    .option("--token <token>", "Symbol or address of the token (default: the token of --price)")
    .option("--assume-peg", "Count a stablecoin without a price feed as one dollar")
    .addOption(time("--max-duration <time>", "Longest rental, including extensions, such as 30d (required)"))
    .addOption(
      time("--min-duration <time>", "Commitment: time that is billed even if the renter stops earlier (default: none)"),
    )
    .option("--bond <amount>", "Bond per rental, in the same token; fund it with `bond fund` (default: none)")
    .addOption(
      new Option(
        "--start-window <time>",
        "Time that you have to start a paid rental; with 0s, it starts when it is paid (default: 30m)",
      ).argParser(as(toSeconds)),
    )
    .addOption(time("--challenge-window <time>", "Time that the renter has to dispute after the end (default: 6h)"))
    .addOption(time("--expires-in <time>", "Time until the offer expires (default: 10m, or twice --heartbeat)"))
    .addOption(
      new Option(
        "--max-fee <share>",
        "Highest platform fee that you accept, such as 10% (default: the current fee; with --heartbeat, its first)",
      ).argParser(as(toShare)),
    )
    .addOption(
      account("--arbiter <address>", "Arbiter that you sign for (default: the market's; with --heartbeat, its first)"),
    )
    .option("--rolling", "Collect earnings older than the challenge window before the rental ends")
    .addOption(account("--host <address>", "Host for which you sign as its signer (default: your account)"))
    .addOption(account("--payee <address>", "Account that receives the payouts (default: the host)"))
    .addOption(
      account("--operator <address>", "Account that may start and interrupt rentals for the host (default: none)"),
    )
    .addOption(account("--renter <address>", "Only account that may rent (default: any)"))
}

const time = <const flags extends string>(flags: flags, description: string) =>
  new Option(flags, description).argParser(as(toPositiveSeconds))
const account = <const flags extends string>(flags: flags, description: string) =>
  new Option(flags, description).argParser(as(toAddress))
