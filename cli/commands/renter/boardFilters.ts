// The options by which offers on boards are found.
import { type Command, Option, type OptionValues } from "@commander-js/extra-typings"
import { as, toAddress, toCount, toDollars, toSeconds } from "../../text/parse.ts"
import { CHAIN_OPTIONS } from "../help.ts"

const BOARDS = "Offers on boards:"

export function addBoardFilters<args extends unknown[], options extends OptionValues>(command: Command<args, options>) {
  return command
    .addOption(
      new Option("--server <url...>", "URLs of servers whose boards are asked (env: GPUFLOW_SERVER)").helpGroup(
        CHAIN_OPTIONS,
      ),
    )
    .addOption(
      new Option("--gpu <models>", "Parts of the GPU's model, separated by commas, such as H100,A100").helpGroup(
        BOARDS,
      ),
    )
    .addOption(new Option("--region <places>", "Parts of the location, separated by commas").helpGroup(BOARDS))
    .addOption(new Option("--min-gpus <number>", "Least number of GPUs").helpGroup(BOARDS).argParser(as(toCount)))
    .addOption(new Option("--min-memory <GB>", "Least memory of each GPU").helpGroup(BOARDS).argParser(as(toCount)))
    .addOption(new Option("--min-down <Mbit/s>", "Least download bandwidth").helpGroup(BOARDS).argParser(as(toCount)))
    .addOption(new Option("--host <address>", "Offers of this host alone").helpGroup(BOARDS).argParser(as(toAddress)))
    .addOption(new Option("--token <token>", "Symbol or address of the token").helpGroup(BOARDS))
    .addOption(
      new Option("--max-dollars <amount>", "Highest price per hour in dollars")
        .helpGroup(BOARDS)
        .argParser(as(toDollars)),
    )
    .addOption(
      new Option("--max-commitment <time>", "Most time that is billed in any case")
        .helpGroup(BOARDS)
        .argParser(as(toSeconds)),
    )
    .addOption(
      new Option("--max-start <time>", "Time that the host may take to start; 0s: at once")
        .helpGroup(BOARDS)
        .argParser(as(toSeconds)),
    )
    .option("--max-price <amount>", "Highest price per hour that you accept, such as `1.60 USDC`")
}
